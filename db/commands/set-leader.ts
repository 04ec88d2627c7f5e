import type { Ctx } from "@/db/ctx";
import type { LeaderBody } from "@/lib/contract/organisation";
import { AppError } from "@/lib/errors";
import { EVER } from "@/lib/model/organisation";
import { sayFrom } from "@/lib/people/timeline";
import { assertPeople, changeOrganisation, NOTHING_CHANGED } from "./change-organisation";
import { leaderTimelines, storeLeaders } from "./organisation-timelines";

/** Whom a person reports to from a date on; null = nobody. What was before that date stays. */
export function setLeader(ctx: Ctx, personId: string, { leaderId, fromDate }: LeaderBody): Promise<void> {
  return changeOrganisation(ctx, "organisation-changed", async (sql) => {
    if (leaderId === personId) throw new AppError("invalid", "Nobody reports to themselves.");
    await assertPeople(sql, ctx.workspaceId, leaderId === null ? [personId] : [personId, leaderId]);
    const before = (await leaderTimelines(sql, ctx.workspaceId, [personId])).get(personId) ?? [];
    const after = sayFrom(before, { fromDate: fromDate ?? EVER, value: leaderId, origin: "hand" });
    if (after === before) return NOTHING_CHANGED;
    await storeLeaders(sql, ctx.workspaceId, new Map([[personId, after]]));
    const details = { changed: "leader", personId, leaderId, fromDate };
    return { details, personIds: [personId], leaders: [personId] };
  });
}
