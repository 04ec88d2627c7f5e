import type { DecisionKind } from "@/lib/model/decision";
import type { Instant } from "@/lib/model/instant";
import { addDays, DAY_MS, localDateOf } from "@/lib/time/boundaries";

const DEFAULT_DAYS = 7;
const LONGEST_DAYS = 30;
/** Of an alert that pages in the top priority. */
const LONGEST_TOP_HOURS = 24;

/** Days until somebody looks at a decision again; a silence is looked at on the day it ends. */
const REVIEW_DAYS: Readonly<Record<Exclude<DecisionKind, "silence">, number>> = {
  keep: 90,
  tune: 28,
  reroute: 28,
  delete: 28,
  fix: 28,
};

/** How long a silence lasts unless told otherwise, and at most. */
export function silenceDays(isTop: boolean): { usual: number; longest: number } {
  return isTop
    ? { usual: LONGEST_TOP_HOURS / 24, longest: LONGEST_TOP_HOURS / 24 }
    : { usual: DEFAULT_DAYS, longest: LONGEST_DAYS };
}

export function defaultExpiry(from: Instant, isTop: boolean): Instant {
  return from + silenceDays(isTop).usual * DAY_MS;
}

/** Why a silence may not end then; null where it may. */
export function expiryFault(from: Instant, expiresAt: Instant, isTop: boolean): string | null {
  if (expiresAt <= from) return "A silence ends after it begins: choose a later end.";
  if (expiresAt <= from + silenceDays(isTop).longest * DAY_MS) return null;
  return isTop
    ? `This alert pages in the top priority: a silence of it lasts ${LONGEST_TOP_HOURS} hours at most, so that a real outage is not hidden for longer.`
    : `A silence lasts ${LONGEST_DAYS} days at most, then somebody looks at it again. For good, tune or delete the alert.`;
}

/** Local date on which somebody looks at it again, unless told otherwise. */
export function defaultReviewDate(kind: DecisionKind, from: Instant, expiresAt: Instant | null, zone: string): string {
  if (kind === "silence") return localDateOf(expiresAt ?? defaultExpiry(from, false), zone);
  return addDays(localDateOf(from, zone), REVIEW_DAYS[kind]);
}
