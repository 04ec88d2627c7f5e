import type { Instant } from "./instant";

export const HOUR_CLASSES = ["sleep", "off", "business"] as const;
export type HourClass = (typeof HOUR_CLASSES)[number];

/**
 * Push, SMS and phone notifications to one person, each at most 60 s after the one before, counted once.
 * Its instant is that of the first; email never counts.
 */
export type Interruption = {
  person: string;
  at: Instant;
  /** Keys of all pages in it, the first one first. */
  pageKeys: readonly string[];
  hourClass: HourClass;
  /** Local date of the person, YYYY-MM-DD. */
  localDate: string;
  /** Local clock hour, 0..23. */
  localHour: number;
  /** Instant at which the local clock hour began; two of them where a clock change repeats an hour. */
  hourStartedAt: Instant;
  /** The date on which the disturbed night began (03:00 on Tuesday is Monday's), null outside sleep hours. */
  night: string | null;
  /** True where any of its notifications was estimated from an assignment. */
  estimated: boolean;
};
