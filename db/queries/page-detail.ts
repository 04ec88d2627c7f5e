import type { Ctx } from "@/db/ctx";
import type { PageDetail } from "@/lib/contract/page";
import { AppError } from "@/lib/errors";
import type { Page } from "@/lib/model/page";
import { type Channel, PAGE_EVENT_KINDS } from "@/lib/model/page-event";
import { localClockOf } from "@/lib/time/local-clock";
import { inferredOf } from "./explained";
import { findings } from "./findings";
import { idFrom, pageRecords, pageRowOf } from "./pages";
import { pageWord, standingWord } from "./person-verdict";

/** One page with everything that is known of it: events, messages, the verdict and what it rests on. */
export async function pageDetail(ctx: Ctx, text: string): Promise<PageDetail> {
  const id = idFrom(text, "page");
  const { sql, workspaceId } = ctx;
  const [record] = await pageRecords(ctx, sql`select ${id}::bigint`, sql`p.id`);
  if (!record) throw new AppError("not-found", "There is no such page.");
  const [folded, events, notifications, inferred, given, givenAll, found, taught] = await Promise.all([
    foldOf(ctx, id),
    eventsOf(ctx, id),
    notificationsOf(ctx, id),
    inferredOf(ctx, id),
    pageWord(ctx, id),
    standingWord(ctx, id),
    findings(ctx, record.signature_id, id),
    taughtBeside(ctx, record.signature_id, id),
  ]);
  const [signature] = await sql<{ key: string }[]>`
    select concat_ws(' · ', key, part) as key from signatures where workspace_id = ${workspaceId} and id = ${record.signature_id}`;
  return {
    page: pageRowOf(record),
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
    { folded: Page }[]
  >`select folded from page_folds where workspace_id = ${workspaceId} and page_id = ${id}`;
  if (!row) throw new AppError("not-found", "There is no such page.");
  return row.folded;
}

async function eventsOf({ sql, workspaceId }: Ctx, id: string): Promise<PageDetail["events"]> {
  type Row = Omit<PageDetail["events"][number], "at"> & { at: Date };
  const rows = await sql<Row[]>`
    select e.at, e.kind, e.by, w.name as person, e.channel, e.level, e.note, e.how,
      coalesce((
        select array_agg(distinct t.name order by t.name) from identities ti
        join people t on t.workspace_id = ti.workspace_id and t.id = ti.person_id
        where ti.workspace_id = e.workspace_id and ti.id = any(e.to_account_ids)), '{}') as to,
      concat_ws(', ', coalesce(m.file_name, s.name, 'import removed'), e.place) as source,
      case when d.id is not null then jsonb_build_object('kind', 'delivery', 'id', d.id::text)
        when m.id is not null then jsonb_build_object('kind', 'import', 'id', m.id::text) end as origin,
      coalesce(e.at_receipt, false) as "atReceipt"
    from page_events e
    left join identities i on i.workspace_id = e.workspace_id and i.id = e.account_id
    left join people w on w.workspace_id = i.workspace_id and w.id = i.person_id
    left join imports m on m.workspace_id = e.workspace_id and m.id = e.origin_id
    left join inbox d on d.workspace_id = e.workspace_id and d.id = e.origin_id
    left join sources s on s.workspace_id = d.workspace_id and s.id = d.source_id
    where e.workspace_id = ${workspaceId} and e.page_id = ${id}
    order by e.at, array_position(${PAGE_EVENT_KINDS as readonly string[] as string[]}::text[], e.kind), e.event_key`;
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

async function notificationsOf(
  { sql, workspaceId, zone: fallback }: Ctx,
  id: string,
): Promise<PageDetail["notifications"]> {
  const rows = await sql<
    { at: Date; person: string | null; channel: Channel; estimated: boolean; time_zone: string | null }[]
  >`
    select n.at, w.name as person, n.channel, n.estimated, w.time_zone
    from notifications n join people w on w.workspace_id = n.workspace_id and w.id = n.person_id
    where n.workspace_id = ${workspaceId} and n.page_id = ${id} order by n.at, w.name, n.channel`;
  return rows.map(({ at, person, channel, estimated, time_zone: zone }) => ({
    at: at.toISOString(),
    person: person ?? "(no name)",
    channel,
    estimated,
    local: localClockOf(at.getTime(), zone ?? fallback),
    zone: zone ?? fallback,
  }));
}
