import type { Sql } from "@/db/ctx";
import type { Ledger } from "@/lib/contract/sources";

export const NOTHING: Ledger = { received: 0, stored: 0, duplicate: 0, ignored: 0, rejected: 0 };

/** Reasons of ignored and rejected records, grouped, with how many. */
export type Reasons = { outcome: "ignored" | "rejected"; reason: string; records: number }[];

/** What comes to the day of a source, or, with negative numbers, goes from it. */
export type LedgerChange = { sourceId: string; day: string; ends: Ledger; reasons: Reasons };

/** Under the lock of the workspace, in the transaction of what is counted. */
export async function changeLedger(sql: Sql, workspaceId: number, changes: readonly LedgerChange[]): Promise<void> {
  const days = [...summed(changes).values()];
  if (days.length === 0) return;
  await sql`
    insert into ledger_days as d (workspace_id, source_id, day, received, stored, duplicate, ignored, rejected)
    select ${workspaceId}, * from unnest(${days.map((it) => it.sourceId)}::bigint[], ${days.map((it) => it.day)}::date[],
      ${days.map((it) => it.ends.received)}::int[], ${days.map((it) => it.ends.stored)}::int[],
      ${days.map((it) => it.ends.duplicate)}::int[], ${days.map((it) => it.ends.ignored)}::int[],
      ${days.map((it) => it.ends.rejected)}::int[])
    on conflict on constraint ledger_days_pk do update set received = d.received + excluded.received,
      stored = d.stored + excluded.stored, duplicate = d.duplicate + excluded.duplicate,
      ignored = d.ignored + excluded.ignored, rejected = d.rejected + excluded.rejected`;
  await changeReasons(sql, workspaceId, days);
  if (changes.every(({ ends }) => Object.values(ends).every((n) => n >= 0))) return;
  await sql`
    delete from ledger_days where workspace_id = ${workspaceId} and source_id = any(${days.map((it) => it.sourceId)}::bigint[])
      and (received, stored, duplicate, ignored, rejected) = (0, 0, 0, 0, 0)`;
}

async function changeReasons(sql: Sql, workspaceId: number, days: readonly LedgerChange[]): Promise<void> {
  const rows = days.flatMap(({ sourceId, day, reasons }) =>
    reasons.filter(({ records }) => records !== 0).map((reason) => ({ sourceId, day, ...reason })),
  );
  if (rows.length === 0) return;
  await sql`
    insert into ledger_reasons as r (workspace_id, source_id, day, outcome, reason, records)
    select ${workspaceId}, * from unnest(${rows.map((it) => it.sourceId)}::bigint[], ${rows.map((it) => it.day)}::date[],
      ${rows.map((it) => it.outcome)}::text[], ${rows.map((it) => it.reason)}::text[], ${rows.map((it) => it.records)}::int[])
    on conflict on constraint ledger_reasons_pk do update set records = r.records + excluded.records`;
  if (rows.every(({ records }) => records > 0)) return;
  await sql`
    delete from ledger_reasons where workspace_id = ${workspaceId} and records = 0
      and source_id = any(${rows.map((it) => it.sourceId)}::bigint[])`;
}

/** One change per source and day, one number per reason: a statement may change a row only once. */
function summed(changes: readonly LedgerChange[]): Map<string, LedgerChange> {
  const days = new Map<string, LedgerChange>();
  for (const { sourceId, day, ends, reasons } of changes) {
    const name = `${sourceId} ${day}`;
    const other = days.get(name) ?? { sourceId, day, ends: NOTHING, reasons: [] };
    days.set(name, { ...other, ends: plus(other.ends, ends), reasons: mergeReasons([...other.reasons, ...reasons]) });
  }
  return days;
}

export function plus(one: Ledger, other: Ledger): Ledger {
  return {
    received: one.received + other.received,
    stored: one.stored + other.stored,
    duplicate: one.duplicate + other.duplicate,
    ignored: one.ignored + other.ignored,
    rejected: one.rejected + other.rejected,
  };
}

export function minus({ received, stored, duplicate, ignored, rejected }: Ledger): Ledger {
  return plus(NOTHING, {
    received: -received,
    stored: -stored,
    duplicate: -duplicate,
    ignored: -ignored,
    rejected: -rejected,
  });
}

function mergeReasons(reasons: Reasons): Reasons {
  const merged = new Map<string, Reasons[number]>();
  for (const it of reasons) {
    const name = `${it.outcome} ${it.reason}`;
    merged.set(name, { ...it, records: it.records + (merged.get(name)?.records ?? 0) });
  }
  return [...merged.values()];
}

/** The reasons of an origin, from what was kept of each record. An import keeps its ignored ones as numbers. */
export async function reasonsOf(
  sql: Sql,
  workspaceId: number,
  originId: string,
  outcome: "ignored" | "rejected",
  group: (why: string) => string,
): Promise<Reasons> {
  const rows = await sql<{ why: string; n: number }[]>`
    select why, count(*)::int as n from rejections
    where workspace_id = ${workspaceId} and origin_id = ${originId} and kind = ${outcome} group by why`;
  return mergeReasons(rows.map(({ why, n }) => ({ outcome, reason: group(why), records: n })));
}
