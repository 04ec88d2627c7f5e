export const VERDICTS = ["actionable", "noise", "unclear"] as const;
export type Verdict = (typeof VERDICTS)[number];

const ACTIONABLE_REASONS = ["fixed-a-fault", "real-upstream", "could-wait", "wrong-team"] as const;
export const NOISE_REASONS = [
  "working-as-expected",
  "planned-work",
  "self-healed",
  "flapping",
  "duplicate",
  "storm-symptom",
  "scheduled",
  "stale",
  "ignored",
  "threshold",
  "faulty-check",
  "info-only",
  "test",
] as const;
/** Why a page has its verdict: the closed list of docs/metrics.md. */
export const REASONS = [...ACTIONABLE_REASONS, ...NOISE_REASONS] as const;
export type Reason = (typeof REASONS)[number];
export type NoiseReason = (typeof NOISE_REASONS)[number];

/** The verdict that a reason belongs to. */
export function verdictOf(reason: Reason): Exclude<Verdict, "unclear"> {
  return (ACTIONABLE_REASONS as readonly Reason[]).includes(reason) ? "actionable" : "noise";
}

export const ORIGINS = ["person", "inferred"] as const;
export type Origin = (typeof ORIGINS)[number];

/** A detector's claim, with all that is needed to check it by hand. */
export type Finding = {
  detector: Reason;
  /** One sentence with the numbers. */
  claim: string;
  facts: Readonly<Record<string, number | string>>;
  thresholds: Readonly<Record<string, number>>;
  /** The pages it is about, in order of opening. */
  pageKeys: readonly string[];
};

/**
 * One weak piece of evidence: log-odds, minus = noise. In a team whose habits are not known yet, within a family only the
 * strongest counts; else all of them add up, and "rest" is what the small ones come to together.
 */
export type Vote = {
  family: "severity" | "response" | "outcome" | "context" | "repetition" | "text" | "alert" | "rest";
  weight: number;
  /** Name of the evidence, under which its weight is kept and refitted, and its words are found. */
  sign: string;
  /** What its words tell, in their order: numbers, and words that a source gave. */
  facts?: VoteFacts;
};

export type VoteFacts = readonly (number | string)[];

/** What the engine says of one page, before any person overrules it. */
export type Inferred = {
  pageKey: string;
  verdict: Verdict;
  /** That the page was actionable, 0..1. */
  probability: number;
  reason: Reason | null;
};

/** The same with all that can be told of it. */
export type Judgement = Inferred & {
  /** The explanation, one or two sentences with numbers. */
  sentence: string;
  /** What decided: strong evidence of action, the weighing of votes, or too little known. */
  decidedBy: "action-evidence" | "votes" | "too-little-known";
  votes: readonly Vote[];
  /** Counter-evidence: what speaks against the verdict, also where a stronger vote of its family counts instead. */
  against: readonly Vote[];
  /** What would change the verdict, in a sentence or two; null where nothing short of a person's word would. */
  wouldChange: string | null;
  /** Other pages that the sentence or the reason rests on, the nearest ones, at most ten. */
  usedPages: readonly string[];
  /** Indexes into the findings of the signature. */
  findings: readonly number[];
  classifierVersion: number;
};

/** A person's word on one page or on a whole signature. It always wins over the inferred one. */
export type PersonVerdict = {
  verdict: Verdict;
  reason: Reason | null;
  note: string | null;
  /** As a label: 1 where nothing is said, less of a gesture over many pages. */
  weight?: number;
};
