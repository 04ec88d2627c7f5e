import type { Sql } from "@/db/ctx";
import type { Settings } from "@/lib/model/settings";

/** Changes some of the workspace's settings under its lock; false where they were so already. */
export async function changeSettings(sql: Sql, workspaceId: number, part: Partial<Settings>): Promise<boolean> {
  const rows = await sql`
    update workspaces set settings = settings || ${sql.json(part as never)}
    where id = ${workspaceId} and settings || ${sql.json(part as never)}::jsonb is distinct from settings returning id`;
  return rows.length > 0;
}
