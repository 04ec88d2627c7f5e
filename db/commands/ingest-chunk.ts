import type { Sql, WorkCtx } from "@/db/ctx";
import { storable } from "@/db/staging/storable";
import type { ParsedRecord } from "@/lib/providers/provider";
import { findShiftPeople } from "./find-shift-people";
import { changeLedger } from "./ledger-days";
import { type SourcedRecord, storeRecords } from "./store-records";
import { keepRejections, type Tally, tallyRecords } from "./tally-records";

/** Consecutive records of one import. */
export type Chunk = {
  importId: string;
  /** How many records of the import came before. */
  after: number;
  records: readonly ParsedRecord[];
  bytesRead: number;
};

type ImportRow = {
  received: number;
  source_id: string | null;
  day: string | null;
  started_at: Date;
  ignored_reasons: Record<string, number>;
};

/**
 * Stores a chunk of a file: events, the pages they change, what it tells of changes, its part of the ledger and the
 * cursor, in one transaction. Safe to repeat: a chunk behind the cursor changes nothing. What must be judged again is
 * marked, not judged.
 */
export async function ingestChunk(ctx: WorkCtx, chunk: Chunk): Promise<void> {
  const { importId, after } = chunk;
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    await sql`select pg_advisory_xact_lock(${ctx.workspaceId})`;
    const row = await lockImport(sql, ctx.workspaceId, importId);
    if (!isNext(row, chunk)) return;
    if (row.source_id === null || row.day === null) throw new Error(`import ${importId} has no source`);
    const from = { originId: importId, sourceId: row.source_id, receivedAt: null, arrivedAt: row.started_at.getTime() };
    const found = await findShiftPeople(sql, ctx, chunk.records.map(storable));
    const records = found.map((record, index): SourcedRecord => ({ ...from, no: after + index, record }));
    const kept = await storeRecords(sql, ctx, records);
    const tally = tallyRecords(ctx.workspaceId, records, kept, row.ignored_reasons);
    if (kept.redaction?.naming.has(importId)) await markNaming(sql, ctx.workspaceId, importId);
    await keepRejections(sql, [tally]);
    await settleImport(sql, ctx.workspaceId, chunk, tally);
    await changeLedger(sql, ctx.workspaceId, [{ sourceId: row.source_id, day: row.day, ...tally }]);
  });
}

/** Its file goes as soon as it has been read. */
async function markNaming(sql: Sql, workspaceId: number, importId: string): Promise<void> {
  await sql`update imports set names_erased = true where workspace_id = ${workspaceId} and id = ${importId}`;
}

async function lockImport(sql: Sql, workspaceId: number, importId: string): Promise<ImportRow> {
  const [row] = await sql<ImportRow[]>`
    select received, source_id, day::text as day, coalesce(started_at, created_at) as started_at, ignored_reasons
    from imports
    where workspace_id = ${workspaceId} and id = ${importId} for update`;
  if (!row) throw new Error(`import ${importId} is gone`);
  return row;
}

/** False where this chunk was settled before, as after a crash. */
function isNext({ received }: ImportRow, { importId, after }: Chunk): boolean {
  if (received < after) throw new Error(`import ${importId}: records ${received} to ${after} are missing`);
  return received === after;
}

/** The import's own numbers, and the cursor. */
async function settleImport(sql: Sql, workspaceId: number, chunk: Chunk, { ends, reasons, issues }: Tally) {
  const ignored = reasons.filter(({ outcome }) => outcome === "ignored").map((it) => [it.reason, it.records] as const);
  await sql`
    update imports set received = received + ${ends.received}, stored = stored + ${ends.stored},
      duplicate = duplicate + ${ends.duplicate}, ignored = ignored + ${ends.ignored},
      rejected = rejected + ${ends.rejected}, issues = issues + ${issues}, bytes_read = ${chunk.bytesRead},
      ignored_reasons = (
        select coalesce(jsonb_object_agg(key, n), '{}'::jsonb) from (
          select key, sum(value::int) as n from (
            select key, value from jsonb_each_text(ignored_reasons)
            union all select key, value from jsonb_each_text(${sql.json(Object.fromEntries(ignored))}::jsonb)
          ) both_sides group by key
        ) summed)
    where workspace_id = ${workspaceId} and id = ${chunk.importId}`;
}
