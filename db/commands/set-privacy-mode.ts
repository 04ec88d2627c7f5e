import type { Ctx } from "@/db/ctx";
import type { PrivacyMode } from "@/lib/model/settings";
import { changeOrganisation, NOTHING_CHANGED } from "./change-organisation";
import { changeSettings } from "./change-settings";

/** Who may see whom. Everybody is told of a change: it is their load. */
export function setPrivacyMode(ctx: Ctx, privacy: PrivacyMode): Promise<void> {
  return changeOrganisation(ctx, "privacy-changed", async (sql) => {
    const [row] = await sql<{ before: PrivacyMode }[]>`
      select coalesce(settings->>'privacy', 'team') as before from workspaces where id = ${ctx.workspaceId}`;
    const before = row?.before ?? "team";
    if (before === privacy) return NOTHING_CHANGED;
    await changeSettings(sql, ctx.workspaceId, { privacy, privacyChange: { at: ctx.now, from: before } });
    return { details: { from: before, to: privacy } };
  });
}
