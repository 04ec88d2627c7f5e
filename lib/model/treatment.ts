/** A weekly window of wall time, half-open, minutes after midnight. 0 = Monday. One over midnight is two windows. */
export type WeeklyWindow = { weekday: number; fromMinute: number; toMinute: number };

export const TREATMENT_KINDS = ["hold", "merge", "hold-and-merge", "window", "ticket", "drop"] as const;
export type TreatmentKind = (typeof TREATMENT_KINDS)[number];

/**
 * What may be done to the pages of a scope, with the exact meaning of docs/metrics.md ("What-if"): wait before paging,
 * join what comes back soon, be quiet in a window, go to a ticket, or page nobody.
 */
export type Treatment =
  | { kind: "hold"; holdMinutes: number }
  | { kind: "merge"; mergeMinutes: number }
  | { kind: "hold-and-merge"; holdMinutes: number; mergeMinutes: number }
  /** Quiet inside the windows, wall time of the zone. "Business hours only" is the complement of business hours. */
  | { kind: "window"; zone: string; quiet: readonly WeeklyWindow[] }
  | { kind: "ticket" }
  | { kind: "drop" };
