import type { Sql, WorkCtx } from "@/db/ctx";
import type { Ledger } from "@/lib/contract/sources";
import { AppError } from "@/lib/errors";
import { groupReason } from "@/lib/ingest/group-reason";
import type { ParsedRecord } from "@/lib/providers/provider";
import { recordsOf, settleDeliveries } from "./ingest-deliveries";
import { changeLedger, minus, plus, reasonsOf } from "./ledger-days";
import { deliveryRows, readDelivery } from "./read-deliveries";
import { type Kept, recordName, type SourcedRecord, storeRecords } from "./store-records";
import { keepRejections, tallyRecords } from "./tally-records";

/**
 * Reads a kept body again, as after a parser was mended, and moves its records between the columns of the day it came
 * on. Safe to repeat. What must be judged again is marked.
 */
export async function replayDelivery(ctx: WorkCtx, id: string): Promise<Ledger> {
  return ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const before = await settledLedger(sql, ctx.workspaceId, id);
    const [row] = await deliveryRows(sql, ctx.workspaceId, [id]);
    if (!row?.body) throw new AppError("conflict", "The body of this delivery is no longer kept.");
    const records = recordsOf({ id, receivedAt: row.received_at.getTime(), records: await readDelivery(row) });
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    const stored = await storeRecords(sql, ctx.workspaceId, records, { again: true });
    const tally = tallyRecords(ctx.workspaceId, records, withCredit(stored, records, before), null);
    const reasons = [...(await reasonsBefore(sql, ctx.workspaceId, id)), ...tally.reasons];
    await sql`delete from rejections where workspace_id = ${ctx.workspaceId} and origin_id = ${id}`;
    await keepRejections(sql, [tally]);
    await settleDeliveries(sql, ctx.workspaceId, [{ id, tally }]);
    const ends = plus(tally.ends, minus(before));
    await changeLedger(sql, ctx.workspaceId, [{ sourceId: row.source_id, day: row.day, ends, reasons }]);
    return tally.ends;
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
    if (record.outcome !== "accepted" || record.events.length > 0 || credit <= 0) return false;
    credit -= 1;
    return true;
  };
  return { ...kept, tellsNews };
}
