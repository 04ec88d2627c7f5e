import type { Sql, Viewer } from "@/db/ctx";
import { sha256 } from "@/db/ids";
import type { Settings } from "@/lib/model/settings";

const IDLE_HOURS = 12;

export type Session = { viewer: Viewer; workspaceId: number; zone: string; settings: Settings };

/** Who holds this session, if it is alive: not expired, not idle, its user not disabled. Marks it as seen once a minute. */
export async function findSession(sql: Sql, token: string): Promise<Session | null> {
  const [row] = await sql<
    {
      user_id: string;
      name: string;
      role: Viewer["role"];
      person_id: string | null;
      workspace_id: number;
      time_zone: string;
      settings: Settings;
      unnamed: boolean;
      stale: boolean;
    }[]
  >`
    select u.id as user_id, u.name, u.role, u.person_id, s.workspace_id, w.time_zone, w.settings, s.unnamed,
      s.last_seen_at < now() - interval '1 minute' as stale
    from sessions s
    join users u on u.workspace_id = s.workspace_id and u.id = s.user_id
    join workspaces w on w.id = s.workspace_id
    where s.token_hash = ${sha256(token)} and s.expires_at > now() and u.disabled_at is null
      and s.last_seen_at > now() - make_interval(hours => ${IDLE_HOURS})`;
  if (!row) return null;
  if (row.stale) await sql`update sessions set last_seen_at = now() where token_hash = ${sha256(token)}`;
  const { user_id: userId, name, role, person_id: personId } = row;
  return {
    viewer: row.unnamed
      ? { userId, name: "Squelch", role: "auditor", personId: null }
      : { userId, name, role, personId },
    workspaceId: row.workspace_id,
    zone: row.time_zone,
    settings: row.settings,
  };
}
