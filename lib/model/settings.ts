import type { Reason } from "./verdict";

/** Hours in a person's own zone, as whole minutes after midnight, half-open. */
export type Hours = {
  /** Sleep begins, e.g. 1320 = 22:00. */
  sleepFrom: number;
  /** Sleep ends and business begins, e.g. 480 = 08:00. */
  sleepTo: number;
  /** Business ends, e.g. 1080 = 18:00. */
  businessTo: number;
};

/** Thresholds of detectors that differ from the defaults, by reason and name. */
export type Thresholds = Readonly<Partial<Record<Reason, Readonly<Record<string, number>>>>>;

export type Settings = {
  hours: Hours;
  /** Priorities that inference never calls noise. */
  topPriorities: readonly string[];
  /** Pain of one interruption on a noise page, by hour class. */
  painWeights: { sleep: number; off: number; business: number };
  /** Of the workspace. */
  thresholds?: Thresholds;
  /** Of a team, by its name as pages carry it; they win over those of the workspace. */
  teamThresholds?: Readonly<Record<string, Thresholds>>;
};

export const DEFAULT_SETTINGS: Settings = {
  hours: { sleepFrom: 22 * 60, sleepTo: 8 * 60, businessTo: 18 * 60 },
  topPriorities: ["P1", "SEV1"],
  painWeights: { sleep: 3, off: 2, business: 1 },
};
