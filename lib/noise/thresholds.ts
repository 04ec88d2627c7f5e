import type { Settings } from "@/lib/model/settings";
import type { Reason } from "@/lib/model/verdict";

const NONE: Readonly<Record<string, number>> = {};

/** What a workspace, and over it a team, changed of a detector's thresholds. */
export function changedThresholds(settings: Settings, reason: Reason, team: string | null): Record<string, number> {
  const mine = team === null ? undefined : settings.teamThresholds?.[team]?.[reason];
  return { ...(settings.thresholds?.[reason] ?? NONE), ...(mine ?? NONE) };
}
