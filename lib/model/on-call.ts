import type { Instant } from "./instant";

/** What told a shift: a provider's schedule, an on-call export, or a file of shifts. */
export const SHIFT_ORIGINS = ["schedule", "on-call-export", "file", "sample"] as const;
export type ShiftOrigin = (typeof SHIFT_ORIGINS)[number];

/** A stretch on which a person was on call, half-open. `level` 1 is the first line. */
export type Shift = { personId: string; fromAt: Instant; toAt: Instant; level: number; team: string | null };
