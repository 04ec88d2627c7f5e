import type { Ctx } from "@/db/ctx";
import { changeOrganisation, NOTHING_CHANGED } from "./change-organisation";
import { changeSettings } from "./change-settings";

/** Whether links may be made, and open. Those that were made stay in the list, and open again once it is allowed again. */
export function allowSharing(ctx: Ctx, allowed: boolean): Promise<void> {
  return changeOrganisation(ctx, "sharing-changed", async (sql) => {
    const changed = await changeSettings(sql, ctx.workspaceId, { shareLinks: allowed });
    return changed ? { details: { allowed } } : NOTHING_CHANGED;
  });
}
