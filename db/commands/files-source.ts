import { randomBytes } from "node:crypto";
import type { Sql } from "@/db/ctx";
import { idOf } from "@/db/ids";
import { providerOf } from "@/lib/providers/detect-format";

const filesSourceId = (workspaceId: number, provider: string) => idOf(workspaceId, "files", provider);

/** The source of a provider's files, made when it is first needed. It has no webhook. */
export async function filesSource(sql: Sql, workspaceId: number, provider: string): Promise<string> {
  const id = filesSourceId(workspaceId, provider);
  await sql`
    insert into sources (workspace_id, id, slug, name, provider)
    values (${workspaceId}, ${id}, ${randomBytes(16).toString("hex")}, ${`${providerOf(provider).label} files`}, ${provider})
    on conflict on constraint sources_pk do update set deleted_at = null where sources.deleted_at is not null`;
  return id;
}
