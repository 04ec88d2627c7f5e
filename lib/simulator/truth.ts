import type { Reason, Verdict } from "@/lib/model/verdict";

/** How much a source tells: every log entry, the bodies of webhooks, or the rows of a table without people. */
export const KNOWLEDGE = ["log", "webhook", "csv"] as const;
export type Knowledge = (typeof KNOWLEDGE)[number];

/** Cases that look like something which they are not. */
export const HARD_NEGATIVES = [
  "deploy-merely-near",
  "merge-is-no-fix",
  "own-fix-after-upstream",
  "top-priority-at-night",
  "night-fix-without-note",
  "specialist-called-in",
  "saturation-while-scaling",
  "first-after-rule-change",
  "incident-in-deploy-window",
  "auto-clear-after-fix",
  "flapping-with-fix",
  "first-of-duplicates",
  "same-title-other-environment",
  "storm-root",
  "symptom-with-own-fix",
  "coincident-fault",
  "real-nightly-failure",
  "business-hours-load",
  "long-incident",
  "export-without-clears",
  "missed-major-incident",
  "rota-gap",
  "more-real-after-release",
  "no-data-host-died",
  "recovered-but-refired",
  "production-test-title",
  "real-check-in-drill",
  "clock-over-dst",
] as const;
export type HardNegative = (typeof HARD_NEGATIVES)[number];

/** What a page really was. */
export type Truth = {
  pageKey: string;
  verdict: Exclude<Verdict, "unclear">;
  /** Every reason that is right; the first is the main one. */
  reasons: readonly [Reason, ...Reason[]];
  hardNegative: HardNegative | null;
  /** Name of the generator. */
  family: string;
  /** Of the family that nobody tunes on. */
  isUnseen: boolean;
  /** The alert it belongs to, whatever its title says: the true signature. */
  alert: string;
  team: string;
  culture: string;
  knowledge: Knowledge;
  /** Patterns that really hold, judged by what happened and not by what the source tells of it. */
  patterns: readonly Extract<Reason, "self-healed" | "flapping" | "duplicate" | "stale">[];
  /** Pages of one id belong to one stretch of opening and clearing. */
  episode: string | null;
  /** Pages of one id burst out together. */
  storm: string | null;
  /** Key of the page that was open already for the same problem. */
  duplicateOf: string | null;
  endedByPerson: boolean;
  /** It ended in the highest priority. */
  isMajor: boolean;
  /** The source tells who acknowledged and who or what ended it. */
  isToldWho: boolean;
};
