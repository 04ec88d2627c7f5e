import type { Ctx, Sql } from "@/db/ctx";
import { withRules } from "@/db/work-ctx";
import { changeOrganisation, NOTHING_CHANGED } from "./change-organisation";
import { changeSettings } from "./change-settings";

/** Teams that providers name and nobody wants here: they are proposed no more. Undone by bringing them in by hand. */
export function dismissTeams(ctx: Ctx, names: readonly string[]): Promise<void> {
  return changeOrganisation(ctx, "organisation-changed", async (sql: Sql) => {
    const { settings } = await withRules(sql, ctx);
    const dismissedTeams = [...new Set([...(settings.dismissedTeams ?? []), ...names])].sort();
    if (!(await changeSettings(sql, ctx.workspaceId, { dismissedTeams }))) return NOTHING_CHANGED;
    return { details: { changed: "teams-dismissed", teams: names.length } };
  });
}
