import type { Sql } from "@/db/ctx";
import { sha256 } from "@/db/ids";
import type { Settings } from "@/lib/model/settings";
import type { SharedThing } from "@/lib/model/shared-thing";

export type OpenedLink = { workspaceId: number; zone: string; settings: Settings; thing: SharedThing; expiresAt: Date };

/**
 * What a link opens, counted in the same statement; null where it opens nothing: unknown, revoked, expired, its maker may
 * not sign in any more, or links are not allowed here. Which of them it is, is not told.
 */
export async function openShareLink(sql: Sql, token: string): Promise<OpenedLink | null> {
  const [row] = await sql<OpenedLink[]>`
    update share_links l set opened = l.opened + 1, last_opened_on = (now() at time zone 'UTC')::date
    from workspaces w, users u
    where l.token_hash = ${sha256(token)} and l.revoked_at is null and l.expires_at > now()
      and w.id = l.workspace_id and (w.settings->>'shareLinks')::boolean
      and u.workspace_id = l.workspace_id and u.id = l.user_id and u.disabled_at is null
    returning l.workspace_id as "workspaceId", w.time_zone as zone, w.settings, l.thing, l.expires_at as "expiresAt"`;
  return row ?? null;
}
