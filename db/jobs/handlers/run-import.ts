import { join } from "node:path";
import { askModel } from "@/db/commands/ask-model";
import { filesSource } from "@/db/commands/files-source";
import { type Chunk, ingestChunk } from "@/db/commands/ingest-chunk";
import { judgeDirty } from "@/db/commands/judge-dirty";
import { dropNamedFiles } from "@/db/commands/named-files";
import type { Sql, WorkCtx } from "@/db/ctx";
import { fileInput } from "@/db/staging/file-input";
import { storable } from "@/db/staging/storable";
import { AppError } from "@/lib/errors";
import type { Mapping } from "@/lib/model/mapping";
import { detectFormat } from "@/lib/providers/detect-format";
import { parseInput } from "@/lib/providers/parse-input";
import type { ParsedBatch, ParsedRecord } from "@/lib/providers/provider";
import { localDateOf } from "@/lib/time/boundaries";

/** A chunk ends at the first of these: enough to make COPY worth it, small enough to hold two in memory. */
const CHUNK: ChunkLimits = { records: 4_000, events: 10_000 };

type ChunkLimits = { records: number; events: number };
type RunOptions = { dataDir: string; chunk?: ChunkLimits };

type ImportRow = {
  path: string;
  file_name: string;
  zone: string | null;
  received: number;
  started_at: Date;
  day: string | null;
  source_id: string | null;
  mapping: Mapping | null;
  provider: string | null;
};

/**
 * Reads an uploaded file to its end and judges what it changed. Resumes behind the records that are settled. A file
 * that cannot be read ends as failed with the reason; whatever stood before the broken place stays.
 */
export async function runImport(ctx: WorkCtx, importId: string, options: RunOptions): Promise<void> {
  await runToEnd(ctx, importId, options);
  await dropNamedFiles(ctx.sql, ctx.workspaceId, options.dataDir);
}

async function runToEnd(ctx: WorkCtx, importId: string, options: RunOptions): Promise<void> {
  const [row] = await ctx.sql<ImportRow[]>`
    update imports set state = 'running', error = null, started_at = coalesce(started_at, now())
    where workspace_id = ${ctx.workspaceId} and id = ${importId} and state in ('queued', 'running', 'judging')
    returning path, file_name, zone, received, started_at, day::text as day, source_id, mapping,
      preview ->> 'provider' as provider`;
  if (!row) return;
  try {
    const sourceId = await placeInLedger(ctx, importId, row);
    await ingestFile(ctx, importId, { ...row, source_id: sourceId }, options);
    await setState(ctx, importId, "judging");
    await learnSizes(ctx, importId, ["pages", "page_folds", "page_events", "notifications"]);
    await judgeDirty(ctx);
    await askModel(ctx.sql, ctx.workspaceId);
    await learnSizes(ctx, importId, ["interruptions", "interruption_pages", "pages"]);
    await finish(ctx, importId, "done", null);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await judgeDirty(ctx);
    await askModel(ctx.sql, ctx.workspaceId);
    await finish(ctx, importId, "failed", storable(error.message));
  }
}

/** Fixes the source and the local day that its records are counted under, from the first to the last. */
async function placeInLedger(
  { sql, workspaceId, zone }: WorkCtx,
  importId: string,
  row: ImportRow,
): Promise<string | null> {
  if (row.source_id !== null && row.day !== null) return row.source_id;
  return await sql.begin(async (tx) => {
    const ours = tx as unknown as Sql;
    // Taking the sample away forgets its empty source under this lock: it must not be the one that is being taken.
    await ours`select pg_advisory_xact_lock(${workspaceId})`;
    const sourceId =
      row.source_id ?? (row.provider === null ? null : await filesSource(ours, workspaceId, row.provider));
    await ours`
      update imports set source_id = ${sourceId}, day = coalesce(day, ${localDateOf(row.started_at.getTime(), zone)})
      where workspace_id = ${workspaceId} and id = ${importId}`;
    return sourceId;
  });
}

/** Parses ahead while the chunk before is being stored: never more than two chunks in memory. */
async function ingestFile(
  ctx: WorkCtx,
  importId: string,
  row: ImportRow,
  { dataDir, chunk: limits = CHUNK }: RunOptions,
): Promise<void> {
  const input = await fileInput(join(dataDir, row.path), row.file_name);
  const detected = await detectFormat(input);
  const warnings: string[] = [];
  const options = { zone: row.zone, mapping: row.mapping, namespace: row.source_id };
  const batches = heard(parseInput(input, detected, options), warnings);
  let storing: Promise<void> = Promise.resolve();
  try {
    for await (const chunk of chunksOf(batches, importId, row.received, limits)) {
      await storing;
      storing = ingestChunk(ctx, chunk);
      storing.catch(() => {}); // awaited above or below, where it is thrown
    }
  } finally {
    await storing;
  }
  await addWarnings(ctx, importId, warnings);
}

/** Notes what only the end of a file can tell, such as a row count equal to a vendor's limit. */
async function* heard(batches: AsyncIterable<ParsedBatch>, warnings: string[]): AsyncGenerator<ParsedBatch> {
  for await (const batch of batches) {
    warnings.push(...(batch.warnings ?? []));
    yield batch;
  }
}

async function addWarnings(
  { sql, workspaceId }: WorkCtx,
  importId: string,
  warnings: readonly string[],
): Promise<void> {
  if (warnings.length === 0) return;
  await sql`
    update imports set preview = jsonb_set(preview, '{warnings}',
      (select jsonb_agg(distinct warning) from jsonb_array_elements(preview -> 'warnings' || ${sql.json([...warnings])}::jsonb) t(warning)))
    where workspace_id = ${workspaceId} and id = ${importId}`;
}

async function* chunksOf(
  batches: AsyncIterable<ParsedBatch>,
  importId: string,
  settled: number,
  limits: ChunkLimits,
): AsyncGenerator<Chunk> {
  let seen = 0;
  let records: ParsedRecord[] = [];
  let events = 0;
  let bytesRead = 0;
  const cut = (): Chunk => ({ importId, after: seen - records.length, records, bytesRead });
  for await (const batch of batches) {
    bytesRead = batch.bytesRead;
    for (const record of batch.records) {
      seen += 1;
      if (seen <= settled) continue;
      records.push(record);
      events += record.outcome === "accepted" ? record.events.length : 0;
      if (records.length < limits.records && events < limits.events) continue;
      yield cut();
      records = [];
      events = 0;
    }
  }
  if (records.length > 0) yield cut();
}

/** Below this many new records the server's own schedule is soon enough. */
const MANY_RECORDS = 5_000;

/** After a large import the planner must not go by the sizes before it: the first look at the report would take seconds. */
async function learnSizes({ sql, workspaceId }: WorkCtx, importId: string, tables: readonly string[]): Promise<void> {
  const [row] = await sql<{ stored: number }[]>`
    select stored from imports where workspace_id = ${workspaceId} and id = ${importId}`;
  if ((row?.stored ?? 0) >= MANY_RECORDS) await sql.unsafe(`analyze ${tables.join(", ")}`);
}

async function setState(ctx: WorkCtx, importId: string, state: string): Promise<void> {
  await ctx.sql`
    update imports set state = ${state}, bytes_read = bytes
    where workspace_id = ${ctx.workspaceId} and id = ${importId}`;
}

async function finish(ctx: WorkCtx, importId: string, state: "done" | "failed", error: string | null): Promise<void> {
  const { sql, workspaceId } = ctx;
  await sql`
    update imports set state = ${state}, error = ${error}, finished_at = now(),
      (pages, first_page_at, last_page_at) = (
        select count(*), min(triggered_at), max(triggered_at) from pages
        where workspace_id = ${workspaceId} and id in (
          select page_id from page_events where workspace_id = ${workspaceId} and origin_id = ${importId}))
    where workspace_id = ${workspaceId} and id = ${importId}`;
}
