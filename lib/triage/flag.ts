import type { HourCounts } from "@/lib/contract/noise-report";
import type { Instant } from "@/lib/model/instant";
import type { HourClass } from "@/lib/model/interruption";
import type { Verdict } from "@/lib/model/verdict";
import { posteriorOf } from "@/lib/noise/posterior";
import { NEUTRAL_PRIOR } from "@/lib/noise/prior";

/** Of the last `days`; `flag` puts an alert on the queue, under `stay` it leaves: between them nothing changes. */
export const FLAG_THRESHOLDS = {
  days: 28,
  /** Days from the flag to the due date. */
  dueDays: 14,
  /** Pages, tests left out. */
  pages: { flag: 5, stay: 3 },
  /** Interruptions by its noise pages. */
  interruptions: { flag: 3, stay: 2 },
  /** Person-nights that its noise pages disrupted. */
  nights: { flag: 1, stay: 1 },
  /** Noise enough to ask for a decision: with this certainty no more than this share of its pages is actionable. */
  actionableShare: 0.5,
  certainty: 0.95,
} as const;

/** "by-hand": a person put it there. */
export type FlagRule = "came-back" | "noise" | "louder" | "new" | "by-hand";

/** What an alert was in the last 28 days. */
export type AlertFacts = {
  /** A person's word that holds now. */
  word: Verdict | null;
  /** The inferred verdict of these days, which takes more certainty than a flag. */
  verdict: Verdict;
  pages: number;
  noisePages: number;
  actionablePages: number;
  unclearPages: number;
  noiseInterruptions: Readonly<Record<HourClass, number>>;
  nights: number;
  /** That a page of it is noise. */
  noiseProbability: number;
  trend: "new" | "louder" | "quieter" | "gone" | null;
  /** A decision about it is in force. */
  isDecided: boolean;
  /** When a watch over a decision found that it came back, or hid something real; null where none did. */
  cameBackAt: Instant | null;
  /** When it was last put on the queue, or left it; null = never. */
  handledAt: Instant | null;
};

/** The rule that holds, with the numbers that it went by. */
export type Flag = { rule: FlagRule; numbers: Readonly<Record<string, number>> };

/** Whether an alert that is not on the queue wants a decision; null where it does not. */
export function flagOf(facts: AlertFacts): Flag | null {
  const rule = ruleOf(facts);
  return rule && { rule, numbers: numbersOf(facts) };
}

function ruleOf(facts: AlertFacts): FlagRule | null {
  const { trend, isDecided, cameBackAt, handledAt, pages } = facts;
  // Once for each return: who decides anew, or lets it go, has seen it.
  if (cameBackAt !== null && (handledAt === null || cameBackAt > handledAt)) return "came-back";
  if (isDecided || isActionable(facts)) return null;
  if (isNoise(facts) && isEnough(facts, "flag")) return "noise";
  if ((trend === "louder" || trend === "new") && pages >= FLAG_THRESHOLDS.pages.flag) return trend;
  return null;
}

const isActionable = ({ word, verdict }: AlertFacts) => (word ?? verdict) === "actionable";

function isNoise({ word, noisePages, actionablePages, unclearPages }: AlertFacts): boolean {
  if (word !== null) return word === "noise";
  const judged = noisePages + actionablePages;
  const { actionableShare, certainty } = FLAG_THRESHOLDS;
  const posterior = posteriorOf({ a: actionablePages, n: judged }, NEUTRAL_PRIOR);
  return unclearPages <= judged && posterior.atMost(actionableShare) >= certainty;
}

function isEnough({ pages, noiseInterruptions, nights }: AlertFacts, at: "flag" | "stay"): boolean {
  const limits = FLAG_THRESHOLDS;
  return (
    pages >= limits.pages[at] || totalOf(noiseInterruptions) >= limits.interruptions[at] || nights >= limits.nights[at]
  );
}

export type Gone = { because: "actionable" | "quiet"; numbers: Readonly<Record<string, number>> };

/** Whether an alert on the queue may leave it without a decision; null where it still wants one. */
export function goneOf(facts: AlertFacts, rule: FlagRule): Gone | null {
  // What came back was decided about once: it wants a new decision, however quiet it is today. A person is not overruled.
  if (rule === "came-back" || rule === "by-hand") return null;
  const because = isActionable(facts) ? "actionable" : isEnough(facts, "stay") ? null : "quiet";
  return because && { because, numbers: numbersOf(facts) };
}

function numbersOf({ pages, noisePages, noiseInterruptions, nights, noiseProbability }: AlertFacts) {
  const { sleep, off, business } = noiseInterruptions;
  return {
    days: FLAG_THRESHOLDS.days,
    pages,
    noisePages,
    interruptions: totalOf(noiseInterruptions),
    sleep,
    off,
    business,
    nights,
    noiseProbability: Math.round(noiseProbability * 1_000) / 1_000,
  };
}

function totalOf({ sleep, off, business }: Omit<HourCounts, "total">): number {
  return sleep + off + business;
}
