import type { Settings } from "@/lib/model/settings";
import type { Client } from "./client";
import type { Sql, WorkCtx } from "./ctx";

/** The rules of a workspace, read once per piece of work. */
export async function workCtx(
  { db, sql, keyRing, startHelper }: Pick<Client, "db" | "sql" | "keyRing" | "startHelper">,
  workspaceId: number,
): Promise<WorkCtx> {
  const workspace = await db.query.workspaces.findFirst({ where: (t, { eq }) => eq(t.id, workspaceId) });
  if (!workspace) throw new Error(`workspace ${workspaceId} is missing`);
  return { db, sql, workspaceId, zone: workspace.timeZone, settings: workspace.settings, keyRing, startHelper };
}

/** With the rules as they stand now. Under the lock of the workspace no change of them comes between. */
export async function withRules(sql: Sql, ctx: WorkCtx): Promise<WorkCtx> {
  const [rules] = await sql<{ zone: string; settings: Settings }[]>`
    select time_zone as zone, settings from workspaces where id = ${ctx.workspaceId}`;
  if (!rules) throw new Error(`workspace ${ctx.workspaceId} is missing`);
  return { ...ctx, ...rules };
}
