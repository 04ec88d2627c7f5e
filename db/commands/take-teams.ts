import type { Ctx, Sql } from "@/db/ctx";
import { teamProposals } from "@/db/queries/team-proposals";
import { withRules } from "@/db/work-ctx";
import { AppError } from "@/lib/errors";
import { EVER } from "@/lib/model/organisation";
import { onDate, sayFrom } from "@/lib/people/timeline";
import { localDateOf } from "@/lib/time/boundaries";
import { changeOrganisation } from "./change-organisation";
import { ensureTeams } from "./ensure-teams";
import { sameTeams, storeTeams, teamTimelines } from "./organisation-timelines";

/**
 * Takes teams over that providers name, with whoever was paged for them. Who is in no team yet has been in it from ever;
 * who is in another one comes to it today, so that figures of days before stay.
 */
export function takeTeams(ctx: Ctx, names: readonly string[]): Promise<void> {
  return changeOrganisation(ctx, "organisation-changed", async (sql: Sql) => {
    const rules = await withRules(sql, ctx);
    const asked = new Set(names.map((name) => name.toLowerCase()));
    const proposed = (await teamProposals({ ...rules, sql })).filter(({ name }) => asked.has(name.toLowerCase()));
    if (proposed.length < asked.size)
      throw new AppError("not-found", "One of these teams is not proposed any more: load the screen anew.");
    const { ids } = await ensureTeams(
      sql,
      ctx.workspaceId,
      proposed.map(({ name }) => name),
    );
    const joining = new Map<string, string[]>();
    for (const { name, people } of proposed) {
      const team = ids.get(name);
      if (team) for (const { id } of people) joining.set(id, [...(joining.get(id) ?? []), team]);
    }
    const today = localDateOf(ctx.now, ctx.zone);
    const before = await teamTimelines(sql, ctx.workspaceId, [...joining.keys()]);
    const after = new Map(
      [...joining].map(([id, teams]) => {
        const known = before.get(id) ?? [];
        const value = [...new Set([...(onDate(known, today)?.value ?? []), ...teams])].sort();
        const fromDate = known.length === 0 ? EVER : today;
        return [id, sayFrom(known, { fromDate, value, origin: "hand" }, sameTeams)];
      }),
    );
    await storeTeams(sql, ctx.workspaceId, after);
    const personIds = [...joining.keys()];
    const teamIds = [...ids.values()];
    return { details: { changed: "teams-taken", teamIds }, personIds, members: { personIds, teamIds } };
  });
}
