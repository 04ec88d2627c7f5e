import type { DecisionKind } from "@/lib/model/decision";
import type { Instant } from "@/lib/model/instant";
import { DAY_MS, daysBetween } from "@/lib/time/boundaries";

/** A review is due from so many days before its date on. */
const DUE_DAYS = 3;
/** A silence over an alert that was not heard for so long is forgotten. */
export const QUIET_DAYS = 14;

export type StandingDecision = {
  kind: DecisionKind;
  /** Null also where the owner was erased. */
  ownerPersonId: string | null;
  /** When it took effect, else when it was decided. */
  since: Instant;
  expiresAt: Instant | null;
  endedAt: Instant | null;
  reviewDate: string | null;
  /** The last page, or withheld alert, of its scope; null = none ever. */
  lastRangAt: Instant | null;
  /** Until when the history of its source is known: what was not told is no quiet. */
  knownUntil: Instant | null;
  /** Something of it still stands elsewhere: a silence in an Alertmanager, a change that was handed out. */
  standsElsewhere: boolean;
};

export type Lifecycle = {
  inForce: boolean;
  /** Days to the review, negative once it has passed; null where none is agreed or it is over. */
  daysToReview: number | null;
  due: boolean;
  expired: boolean;
  ownerless: boolean;
  forgotten: "review-passed" | "quiet" | null;
};

/** `today` is the workspace's date at `now`. Expired, ownerless and forgotten are said of silences alone: target 0. */
export function lifecycleOf(decision: StandingDecision, { now, today }: { now: Instant; today: string }): Lifecycle {
  const { kind, endedAt, expiresAt, reviewDate, ownerPersonId, standsElsewhere } = decision;
  const isSilence = kind === "silence";
  const hasExpired = isSilence && expiresAt !== null && expiresAt <= now;
  const inForce = endedAt === null && !hasExpired;
  const daysToReview = inForce && reviewDate !== null ? daysBetween(today, reviewDate) : null;
  return {
    inForce,
    daysToReview,
    due: daysToReview !== null && daysToReview <= DUE_DAYS,
    expired: isSilence && (endedAt === null ? hasExpired : standsElsewhere),
    ownerless: isSilence && inForce && ownerPersonId === null,
    forgotten: isSilence && inForce ? forgottenBy(decision, daysToReview) : null,
  };
}

function forgottenBy(
  { since, lastRangAt, knownUntil }: StandingDecision,
  daysToReview: number | null,
): Lifecycle["forgotten"] {
  if (daysToReview !== null && daysToReview < 0) return "review-passed";
  const heardAt = Math.max(since, lastRangAt ?? since);
  return knownUntil !== null && knownUntil - heardAt >= QUIET_DAYS * DAY_MS ? "quiet" : null;
}
