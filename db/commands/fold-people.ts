import type { Sql, WorkCtx } from "@/db/ctx";
import { type CopyValue, copyIn } from "@/db/staging/copy-in";
import { foldInterruptions } from "@/lib/ingest/fold-interruptions";
import type { Interruption } from "@/lib/model/interruption";
import type { Channel } from "@/lib/model/page-event";

const PORTION_PEOPLE = 20;

const INTERRUPTION_COLUMNS = [
  "workspace_id",
  "person_id",
  "at",
  "page_id",
  "hour_class",
  "local_date",
  "local_hour",
  "hour_started_at",
  "night",
  "estimated",
] as const;

/** Folds the interruptions of everybody whose notifications or zone changed, then prices them by their pages' verdicts. */
export async function foldDirtyPeople(ctx: WorkCtx): Promise<void> {
  for (let more = true; more; ) more = await foldPortion(ctx);
}

async function foldPortion(ctx: WorkCtx): Promise<boolean> {
  return ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    const people = await sql<{ id: string; time_zone: string | null }[]>`
      with taken as (
        delete from dirty_people where workspace_id = ${ctx.workspaceId} and person_id in (
          select person_id from dirty_people where workspace_id = ${ctx.workspaceId} order by person_id limit ${PORTION_PEOPLE})
        returning person_id)
      select p.id, p.time_zone from people p join taken t on t.person_id = p.id where p.workspace_id = ${ctx.workspaceId}`;
    if (people.length === 0) return false;
    const ids = people.map((person) => person.id);
    await sql`delete from interruptions where workspace_id = ${ctx.workspaceId} and person_id = any(${ids}::bigint[])`;
    await sql`delete from interruption_pages where workspace_id = ${ctx.workspaceId} and person_id = any(${ids}::bigint[])`;
    const folded: Interruption[] = [];
    for (const person of people) folded.push(...(await interruptionsOf(sql, ctx, person)));
    await copyIn(sql, "interruptions", INTERRUPTION_COLUMNS, interruptionRows(ctx.workspaceId, folded));
    await copyIn(
      sql,
      "interruption_pages",
      ["workspace_id", "person_id", "at", "page_id"],
      pageRows(ctx.workspaceId, folded),
    );
    await priceInterruptions(sql, ctx.workspaceId, { people: ids });
    return true;
  });
}

async function interruptionsOf(sql: Sql, ctx: WorkCtx, person: { id: string; time_zone: string | null }) {
  const rows = await sql<{ at: Date; page_id: string; channel: Channel; estimated: boolean }[]>`
    select at, page_id, channel, estimated from notifications
    where workspace_id = ${ctx.workspaceId} and person_id = ${person.id} order by at, page_id, channel`;
  const notifications = rows.map((row) => ({
    person: person.id,
    at: row.at.getTime(),
    channel: row.channel,
    estimated: row.estimated,
    pageKey: row.page_id,
  }));
  return foldInterruptions(notifications, { zone: person.time_zone ?? ctx.zone, hours: ctx.settings.hours });
}

function* interruptionRows(workspaceId: number, folded: readonly Interruption[]): Generator<CopyValue[]> {
  for (const it of folded)
    yield [
      workspaceId,
      it.person,
      new Date(it.at),
      it.pageKeys[0],
      it.hourClass,
      it.localDate,
      it.localHour,
      new Date(it.hourStartedAt),
      it.night,
      it.estimated,
    ];
}

function* pageRows(workspaceId: number, folded: readonly Interruption[]): Generator<CopyValue[]> {
  for (const it of folded)
    for (const page of new Set(it.pageKeys)) yield [workspaceId, it.person, new Date(it.at), page];
}

/**
 * Actionable if any page is; noise if all are; `test` if all are tests; unclear otherwise; unpriced while a page is
 * not judged. Tests beside other pages are left out of the question. The same rule as `interruptionVerdict` in lib.
 */
export async function priceInterruptions(
  sql: Sql,
  workspaceId: number,
  touched: { people: readonly string[] } | { pages: readonly string[] },
): Promise<void> {
  const which =
    "people" in touched
      ? sql`ip.person_id = any(${touched.people as string[]}::bigint[])`
      : sql`(ip.person_id, ip.at) in (
          select person_id, at from interruption_pages
          where workspace_id = ${workspaceId} and page_id = any(${touched.pages as string[]}::bigint[]))`;
  await sql`
    update interruptions i set verdict = priced.verdict
    from (
      select ip.person_id, ip.at, case
          when bool_or(p.verdict = 'actionable') then 'actionable'
          when bool_or(p.verdict is null) then null
          when bool_and(p.reason is not distinct from 'test') then 'test'
          when bool_and(p.verdict = 'noise') then 'noise'
          else 'unclear' end as verdict
      from interruption_pages ip
      join pages p on p.workspace_id = ip.workspace_id and p.id = ip.page_id
      where ip.workspace_id = ${workspaceId} and ${which}
      group by ip.person_id, ip.at
    ) priced
    where i.workspace_id = ${workspaceId} and i.person_id = priced.person_id and i.at = priced.at
      and i.verdict is distinct from priced.verdict`;
}
