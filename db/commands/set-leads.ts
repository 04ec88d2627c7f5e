import type { Ctx } from "@/db/ctx";
import { assertPeople, changeOrganisation, NOTHING_CHANGED } from "./change-organisation";

/** Calls somebody a leader although nobody reports to them here, or takes that back. */
export function setLeads(ctx: Ctx, personId: string, leads: boolean): Promise<void> {
  return changeOrganisation(ctx, "organisation-changed", async (sql) => {
    await assertPeople(sql, ctx.workspaceId, [personId]);
    const rows = await sql`
      update people set leads = ${leads}
      where workspace_id = ${ctx.workspaceId} and id = ${personId} and leads <> ${leads} returning id`;
    if (rows.length === 0) return NOTHING_CHANGED;
    const members = { personIds: [personId], teamIds: [] };
    return { details: { changed: "leads", personId, leads }, personIds: [personId], members };
  });
}
