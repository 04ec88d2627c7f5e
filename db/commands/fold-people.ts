import type { Sql, WorkCtx } from "@/db/ctx";
import { type CopyValue, copyIn } from "@/db/staging/copy-in";
import { foldInterruptions } from "@/lib/ingest/fold-interruptions";
import type { Interruption } from "@/lib/model/interruption";
import type { Channel } from "@/lib/model/page-event";
import type { Reason, Verdict } from "@/lib/model/verdict";
import { interruptionVerdict } from "@/lib/report/tally-report";

/** A portion ends at the first of these: bounded memory. */
const PORTION_PEOPLE = 20;
const PORTION_NOTIFICATIONS = 20_000;

const INTERRUPTION_COLUMNS = [
  "workspace_id",
  "person_id",
  "at",
  "page_id",
  "signature_id",
  "page_count",
  "hour_class",
  "local_date",
  "local_hour",
  "hour_started_at",
  "night",
  "estimated",
  "verdict",
] as const;

/** Folds the interruptions of everybody whose notifications or zone changed, then prices them by their pages' verdicts. */
export async function foldDirtyPeople(ctx: WorkCtx, enough: () => boolean = () => false): Promise<void> {
  const { sql, workspaceId } = ctx;
  const [waiting] = await sql`select from dirty_people where workspace_id = ${workspaceId} limit 1`;
  for (let more = waiting !== undefined; more && !enough(); ) more = await foldPortion(ctx);
}

async function foldPortion(ctx: WorkCtx): Promise<boolean> {
  return ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    const taken = await sql<{ id: string; known: boolean; time_zone: string | null }[]>`
      with waiting as (
        select person_id from dirty_people where workspace_id = ${ctx.workspaceId} order by person_id limit ${PORTION_PEOPLE}
      ), counted as (
        select w.person_id, count(n.at) as notified from waiting w
        left join notifications n on n.workspace_id = ${ctx.workspaceId} and n.person_id = w.person_id
        group by w.person_id
      ), running as (
        select person_id, sum(notified) over (order by person_id) - notified as before from counted
      ), taken as (
        delete from dirty_people where workspace_id = ${ctx.workspaceId} and person_id in (
          select person_id from running where before < ${PORTION_NOTIFICATIONS})
        returning person_id)
      select t.person_id as id, p.id is not null as known, p.time_zone from taken t
      left join people p on p.workspace_id = ${ctx.workspaceId} and p.id = t.person_id`;
    if (taken.length === 0) return false;
    const ids = taken.map((person) => person.id);
    await sql`delete from interruptions where workspace_id = ${ctx.workspaceId} and person_id = any(${ids}::bigint[])`;
    await sql`delete from interruption_pages where workspace_id = ${ctx.workspaceId} and person_id = any(${ids}::bigint[])`;
    // Of somebody who became part of another person nothing is left to fold.
    const people = taken.filter((person) => person.known);
    const folded: PricedInterruption[] = [];
    for (const person of people) folded.push(...(await interruptionsOf(sql, ctx, person)));
    await copyIn(sql, "interruptions", INTERRUPTION_COLUMNS, interruptionRows(ctx.workspaceId, folded));
    await copyIn(
      sql,
      "interruption_pages",
      ["workspace_id", "person_id", "at", "page_id"],
      pageRows(ctx.workspaceId, folded),
    );
    return true;
  });
}

type PricedInterruption = Interruption & { signatureId: string; verdict: Verdict | "test" | null };

type NotificationRecord = {
  at: Date;
  page_id: string;
  provider: string;
  page_key: string;
  signature_id: string;
  channel: Channel;
  estimated: boolean;
  verdict: Verdict | null;
  reason: Reason | null;
};

async function interruptionsOf(
  sql: Sql,
  ctx: WorkCtx,
  person: { id: string; time_zone: string | null },
): Promise<PricedInterruption[]> {
  const rows = await sql<NotificationRecord[]>`
    select n.at, n.page_id, p.provider, p.page_key, p.signature_id, n.channel, n.estimated, p.verdict, p.reason
    from notifications n join pages p on p.workspace_id = n.workspace_id and p.id = n.page_id
    where n.workspace_id = ${ctx.workspaceId} and n.person_id = ${person.id} order by n.at, n.page_id, n.channel`;
  const verdicts = new Map(rows.map(({ page_id: id, verdict, reason }) => [id, { verdict, reason }]));
  // Of pages that ring in one instant the provider's key tells the first, here as on the command line.
  const keyOf = ({ provider, page_key: key }: NotificationRecord) => `${provider}\u0000${key}`;
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  const notifications = rows.map((row) => ({
    person: person.id,
    at: row.at.getTime(),
    channel: row.channel,
    estimated: row.estimated,
    pageKey: keyOf(row),
  }));
  const clock = { zone: person.time_zone ?? ctx.zone, hours: ctx.settings.hours };
  return foldInterruptions(notifications, clock).map((folded) => {
    const told = folded.pageKeys.flatMap((key) => byKey.get(key) ?? []);
    const it = { ...folded, pageKeys: told.map((row) => row.page_id) };
    return { ...it, signatureId: told[0]?.signature_id ?? "", verdict: interruptionVerdict(it, verdicts) };
  });
}

function* interruptionRows(workspaceId: number, folded: readonly PricedInterruption[]): Generator<CopyValue[]> {
  for (const it of folded)
    yield [
      workspaceId,
      it.person,
      new Date(it.at),
      it.pageKeys[0],
      it.signatureId,
      new Set(it.pageKeys).size,
      it.hourClass,
      it.localDate,
      it.localHour,
      new Date(it.hourStartedAt),
      it.night,
      it.estimated,
      it.verdict,
    ];
}

function* pageRows(workspaceId: number, folded: readonly Interruption[]): Generator<CopyValue[]> {
  for (const it of folded)
    for (const page of new Set(it.pageKeys)) yield [workspaceId, it.person, new Date(it.at), page];
}

/** Prices the interruptions that hold these pages anew, by the rule of `interruptionVerdict`. */
export async function priceInterruptions(sql: Sql, workspaceId: number, pageIds: readonly string[]): Promise<void> {
  if (pageIds.length === 0) return;
  const rows = await sql<
    {
      person_id: string;
      at: string;
      now: string | null;
      pages: { id: string; verdict: Verdict | null; reason: Reason | null }[];
    }[]
  >`
    with touched as (
      select distinct person_id, at from interruption_pages
      where workspace_id = ${workspaceId} and page_id = any(${pageIds as string[]}::bigint[])
    )
    select t.person_id, t.at::text as at, max(i.verdict) as now,
      jsonb_agg(jsonb_build_object('id', p.id::text, 'verdict', p.verdict, 'reason', p.reason)) as pages
    from touched t
    join interruption_pages ip on ip.workspace_id = ${workspaceId} and ip.person_id = t.person_id and ip.at = t.at
    join pages p on p.workspace_id = ip.workspace_id and p.id = ip.page_id
    join interruptions i on i.workspace_id = ip.workspace_id and i.person_id = ip.person_id and i.at = ip.at
    group by t.person_id, t.at`;
  const priced = rows.flatMap(({ person_id: person, at, now, pages }) => {
    const verdicts = new Map(pages.map((page) => [page.id, page]));
    const verdict = interruptionVerdict({ pageKeys: [...verdicts.keys()] }, verdicts);
    return verdict === now ? [] : [{ person, at, verdict }];
  });
  if (priced.length === 0) return;
  await sql`
    update interruptions i set verdict = priced.verdict
    from unnest(${priced.map((row) => row.person)}::bigint[], ${priced.map((row) => row.at)}::timestamptz[],
      ${priced.map((row) => row.verdict)}::text[]) as priced(person_id, at, verdict)
    where i.workspace_id = ${workspaceId} and i.person_id = priced.person_id and i.at = priced.at
      and i.verdict is distinct from priced.verdict`;
}
