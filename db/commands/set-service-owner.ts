import type { Ctx } from "@/db/ctx";
import type { OwnerBody } from "@/lib/contract/organisation";
import { EVER } from "@/lib/model/organisation";
import { sayFrom } from "@/lib/people/timeline";
import { changeOrganisation, NOTHING_CHANGED } from "./change-organisation";
import { ensureTeams } from "./ensure-teams";
import { ownerTimelines, storeOwners } from "./organisation-timelines";

/** Which team owns a service from a date on; null = its pages' own team, as the provider says. */
export function setServiceOwner(ctx: Ctx, { service, team, fromDate }: OwnerBody): Promise<void> {
  return changeOrganisation(ctx, "organisation-changed", async (sql) => {
    const { ids } = await ensureTeams(sql, ctx.workspaceId, team === null ? [] : [team]);
    const teamId = team === null ? null : (ids.get(team) ?? null);
    const before = (await ownerTimelines(sql, ctx.workspaceId, [service])).get(service) ?? [];
    const after = sayFrom(before, { fromDate: fromDate ?? EVER, value: teamId, origin: "hand" });
    if (after === before) return NOTHING_CHANGED;
    await storeOwners(sql, ctx.workspaceId, new Map([[service, after]]));
    const teamIds = [...new Set([...before, ...after].map((stretch) => stretch.value))];
    return { details: { changed: "owner", service, teamId, fromDate }, members: { personIds: [], teamIds } };
  });
}
