import type { Ctx, Sql } from "@/db/ctx";
import { enqueue } from "@/db/jobs/queue";
import type { Preview, StartImportBody } from "@/lib/contract/sources";
import { AppError } from "@/lib/errors";
import { isZone } from "@/lib/time/boundaries";
import { chosenSource, mappedSource } from "./mapped-source";
import { removeSample as takeSampleAway } from "./remove-sample";

/** Hands an uploaded file to the worker, and says which source it belongs to. */
export async function startImport(ctx: Ctx, importId: string, body: StartImportBody): Promise<void> {
  const { zone } = body;
  if (zone !== null && !isZone(zone))
    throw new AppError("invalid", `${zone} is not a time zone. Take one such as Europe/Berlin.`);
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const preview = await waiting(sql, ctx.workspaceId, importId);
    if (preview.generic && !body.mapping)
      throw new AppError("invalid", "No provider knows this file. Say first which of its columns is what.");
    // Of a mapped file each row is told that lacks one: another column may carry it.
    if (preview.needsZone && zone === null && !preview.generic)
      throw new AppError("invalid", "The times in this file carry no zone. Say which zone they are in.");
    const sourceId = await sourceOf(sql, ctx.workspaceId, preview, body);
    await sql`
      update imports set state = 'queued', zone = ${zone}, source_id = ${sourceId},
        mapping = ${preview.generic && body.mapping ? sql.json(body.mapping) : null}
      where workspace_id = ${ctx.workspaceId} and id = ${importId}`;
    await enqueue(sql, { workspaceId: ctx.workspaceId, kind: "import", payload: { importId } }, `import ${importId}`);
  });
  if (body.removeSample) await takeSampleAway(ctx);
}

async function waiting(sql: Sql, workspaceId: number, importId: string): Promise<Preview> {
  const [row] = await sql<{ state: string; preview: Preview | null }[]>`
    select state, preview from imports where workspace_id = ${workspaceId} and id = ${importId} for update`;
  if (!row) throw new AppError("not-found", "There is no such import.");
  if (row.state !== "uploaded" || !row.preview) throw new AppError("conflict", `This import is ${row.state} already.`);
  return row.preview;
}

/** Null where nobody chose one: the worker takes the source of the provider's files. */
async function sourceOf(
  sql: Sql,
  workspaceId: number,
  { provider, generic }: Preview,
  { sourceId, sourceName, mapping, zone }: StartImportBody,
): Promise<string | null> {
  if (generic && mapping) return mappedSource(sql, workspaceId, { sourceId, sourceName, provider, mapping, zone });
  return sourceId === null ? null : chosenSource(sql, workspaceId, sourceId, provider);
}
