import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Ctx, Sql } from "@/db/ctx";
import { enqueue } from "@/db/jobs/queue";
import type { StartImportBody } from "@/lib/contract/sources";
import { AppError } from "@/lib/errors";
import { isZone } from "@/lib/time/boundaries";
import { removeSample as takeSampleAway } from "./remove-sample";

/** Hands an uploaded file to the worker. */
export async function startImport(ctx: Ctx, importId: string, { zone, removeSample }: StartImportBody): Promise<void> {
  if (zone !== null && !isZone(zone))
    throw new AppError("invalid", `${zone} is not a time zone. Take one such as Europe/Berlin.`);
  await ctx.sql.begin(async (tx) => {
    const sql = tx as unknown as Sql;
    const [row] = await sql<{ state: string; needs_zone: boolean | null }[]>`
      select state, (preview ->> 'needsZone')::boolean as needs_zone from imports
      where workspace_id = ${ctx.workspaceId} and id = ${importId} for update`;
    if (!row) throw new AppError("not-found", "There is no such import.");
    if (row.state !== "uploaded") throw new AppError("conflict", `This import is ${row.state} already.`);
    if (row.needs_zone && zone === null)
      throw new AppError("invalid", "The times in this file carry no zone. Say which zone they are in.");
    await sql`
      update imports set state = 'queued', zone = ${zone} where workspace_id = ${ctx.workspaceId} and id = ${importId}`;
    await enqueue(sql, { workspaceId: ctx.workspaceId, kind: "import", payload: { importId } }, `import ${importId}`);
  });
  if (removeSample) await takeSampleAway(ctx);
}

/** Forgets a file that was looked at but not imported, or could not be read. */
export async function discardImport(ctx: Ctx, importId: string): Promise<void> {
  const [row] = await ctx.sql<{ path: string }[]>`
    delete from imports where workspace_id = ${ctx.workspaceId} and id = ${importId}
      and state in ('uploaded', 'failed') and received = 0
    returning path`;
  if (!row) throw new AppError("conflict", "Only a file that was not imported can be discarded.");
  await rm(join(ctx.dataDir, row.path), { force: true });
}
