import type { Ctx } from "@/db/ctx";
import type { TeamsBody } from "@/lib/contract/organisation";
import { EVER } from "@/lib/model/organisation";
import { sayFrom } from "@/lib/people/timeline";
import { assertPeople, changeOrganisation, NOTHING_CHANGED } from "./change-organisation";
import { ensureTeams } from "./ensure-teams";
import { sameTeams, storeTeams, teamTimelines } from "./organisation-timelines";

/** In which teams a person is from a date on, by name; a new name makes a team. What was before that date stays. */
export function setTeams(ctx: Ctx, personId: string, { teams, fromDate }: TeamsBody): Promise<void> {
  return changeOrganisation(ctx, "organisation-changed", async (sql) => {
    await assertPeople(sql, ctx.workspaceId, [personId]);
    const { ids } = await ensureTeams(sql, ctx.workspaceId, teams);
    const before = (await teamTimelines(sql, ctx.workspaceId, [personId])).get(personId) ?? [];
    const value = [...new Set(ids.values())].sort();
    const word = { fromDate: fromDate ?? EVER, value: value.length > 0 ? value : null, origin: "hand" as const };
    const after = sayFrom(before, word, sameTeams);
    if (after === before) return NOTHING_CHANGED;
    await storeTeams(sql, ctx.workspaceId, new Map([[personId, after]]));
    const teamIds = [...new Set([...before, ...after].flatMap((stretch) => stretch.value))];
    const details = { changed: "teams", personId, teamIds: value, fromDate };
    return { details, personIds: [personId], members: { personIds: [personId], teamIds } };
  });
}
