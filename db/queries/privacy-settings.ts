import type { Ctx } from "@/db/ctx";
import type { PrivacySettings } from "@/lib/contract/load-settings";
import { DEFAULT_BUDGETS } from "@/lib/model/settings";

/** Who may see whom, the last change of it, and the agreed limits. */
export function privacySettings({ settings, zone, viewer }: Ctx): PrivacySettings {
  const { privacy = "team", privacyChange, budgets = DEFAULT_BUDGETS } = settings;
  return {
    mode: privacy,
    change: privacyChange ? { at: new Date(privacyChange.at).toISOString(), from: privacyChange.from } : null,
    budgets,
    zone,
    canChange: viewer.role === "admin",
  };
}
