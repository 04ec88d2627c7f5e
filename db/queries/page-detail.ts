import type { Ctx } from "@/db/ctx";
import { storedPage } from "@/db/staging/stored-page";
import type { PageDetail } from "@/lib/contract/page";
import { AppError } from "@/lib/errors";
import type { Page } from "@/lib/model/page";
import { type Channel, PAGE_EVENT_KINDS } from "@/lib/model/page-event";
import { stringsIn } from "@/lib/privacy/redactor";
import { localClockOf } from "@/lib/time/local-clock";
import { inferredOf } from "./explained";
import { findings } from "./findings";
import { nameless } from "./named/nameless";
import { type NamesInSight, namesInSight } from "./named/names-in-sight";
import { viewNamed } from "./named/view-named";
import { idFrom, pageRecords, pageRowOf } from "./pages";
import { pageWord, standingWord } from "./person-verdict";

/** One page with everything that is known of it: events, messages, the verdict and what it rests on. */
export async function pageDetail(ctx: Ctx, text: string): Promise<PageDetail> {
  const id = idFrom(text, "page");
  const { sql, workspaceId } = ctx;
  const [record] = await pageRecords(ctx, sql`select ${id}::bigint`, sql`p.id`);
  if (!record) throw new AppError("not-found", "There is no such page.");
  const names = await namesInSight(ctx);
  const [folded, events, notifications, inferred, given, givenAll, found, taught] = await Promise.all([
    foldOf(ctx, id),
    eventsOf(ctx, id, names),
    notificationsOf(ctx, id, names),
    inferredOf(ctx, id),
    pageWord(ctx, id),
    standingWord(ctx, id),
    findings(ctx, record.signature_id, id),
    taughtBeside(ctx, record.signature_id, id),
  ]);
  const [signature] = await sql<{ key: string }[]>`
    select concat_ws(' · ', key, part) as key from signatures where workspace_id = ${workspaceId} and id = ${record.signature_id}`;
  const detail: PageDetail = {
    page: pageRowOf(record, names),
    signatureTitle: signature?.key ?? record.title ?? "(no title)",
    link: folded.facts.link ?? null,
    policy: folded.facts.policy ?? null,
    raisedBy: folded.raisedBy,
    events,
    notifications,
    inferred,
    personVerdict: given,
    signatureVerdict: givenAll,
    taught,
    findings: found,
    counts: folded.facts.counts ?? {},
  };
  return viewNamed(ctx, { screen: "page", page: id }, names.seen, () => withoutNames(ctx, names, detail));
}

/** What sources and the judge's quotes of them say about people, as far as the viewer may read it. */
async function withoutNames(ctx: Ctx, { sight }: NamesInSight, detail: PageDetail): Promise<PageDetail> {
  const { events, inferred, findings: found } = detail;
  const told = events.flatMap(({ note, how }) => [note, how].filter((text) => text !== null));
  const redactor = await nameless(ctx, sight.named, [...told, ...stringsIn([inferred, found])]);
  return {
    ...detail,
    events: events.map((event) => ({ ...event, ...redactor.deep({ note: event.note, how: event.how }) })),
    inferred: redactor.deep(inferred),
    findings: redactor.deep(found),
  };
}

/** Words on other pages of its alert: "unclear" and tests teach nothing. */
async function taughtBeside({ sql, workspaceId }: Ctx, signatureId: string, id: string): Promise<PageDetail["taught"]> {
  const [row] = await sql<PageDetail["taught"][]>`
    select count(*)::int as pages, (count(*) filter (where v.verdict = 'actionable'))::int as actionable
    from person_verdicts v join pages p on p.workspace_id = v.workspace_id and p.id = v.subject_id
    where v.workspace_id = ${workspaceId} and v.subject = 'page' and v.ended_at is null and v.verdict <> 'unclear'
      and v.reason is distinct from 'test' and p.signature_id = ${signatureId} and p.id <> ${id}`;
  return row ?? { pages: 0, actionable: 0 };
}

async function foldOf({ sql, workspaceId }: Ctx, id: string): Promise<Page> {
  const [row] = await sql<
    { packed: string }[]
  >`select packed from page_folds where workspace_id = ${workspaceId} and page_id = ${id}`;
  if (!row) throw new AppError("not-found", "There is no such page.");
  return storedPage(row.packed);
}

const UNNAMED = "a person";

async function eventsOf(
  { sql, workspaceId }: Ctx,
  id: string,
  { nameOf }: NamesInSight,
): Promise<PageDetail["events"]> {
  type Row = Omit<PageDetail["events"][number], "at"> & { at: Date };
  const rows = await sql<Row[]>`
    select e.at, e.kind, e.by, i.person_id::text as person, e.channel, e.level, e.note, e.how,
      coalesce((
        select array_agg(distinct ti.person_id::text) from identities ti
        where ti.workspace_id = e.workspace_id and ti.id = any(e.to_account_ids)), '{}') as to,
      concat_ws(', ', coalesce(m.file_name, s.name, 'import removed'), e.place) as source,
      case when d.id is not null then jsonb_build_object('kind', 'delivery', 'id', d.id::text)
        when m.id is not null then jsonb_build_object('kind', 'import', 'id', m.id::text) end as origin,
      coalesce(e.at_receipt, false) as "atReceipt"
    from page_events e
    left join identities i on i.workspace_id = e.workspace_id and i.id = e.account_id
    left join imports m on m.workspace_id = e.workspace_id and m.id = e.origin_id
    left join inbox d on d.workspace_id = e.workspace_id and d.id = e.origin_id
    left join sources s on s.workspace_id = d.workspace_id and s.id = d.source_id
    where e.workspace_id = ${workspaceId} and e.page_id = ${id}
    order by e.at, array_position(${PAGE_EVENT_KINDS as readonly string[] as string[]}::text[], e.kind), e.event_key`;
  return rows.map(({ at, person, to, ...row }) => ({
    ...row,
    at: at.toISOString(),
    person: person && (nameOf(person) ?? UNNAMED),
    to: to.map((one) => nameOf(one) ?? UNNAMED).sort((a, b) => a.localeCompare(b, "en")),
  }));
}

async function notificationsOf(
  { sql, workspaceId, zone: fallback }: Ctx,
  id: string,
  { nameOf }: NamesInSight,
): Promise<PageDetail["notifications"]> {
  const rows = await sql<
    { at: Date; person: string; channel: Channel; estimated: boolean; time_zone: string | null }[]
  >`
    select n.at, n.person_id::text as person, n.channel, n.estimated, w.time_zone
    from notifications n join people w on w.workspace_id = n.workspace_id and w.id = n.person_id
    where n.workspace_id = ${workspaceId} and n.page_id = ${id} order by n.at, n.person_id, n.channel`;
  return rows.map(({ at, person, channel, estimated, time_zone: zone }) => {
    const name = nameOf(person);
    return {
      at: at.toISOString(),
      person: name ?? UNNAMED,
      channel,
      estimated,
      local: name === null ? null : localClockOf(at.getTime(), zone ?? fallback),
      zone: name === null ? null : (zone ?? fallback),
    };
  });
}
