import type { Sql } from "@/db/ctx";
import { sha256 } from "@/db/ids";

/** Null for what never was, is over, or is not shown any more because share links are off. */
export async function keptPicture(sql: Sql, token: string): Promise<Uint8Array | null> {
  const [row] = await sql<{ png: Uint8Array }[]>`
    select p.png from digest_pictures p join workspaces w on w.id = p.workspace_id
    where p.token_hash = ${sha256(token)} and p.expires_at > now() and (w.settings->>'shareLinks')::boolean`;
  return row?.png ?? null;
}
