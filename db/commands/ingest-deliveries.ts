import type { Sql, WorkCtx } from "@/db/ctx";
import { storable } from "@/db/staging/storable";
import type { ParsedRecord } from "@/lib/providers/provider";
import { keepLabels } from "./keep-labels";
import { changeLedger, NOTHING } from "./ledger-days";
import { deliveryRows, oneRecord, readDelivery } from "./read-deliveries";
import { redactArrived } from "./redact-arrived";
import { type SourcedRecord, storeRecords } from "./store-records";
import { keepRejections, type Tally, tallyRecords } from "./tally-records";

/** A batch ends at the first of these: enough to be quick, small enough that an import beside it hardly waits. */
const BATCH = { deliveries: 500, bytes: 8 * 1024 * 1024 };
const REPEATS = 5_000;

/** What went wrong with a batch, and which deliveries were in it. */
export class BatchError extends Error {
  constructor(
    readonly ids: readonly string[],
    override readonly cause: unknown,
  ) {
    super("a batch of deliveries could not be stored");
    this.name = "BatchError";
  }
}

type Read = { id: string; sourceId: string; day: string; receivedAt: number; records: readonly ParsedRecord[] };

/**
 * Reads waiting deliveries, oldest first, and stores what they tell, with their part of the ledger, in one transaction.
 * Deliveries that another instance has at hand are left to it. `only`: of these. Returns how many were settled.
 */
export async function ingestDeliveries(ctx: WorkCtx, only: readonly string[] | null = null): Promise<number> {
  let ids: string[] = [];
  try {
    return await ctx.sql.begin(async (tx) => {
      const sql = tx as unknown as Sql;
      ids = await takeDeliveries(sql, ctx.workspaceId, only);
      if (ids.length === 0) return 0;
      const read: Read[] = [];
      for (const row of await deliveryRows(sql, ctx.workspaceId, ids)) {
        const { id, source_id: sourceId, day, received_at: at } = row;
        read.push({ id, sourceId, day, receivedAt: at.getTime(), records: await readDelivery(row) });
      }
      await storeRead(sql, ctx, read);
      return read.length;
    });
  } catch (error) {
    throw ids.length > 0 ? new BatchError(ids, error) : error;
  }
}

/** Settles a delivery on which our own code fails, so that it holds up nothing. Its body stays, to be read again. */
export async function settleUnreadable(ctx: WorkCtx, id: string, error: string): Promise<void> {
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const [taken] = await takeDeliveries(sql, ctx.workspaceId, [id]);
    if (taken === undefined) return;
    const [row] = await deliveryRows(sql, ctx.workspaceId, [taken]);
    if (!row) return;
    const { source_id: sourceId, day, received_at: at } = row;
    const records = [oneRecord("rejected", `could not be read: ${error}`)];
    await storeRead(sql, ctx, [{ id, sourceId, day, receivedAt: at.getTime(), records }]);
  });
}

/** Locks the rows. The first one is taken however large it is. */
async function takeDeliveries(sql: Sql, workspaceId: number, only: readonly string[] | null): Promise<string[]> {
  const rows = await sql<{ id: string; bytes: number }[]>`
    select id, bytes from inbox
    where workspace_id = ${workspaceId} and settled_at is null
      ${only === null ? sql`` : sql`and id = any(${only as string[]}::bigint[])`}
    order by received_at, id limit ${BATCH.deliveries} for update skip locked`;
  let bytes = 0;
  const fitting = rows.filter((row, index) => {
    bytes += row.bytes;
    return index === 0 || bytes <= BATCH.bytes;
  });
  return fitting.map((row) => row.id);
}

async function storeRead(sql: Sql, ctx: WorkCtx, read: readonly Read[]): Promise<void> {
  const { workspaceId } = ctx;
  const sourced = read.map((delivery) => ({ delivery, records: recordsOf(delivery) }));
  await sql`select pg_advisory_xact_lock(${workspaceId})`;
  const kept = await storeRecords(
    sql,
    ctx,
    sourced.flatMap(({ records }) => records),
  );
  const settled = sourced.map(({ delivery, records }) => {
    return { ...delivery, tally: tallyRecords(workspaceId, records, kept, null) };
  });
  await keepRejections(
    sql,
    settled.map(({ tally }) => tally),
  );
  await settleDeliveries(sql, workspaceId, settled);
  await changeLedger(
    sql,
    workspaceId,
    settled.map(({ sourceId, day, tally }) => ({ sourceId, day, ...tally })),
  );
  const ids = settled.map(({ id }) => id);
  if (kept.redaction !== null) await redactArrived(sql, ctx, ids, kept.redaction.naming);
  await keepLabels(sql, workspaceId, ids);
}

export function recordsOf({ id, sourceId, receivedAt, records }: Omit<Read, "day">): SourcedRecord[] {
  const from = { originId: id, sourceId, receivedAt, arrivedAt: receivedAt };
  return records.map((record, no) => ({ ...from, no, record: storable(record) }));
}

export async function settleDeliveries(
  sql: Sql,
  workspaceId: number,
  settled: readonly { id: string; tally: Tally }[],
): Promise<void> {
  const ends = settled.map(({ tally }) => tally.ends);
  await sql`
    update inbox d set settled_at = now(), received = t.received, stored = t.stored, duplicate = t.duplicate,
      ignored = t.ignored, rejected = t.rejected, why = t.why, last_event_at = t.last_event_at
    from unnest(${settled.map(({ id }) => id)}::bigint[], ${ends.map((it) => it.received)}::int[],
      ${ends.map((it) => it.stored)}::int[], ${ends.map((it) => it.duplicate)}::int[],
      ${ends.map((it) => it.ignored)}::int[], ${ends.map((it) => it.rejected)}::int[],
      ${settled.map(({ tally }) => tally.why)}::text[],
      ${settled.map(({ tally: { lastEventAt: at } }) => (at === null ? null : new Date(at).toISOString()))}::timestamptz[]
    ) as t(id, received, stored, duplicate, ignored, rejected, why, last_event_at)
    where d.workspace_id = ${workspaceId} and d.id = t.id`;
}

/** Repeated deliveries, on their own day, once what they repeat is settled. Returns how many. */
export async function countRepeats(ctx: WorkCtx): Promise<number> {
  const { workspaceId } = ctx;
  return ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${workspaceId})`;
    const rows = await sql<{ source_id: string; day: string; records: number; repeats: number }[]>`
      with due as (
        select r.id, r.source_id, r.day, d.received from inbox_repeats r
        join inbox d on d.workspace_id = r.workspace_id and d.source_id = r.source_id and d.delivery_key = r.delivery_key
        where r.workspace_id = ${workspaceId} and not r.counted and d.settled_at is not null
        order by r.received_at limit ${REPEATS}
      ), counted as (
        update inbox_repeats r set counted = true from due
        where r.workspace_id = ${workspaceId} and r.id = due.id
        returning due.source_id, due.day, due.received
      )
      select source_id, day::text as day, sum(received)::int as records, count(*)::int as repeats
      from counted group by source_id, day`;
    const changes = rows.map(({ source_id: sourceId, day, records }) => {
      return { sourceId, day, ends: { ...NOTHING, received: records, duplicate: records }, reasons: [] };
    });
    await changeLedger(sql, workspaceId, changes);
    return rows.reduce((sum, { repeats }) => sum + repeats, 0);
  });
}
