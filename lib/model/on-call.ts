import type { Instant } from "./instant";

/** What told a shift: a provider's schedule, an on-call export, or a file of shifts. */
export const SHIFT_ORIGINS = ["schedule", "on-call-export", "file", "sample"] as const;
type ShiftOrigin = (typeof SHIFT_ORIGINS)[number];

/** Of a schedule as such: at which step an escalation policy asks it stands elsewhere. Its hours are of no line. */
export const LEVEL_NOT_TOLD = 0;

/**
 * What a record says of who was on call, half-open. `level` 1 is the first line. A person is an account of a provider;
 * of a file of shifts also a name, or an account whose provider is not said, to be found among those who are known.
 */
export type ToldShift = {
  person: { provider: string; key: string } | { name: string } | { accountKey: string };
  fromAt: Instant;
  toAt: Instant;
  level: number;
  /** As the source names the schedule, or the escalation policy where it asks people directly. */
  schedule: string | null;
  /** Whose rota it is. */
  team: string | null;
  kind: Exclude<ShiftOrigin, "sample">;
};
