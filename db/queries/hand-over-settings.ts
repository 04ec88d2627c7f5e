import type { Ctx } from "@/db/ctx";
import type { HandOverSettings } from "@/lib/contract/hand-over";
import { groupBy } from "@/lib/model/group-by";
import type { HandOver } from "@/lib/model/settings";
import { DAY_MS } from "@/lib/time/boundaries";
import { suggestHandOver } from "@/lib/time/suggest-hand-over";

/** How far back shifts are looked at: an older habit is another rota. */
const DAYS = 84;

/** When the weeks of reports begin, and when the rotas that are known hand over. */
export async function handOverSettings(ctx: Ctx): Promise<HandOverSettings> {
  const { sql, workspaceId, settings, zone, viewer } = ctx;
  const [teams, starts] = await Promise.all([
    sql<{ id: string; name: string; handOver: HandOver | null }[]>`
      select id, name, hand_over as "handOver" from teams where workspace_id = ${workspaceId} order by name`,
    firstLevelStarts(ctx),
  ]);
  const byTeam = groupBy(starts, ({ team }) => team);
  const suggested = (some: readonly { at: number }[]) =>
    suggestHandOver(
      some.map(({ at }) => at),
      zone,
    );
  return {
    workspace: settings.handOver ?? null,
    suggested: suggested(starts),
    teams: teams.map((team) => ({ ...team, suggested: suggested(byTeam.get(team.name) ?? []) })),
    zone,
    canChange: viewer.role === "admin",
  };
}

/** Moments at which a shift at the first level begins; one that goes on for the same person hands nothing over. */
async function firstLevelStarts({ sql, workspaceId, now }: Ctx): Promise<{ team: string; at: number }[]> {
  const rows = await sql<{ team: string; at: Date }[]>`
    select coalesce(s.team, s.schedule, '') as team, s.from_at as at from held_shifts s
    where s.workspace_id = ${workspaceId} and s.level = 1
      and s.from_at >= ${new Date(now - DAYS * DAY_MS)} and s.from_at < ${new Date(now)}
      and not exists (select from held_shifts b where b.workspace_id = s.workspace_id and b.person_id = s.person_id
        and b.level = 1 and b.to_at = s.from_at)`;
  return rows.map(({ team, at }) => ({ team, at: at.getTime() }));
}
