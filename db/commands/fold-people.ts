import type { Sql, WorkCtx } from "@/db/ctx";
import { markHeatDays } from "@/db/rollups/heat-days";
import { markHeatWeeks } from "@/db/rollups/heat-weeks";
import { mergedPages } from "@/db/rollups/incidents";
import { markLeaderDays } from "@/db/rollups/leader-days";
import { type PersonDate, recountPersonDays } from "@/db/rollups/person-days";
import { recountIncidents } from "@/db/rollups/recount-incidents";
import { markSignatureWeeks, type SignatureDate } from "@/db/rollups/signature-weeks";
import { markVerdictWeeks } from "@/db/rollups/verdict-weeks";
import { copyIn } from "@/db/staging/copy-in";
import { mapped } from "@/db/staging/mapped";
import { foldInterruptions, isLoud } from "@/lib/ingest/fold-interruptions";
import { nightRests } from "@/lib/load/recovery-gaps";
import type { Interruption } from "@/lib/model/interruption";
import type { Line } from "@/lib/model/page";
import type { Channel } from "@/lib/model/page-event";
import type { Reason, Verdict } from "@/lib/model/verdict";
import { interruptionVerdict } from "@/lib/report/tally-report";
import { placeInstant } from "@/lib/time/hour-rules";
import { type PersonClocks, personClocks } from "./person-clocks";

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
  "rest_minutes",
] as const;

const PAGE_COLUMNS = ["workspace_id", "person_id", "at", "page_id", "line", "rang_first"] as const;

/** Folds the interruptions of everybody whose notifications or time changed, then prices them by their pages' verdicts. */
export async function foldDirtyPeople(ctx: WorkCtx, enough: () => boolean = () => false): Promise<void> {
  const { sql, workspaceId } = ctx;
  const [waiting] = await sql`select from dirty_people where workspace_id = ${workspaceId} limit 1`;
  for (let more = waiting !== undefined; more && !enough(); ) more = await foldPortion(ctx);
}

async function foldPortion(ctx: WorkCtx): Promise<boolean> {
  return ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    const people = await takePeople(sql, ctx.workspaceId);
    if (people.length === 0) return false;
    // Of somebody who became part of another person there is no clock, and nothing left to fold.
    const clocks = await personClocks(sql, ctx, people);
    const folded: FoldedInterruption[] = [];
    for (const person of clocks.keys()) folded.push(...(await interruptionsOf(sql, ctx.workspaceId, person, clocks)));
    const stored = await storedInterruptions(sql, ctx.workspaceId, people);
    await storeDifference(sql, ctx, differenceOf(stored, folded));
    return true;
  });
}

async function takePeople(sql: Sql, workspaceId: number): Promise<string[]> {
  const taken = await sql<{ id: string }[]>`
    with waiting as (
      select person_id from dirty_people where workspace_id = ${workspaceId} order by person_id limit ${PORTION_PEOPLE}
    ), counted as (
      select w.person_id, count(n.at) as notified from waiting w
      left join notifications n on n.workspace_id = ${workspaceId} and n.person_id = w.person_id
      group by w.person_id
    ), running as (
      select person_id, sum(notified) over (order by person_id) - notified as before from counted
    )
    delete from dirty_people where workspace_id = ${workspaceId} and person_id in (
      select person_id from running where before < ${PORTION_NOTIFICATIONS})
    returning person_id as id`;
  return taken.map(({ id }) => id);
}

type PageRung = { id: string; line: Line | null; rangFirst: boolean };

/** As its row and the rows of its pages hold it; the first of `pages` is the one it is counted under. */
type FoldedInterruption = Omit<Interruption, "pageKeys"> & {
  signatureId: string;
  verdict: Verdict | "test" | null;
  /** Of its night. */
  restMinutes: number | null;
  pages: readonly PageRung[];
};

type NotificationRecord = {
  at: Date;
  page_id: string;
  provider: string;
  page_key: string;
  signature_id: string;
  channel: Channel;
  estimated: boolean;
  line: Line | null;
  verdict: Verdict | null;
  reason: Reason | null;
};

async function interruptionsOf(
  sql: Sql,
  workspaceId: number,
  person: string,
  clocks: PersonClocks,
): Promise<FoldedInterruption[]> {
  const clockAt = clocks.get(person);
  if (!clockAt) return [];
  const rows = await sql<NotificationRecord[]>`
    select n.at, n.page_id, p.provider, p.page_key, p.signature_id, n.channel, n.estimated, n.line, p.verdict, p.reason
    from notifications n join pages p on p.workspace_id = n.workspace_id and p.id = n.page_id
    where n.workspace_id = ${workspaceId} and n.person_id = ${person} order by n.at, n.page_id, n.channel`;
  const verdicts = new Map(rows.map(({ page_id: id, verdict, reason }) => [id, { verdict, reason }]));
  // Of pages that ring in one instant the provider's key tells the first, here as on the command line.
  const keyOf = ({ provider, page_key: key }: NotificationRecord) => `${provider}\u0000${key}`;
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  const notifications = rows.map((row) => ({
    person,
    at: row.at.getTime(),
    channel: row.channel,
    estimated: row.estimated,
    pageKey: keyOf(row),
  }));
  const lines = firstLines(rows);
  const rung = new Set<string>();
  const interruptions = foldInterruptions(notifications, (at) => placeInstant(at, clockAt(at)));
  const rests = nightRests(interruptions, clockAt);
  return interruptions.map(({ pageKeys, ...it }) => {
    const told = pageKeys.flatMap((key) => byKey.get(key) ?? []);
    const ids = told.map((row) => row.page_id);
    const pages = ids.map((id) => ({
      id,
      rangFirst: !rung.has(id),
      line: rung.has(id) ? null : (lines.get(id) ?? null),
    }));
    for (const id of ids) rung.add(id);
    const verdict = interruptionVerdict({ pageKeys: ids }, verdicts);
    const restMinutes = it.night === null ? null : (rests.get(it.night) ?? null);
    return { ...it, pages, signatureId: told[0]?.signature_id ?? "", verdict, restMinutes };
  });
}

/** The line of each page at the instant at which it first rang loudly; of several channels the first that tells. */
function firstLines(rows: readonly NotificationRecord[]): Map<string, Line | null> {
  const lines = new Map<string, Line | null>();
  const since = new Map<string, number>();
  for (const row of rows) {
    if (!isLoud(row)) continue;
    const at = since.get(row.page_id) ?? row.at.getTime();
    since.set(row.page_id, at);
    if (row.at.getTime() === at) lines.set(row.page_id, lines.get(row.page_id) ?? row.line);
  }
  return lines;
}

type StoredRow = Omit<FoldedInterruption, "at" | "hourStartedAt" | "pages"> & {
  at: Date;
  hourStartedAt: Date;
  pageId: string;
};

async function storedInterruptions(
  sql: Sql,
  workspaceId: number,
  people: readonly string[],
): Promise<FoldedInterruption[]> {
  const ids = people as string[];
  const rows = await sql<StoredRow[]>`
    select person_id as person, at, page_id as "pageId", signature_id as "signatureId",
      hour_class as "hourClass", local_date::text as "localDate", local_hour as "localHour",
      hour_started_at as "hourStartedAt", night::text as night, estimated, verdict, rest_minutes as "restMinutes"
    from interruptions where workspace_id = ${workspaceId} and person_id = any(${ids}::bigint[])`;
  if (rows.length === 0) return [];
  const rung = await sql<(PageRung & { person: string; at: Date })[]>`
    select person_id as person, at, page_id as id, line, rang_first as "rangFirst"
    from interruption_pages where workspace_id = ${workspaceId} and person_id = any(${ids}::bigint[])`;
  const pages = new Map<string, PageRung[]>();
  for (const { person, at, ...page } of rung) {
    const key = keyOf({ person, at: at.getTime() });
    const list = pages.get(key);
    if (list) list.push(page);
    else pages.set(key, [page]);
  }
  return rows.map(({ at, hourStartedAt, pageId, ...row }) => {
    const its = pages.get(keyOf({ person: row.person, at: at.getTime() })) ?? [];
    const first = its.filter(({ id }) => id === pageId);
    const others = its.filter(({ id }) => id !== pageId);
    return { ...row, at: at.getTime(), hourStartedAt: hourStartedAt.getTime(), pages: [...first, ...others] };
  });
}

const keyOf = ({ person, at }: { person: string; at: number }) => `${person} ${at}`;

/** All that is kept of an interruption; its pages but the first have no order. */
function textOf(it: FoldedInterruption): string {
  const [first, ...others] = it.pages.map(({ id, line, rangFirst }) => [id, line, rangFirst].join());
  return JSON.stringify([
    [it.signatureId, it.hourClass, it.localDate, it.localHour, it.hourStartedAt, it.night, it.estimated, it.verdict],
    it.restMinutes,
    first,
    others.sort(),
  ]);
}

type Difference = { gone: FoldedInterruption[]; fresh: FoldedInterruption[] };

/** What is stored and no longer holds, and what holds and is not stored: a new page moves few of a year's interruptions. */
function differenceOf(stored: readonly FoldedInterruption[], folded: readonly FoldedInterruption[]): Difference {
  const known = new Map(stored.map((it) => [keyOf(it), it]));
  const gone: FoldedInterruption[] = [];
  const fresh: FoldedInterruption[] = [];
  for (const it of folded) {
    const before = known.get(keyOf(it));
    known.delete(keyOf(it));
    if (before && textOf(before) === textOf(it)) continue;
    if (before) gone.push(before);
    fresh.push(it);
  }
  gone.push(...known.values());
  return { gone, fresh };
}

async function storeDifference(sql: Sql, ctx: WorkCtx, { gone, fresh }: Difference): Promise<void> {
  const { workspaceId } = ctx;
  if (gone.length > 0) await removeInterruptions(sql, workspaceId, gone);
  if (fresh.length > 0) {
    await copyIn(
      sql,
      "interruptions",
      INTERRUPTION_COLUMNS,
      mapped(fresh, (it) => interruptionRow(workspaceId, it)),
    );
    await copyIn(sql, "interruption_pages", PAGE_COLUMNS, pageRows(workspaceId, fresh));
  }
  const touched = [...gone, ...fresh];
  if (touched.length === 0) return;
  const days = touched.map(({ person, localDate }): PersonDate => ({ person, date: localDate }));
  const nights = touched.flatMap(({ person, night }): PersonDate[] =>
    night === null ? [] : [{ person, date: night }],
  );
  await recountPersonDays(sql, workspaceId, [...days, ...nights]);
  await markVerdictWeeks(sql, workspaceId, [...days, ...nights]);
  const counted = touched.flatMap(({ pages: [first] }) => (first ? [first.id] : []));
  await recountIncidents(sql, workspaceId, await mergedPages(sql, workspaceId, [...new Set(counted)]));
  await markHeatWeeks(sql, workspaceId, days);
  const dates = touched.map(({ signatureId, localDate: date }): SignatureDate => ({ signatureId, date }));
  await markHeatDays(
    sql,
    workspaceId,
    dates.map(({ date }) => date),
  );
  await markSignatureWeeks(sql, workspaceId, dates);
  await markLeaderDays(sql, workspaceId, pagesMoved(gone, fresh));
}

/** Pages that interrupt somebody whom they did not interrupt before, or no longer do. */
function pagesMoved(gone: readonly FoldedInterruption[], fresh: readonly FoldedInterruption[]): string[] {
  const namesOf = (all: readonly FoldedInterruption[]) =>
    new Map(all.flatMap(({ person, pages }) => pages.map(({ id }) => [`${person} ${id}`, id])));
  const before = namesOf(gone);
  const after = namesOf(fresh);
  const moved = new Set<string>();
  for (const [name, id] of before) if (!after.has(name)) moved.add(id);
  for (const [name, id] of after) if (!before.has(name)) moved.add(id);
  return [...moved];
}

async function removeInterruptions(sql: Sql, workspaceId: number, gone: readonly FoldedInterruption[]): Promise<void> {
  const people = gone.map(({ person }) => person);
  const ats = gone.map(({ at }) => new Date(at).toISOString());
  for (const table of ["interruptions", "interruption_pages"])
    await sql`
      delete from ${sql(table)} i using unnest(${people}::bigint[], ${ats}::timestamptz[]) as g(person_id, at)
      where i.workspace_id = ${workspaceId} and i.person_id = g.person_id and i.at = g.at`;
}

function interruptionRow(workspaceId: number, it: FoldedInterruption) {
  return [
    workspaceId,
    it.person,
    new Date(it.at),
    it.pages[0]?.id,
    it.signatureId,
    it.pages.length,
    it.hourClass,
    it.localDate,
    it.localHour,
    new Date(it.hourStartedAt),
    it.night,
    it.estimated,
    it.verdict,
    it.restMinutes,
  ];
}

function* pageRows(workspaceId: number, folded: readonly FoldedInterruption[]) {
  for (const { person, at, pages } of folded)
    for (const { id, line, rangFirst } of pages) yield [workspaceId, person, new Date(at), id, line, rangFirst];
}
