import type { Sql } from "@/db/ctx";
import { sha256 } from "@/db/ids";
import type { Session } from "@/db/queries/session";
import type { Settings } from "@/lib/model/settings";

/** Whom a token reads as, and its requests in this minute, this one included. */
export type Spent = Session & { reads: number; secondsLeft: number };

/**
 * Counts a request of a token, in one statement, and tells as whom it reads; null where it is of no use: unknown, revoked,
 * expired, or its maker is disabled or has another role.
 */
export async function spendToken(sql: Sql, token: string): Promise<Spent | null> {
  const [row] = await sql<
    (Spent["viewer"] & { workspace_id: number; time_zone: string; settings: Settings; reads: number; left: number })[]
  >`
    update api_tokens t set
      reads = case when t.minute_at = date_trunc('minute', now()) then t.reads + 1 else 1 end,
      minute_at = date_trunc('minute', now()),
      last_used_on = (now() at time zone 'UTC')::date
    from users u, workspaces w
    where t.token_hash = ${sha256(token)} and t.revoked_at is null and t.expires_at > now()
      and u.workspace_id = t.workspace_id and u.id = t.user_id and u.disabled_at is null and u.role = t.role
      and w.id = t.workspace_id
    returning u.id as "userId", u.name, u.role, u.person_id as "personId", t.id as "tokenId", t.workspace_id, w.time_zone,
      w.settings, t.reads, ceil(60 - extract(second from now()))::int as left`;
  if (!row) return null;
  const { workspace_id: workspaceId, time_zone: zone, settings, reads, left, ...viewer } = row;
  return { viewer, workspaceId, zone, settings, reads, secondsLeft: left };
}
