import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Ctx } from "@/db/ctx";
import { arrivedOf, STALE_AFTER_MS } from "@/db/staging/arrived";
import { AppError } from "@/lib/errors";

type Owner = Pick<Ctx, "sql" | "workspaceId" | "dataDir">;

/** Forgets a file whose bytes still come, that was looked at but not imported, or that could not be read. */
export async function discardImport(ctx: Owner, importId: string): Promise<void> {
  if (!(await discarded(ctx, importId, ["uploading", "uploaded", "failed"])))
    throw new AppError("conflict", "Only a file that was not imported can be discarded.");
}

/** Forgets uploads that nobody went on with for seven days, and those whose file is gone. */
export async function discardStaleUploads(ctx: Owner & Pick<Ctx, "now">): Promise<void> {
  const rows = await ctx.sql<{ id: string; path: string }[]>`
    select id, path from imports where workspace_id = ${ctx.workspaceId} and state = 'uploading'
      and created_at < now() - make_interval(secs => ${STALE_AFTER_MS / 1_000})`;
  for (const { id, path } of rows) {
    const arrived = await arrivedOf(join(ctx.dataDir, path));
    if (!arrived || arrived.lastAt.getTime() < ctx.now - STALE_AFTER_MS) await discarded(ctx, id, ["uploading"]);
  }
}

async function discarded({ sql, workspaceId, dataDir }: Owner, id: string, states: string[]): Promise<boolean> {
  const [row] = await sql<{ path: string }[]>`
    delete from imports where workspace_id = ${workspaceId} and id = ${id} and state in ${sql(states)} and received = 0
    returning path`;
  if (row) await rm(join(dataDir, row.path), { force: true });
  return row !== undefined;
}
