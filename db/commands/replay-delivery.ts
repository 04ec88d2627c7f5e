import type { Sql, WorkCtx } from "@/db/ctx";
import type { Ledger } from "@/lib/contract/sources";
import { AppError } from "@/lib/errors";
import { groupReason } from "@/lib/ingest/group-reason";
import type { ParsedRecord } from "@/lib/providers/provider";
import { recordsOf, settleDeliveries } from "./ingest-deliveries";
import { changeLedger, type LedgerChange, minus, NOTHING, plus, reasonsOf } from "./ledger-days";
import { deliveryRows, readDelivery } from "./read-deliveries";
import { redactArrived } from "./redact-arrived";
import { type Kept, recordName, type SourcedRecord, storeRecords } from "./store-records";
import { keepRejections, tallyRecords } from "./tally-records";

/**
 * Reads a kept body again, as after a parser was mended, and moves its records between the columns of the day it came
 * on. Safe to repeat. What must be judged again is marked.
 */
export async function replayDelivery(ctx: WorkCtx, id: string): Promise<Ledger> {
  return ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    // Before its row: whoever takes an import back changes rows of deliveries under this lock.
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    const before = await settledLedger(sql, ctx.workspaceId, id);
    const [row] = await deliveryRows(sql, ctx.workspaceId, [id]);
    if (!row?.body) throw new AppError("conflict", "The body of this delivery is no longer kept.");
    if (row.redacted_at !== null)
      throw new AppError("conflict", "Somebody was erased from the body of this delivery: it is not read again.");
    if (row.paused) throw new AppError("conflict", "The source of this delivery is paused. Let it go on first.");
    const { source_id: sourceId, received_at: at } = row;
    const records = recordsOf({ id, sourceId, receivedAt: at.getTime(), records: await readDelivery(row) });
    const stored = await storeRecords(sql, ctx, records, { again: true });
    const tally = tallyRecords(ctx.workspaceId, records, withCredit(stored, records, before), null);
    const reasons = [...(await reasonsBefore(sql, ctx.workspaceId, id)), ...tally.reasons];
    await sql`delete from rejections where workspace_id = ${ctx.workspaceId} and origin_id = ${id}`;
    await keepRejections(sql, [tally]);
    await settleDeliveries(sql, ctx.workspaceId, [{ id, tally }]);
    if (stored.redaction) await redactArrived(sql, ctx, [id], stored.redaction.naming);
    const ends = plus(tally.ends, minus(before));
    await changeLedger(sql, ctx.workspaceId, [
      { sourceId: row.source_id, day: row.day, ends, reasons },
      ...(await repeatsOf(sql, ctx.workspaceId, id, ends.received)),
    ]);
    return tally.ends;
  });
}

/** Repetitions that were counted hold as many records as the delivery does: `more` than before, each on its own day. */
async function repeatsOf(sql: Sql, workspaceId: number, id: string, more: number): Promise<LedgerChange[]> {
  if (more === 0) return [];
  const rows = await sql<{ source_id: string; day: string; repeats: number }[]>`
    select r.source_id, r.day::text as day, count(*)::int as repeats from inbox_repeats r
    join inbox d on d.workspace_id = r.workspace_id and d.source_id = r.source_id and d.delivery_key = r.delivery_key
    where d.workspace_id = ${workspaceId} and d.id = ${id} and r.counted group by r.source_id, r.day`;
  return rows.map(({ source_id: sourceId, day, repeats }) => {
    return { sourceId, day, ends: { ...NOTHING, received: more * repeats, duplicate: more * repeats }, reasons: [] };
  });
}

async function settledLedger(sql: Sql, workspaceId: number, id: string): Promise<Ledger> {
  const [row] = await sql<(Ledger & { settled: boolean })[]>`
    select received, stored, duplicate, ignored, rejected, settled_at is not null as settled from inbox
    where workspace_id = ${workspaceId} and id = ${id} for update`;
  if (!row) throw new AppError("not-found", "There is no such delivery.");
  if (!row.settled) throw new AppError("conflict", "This delivery waits to be read for the first time.");
  const { received, stored, duplicate, ignored, rejected } = row;
  return { received, stored, duplicate, ignored, rejected };
}

/** What goes from the reasons of the day. */
async function reasonsBefore(sql: Sql, workspaceId: number, id: string) {
  const ignored = await reasonsOf(sql, workspaceId, id, "ignored", groupReason);
  const rejected = await reasonsOf(sql, workspaceId, id, "rejected", groupReason);
  return [...ignored, ...rejected].map((it) => ({ ...it, records: -it.records }));
}

/** Records of people alone are no news the second time: as many as were stored before stay stored. */
function withCredit(kept: Kept, records: readonly SourcedRecord[], before: Ledger): Kept {
  const told = records.filter(({ originId, no }) => kept.stored.has(recordName(originId, no))).length;
  let credit = before.stored - told - records.filter(({ record }) => kept.tellsNews(record)).length;
  const tellsNews = (record: ParsedRecord) => {
    if (kept.tellsNews(record)) return true;
    if (record.outcome !== "accepted" || record.events.length > 0 || record.changes || record.shifts || credit <= 0)
      return false;
    credit -= 1;
    return true;
  };
  return { ...kept, tellsNews };
}
