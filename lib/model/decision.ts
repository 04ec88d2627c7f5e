import type { Instant } from "./instant";

/** What a team may decide about an alert. */
export const DECISION_KINDS = ["keep", "tune", "silence", "reroute", "delete", "fix"] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number];

/** Those after which the alert is expected to page less, and is watched. */
export const QUIETING_KINDS = [
  "tune",
  "silence",
  "reroute",
  "delete",
  "fix",
] as const satisfies readonly DecisionKind[];

/** The review of an alert (docs/metrics.md): null = nobody answered. */
export const REVIEW_QUESTIONS = ["urgent", "actionable", "imminent", "user-visible", "not-otherwise-noticed"] as const;
export type ReviewQuestion = (typeof REVIEW_QUESTIONS)[number];
export type ReviewAnswers = Readonly<Partial<Record<ReviewQuestion, boolean>>>;

/** Where an alert stands in the loop; "owned" is flagged with somebody who sees to it. */
export const LOOP_STATES = [
  "flagged",
  "owned",
  "decided",
  "watching",
  "verified-quiet",
  "came-back",
  "too-early",
  "hid-something-real",
  "kept",
  "gone",
] as const;
export type LoopState = (typeof LOOP_STATES)[number];

/** What the watch found; `hid-something-real` outweighs every other. */
export const WATCH_OUTCOMES = ["verified-quiet", "came-back", "too-early", "hid-something-real"] as const;
export type WatchOutcome = (typeof WATCH_OUTCOMES)[number];

/** A count with what is certain of it at worst (all unclear pages actionable) and at best (all noise). */
export type Bounds = { worst: number; best: number };

/**
 * What a treatment would have done on past pages: the forecast of a decision, and later, over the watch, its fact, made
 * by the same function. Counts of openings unless said otherwise.
 */
export type Effect = {
  /** Half-open. */
  from: Instant;
  to: Instant;
  /** Openings in the scope. */
  openings: number;
  actionable: number;
  unclear: number;
  noise: number;
  removed: number;
  removedActionable: Bounds;
  delayed: number;
  delayedActionable: number;
  /** Interruptions saved, over all people; chains are folded again. */
  interruptionsSaved: number;
  sleepInterruptionsSaved: number;
  nightsSaved: number;
  /** Some of the interruptions are estimated from assignments. */
  estimated: boolean;
};
