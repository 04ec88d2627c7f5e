import type { NoiseReason, Vote } from "@/lib/model/verdict";
import type { Sight } from "./sight";

/** At or under the first a page is noise, at or over the second actionable: a missed page costs nine needless ones. */
export const BANDS = { noiseAtMost: 0.1, actionableAtLeast: 0.6, actionEvidenceAtLeast: 0.95 };

/** What is known of a page before any prior is added. */
export type Case = {
  sight: Sight;
  evidence: readonly string[];
  votes: readonly Vote[];
  /** Votes that a stronger one of their family covers. */
  covered: readonly Vote[];
  /** What all votes come to. */
  sum: number;
  /** Added to the log-odds of the mean of its alert. 0 but where `votes` weigh that mean as well. */
  offset: number;
  /** Indexes into the findings, and the place of the page within each. */
  findings: readonly number[];
  places: readonly number[];
  noiseReason: NoiseReason | null;
  /** Bits of the reasons that findings name, as `holds` reads them. */
  mask: number;
  /** Whether the source tells how the page ended or whether it was acknowledged. */
  isTold: boolean;
};

/** Log-odds before any vote: what the other pages of the alert and people's words say. */
export function startOf({ offset }: Case, mean: number): number {
  return offset + logit(mean);
}

/** However much speaks for one side, a sum of 4, 55 to 1, is about as sure as weak evidence gets: of what is over it a fiftieth counts. */
const WHOLE_UP_TO = 4;
const BEYOND = 0.02;

/** What a sum of votes counts as, in log-odds. More evidence is never less sure. */
export function bounded(sum: number): number {
  const over = Math.abs(sum) - WHOLE_UP_TO;
  return over <= 0 ? sum : Math.sign(sum) * (WHOLE_UP_TO + BEYOND * over);
}

export function logit(p: number): number {
  return Math.log(p / (1 - p));
}

export function chanceOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
