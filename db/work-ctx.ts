import type { Client } from "./client";
import type { WorkCtx } from "./ctx";

/** The rules of a workspace, read once per piece of work. */
export async function workCtx({ db, sql }: Pick<Client, "db" | "sql">, workspaceId: number): Promise<WorkCtx> {
  const workspace = await db.query.workspaces.findFirst({ where: (t, { eq }) => eq(t.id, workspaceId) });
  if (!workspace) throw new Error(`workspace ${workspaceId} is missing`);
  return { db, sql, workspaceId, zone: workspace.timeZone, settings: workspace.settings };
}
