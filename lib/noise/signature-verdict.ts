import { REASONS, type Reason, type Verdict, verdictOf } from "@/lib/model/verdict";
import { posteriorOf } from "./posterior";
import { NEUTRAL_PRIOR, type Prior } from "./prior";
import { percent, plural } from "./wording";

const SIGNATURE_THRESHOLDS = { minPages: 5, noiseShare: 0.2, actionableShare: 0.5, certainty: 0.95 };

export type SignatureCounts = {
  /** Pages of the window by verdict, each by whatever decided it; tests left out. */
  counts: Readonly<Record<Verdict, number>>;
  reasons: Readonly<Partial<Record<Reason, number>>>;
  prior?: Prior;
};

export type SignatureVerdict = {
  verdict: Verdict;
  /** Posterior mean that a page of it is actionable. */
  probability: number;
  reason: Reason | null;
  /** Pages with that reason. */
  reasonPages: number;
};

/**
 * The verdict of a signature from the pages of its window. It describes them: each page counts once, whoever judged it.
 * It is no licence to silence, which takes labels weighted by their origin. More unclear pages than judged ones leave the
 * signature unclear.
 */
export function signatureVerdict({ counts, reasons, prior = NEUTRAL_PRIOR }: SignatureCounts): SignatureVerdict {
  const judged = counts.actionable + counts.noise;
  const { mean, atMost } = posteriorOf({ a: counts.actionable, n: judged }, prior);
  const { minPages, noiseShare, actionableShare, certainty } = SIGNATURE_THRESHOLDS;
  const enough = judged + counts.unclear >= minPages && counts.unclear <= judged;
  const isNoise = enough && atMost(noiseShare) >= certainty;
  const isActionable = enough && 1 - atMost(actionableShare) >= certainty;
  const verdict = isNoise ? "noise" : isActionable ? "actionable" : "unclear";
  const { reason, reasonPages } = commonestOf(reasons, verdict);
  return { verdict, probability: mean, reason, reasonPages };
}

/** The commonest reason of a verdict; of equally common ones the first in the closed list. */
function commonestOf(reasons: SignatureCounts["reasons"], verdict: Verdict) {
  let reason: Reason | null = null;
  let reasonPages = 0;
  for (const candidate of REASONS) {
    const pages = reasons[candidate] ?? 0;
    if (verdict === "unclear" || verdictOf(candidate) !== verdict || pages <= reasonPages) continue;
    reason = candidate;
    reasonPages = pages;
  }
  return { reason, reasonPages };
}

/** The verdict with its numbers, for people. */
export function signatureSentence(input: SignatureCounts): string {
  const { counts, prior = NEUTRAL_PRIOR } = input;
  const found = signatureVerdict(input);
  const judged = counts.actionable + counts.noise;
  const all = judged + counts.unclear;
  const unclear = counts.unclear > 0 ? `, ${counts.unclear} unclear` : "";
  const tally = `${counts.noise} of ${plural(all, "page")} noise, ${counts.actionable} actionable${unclear}`;
  const chance = `a page of it is actionable with probability ${percent(found.probability)}`;
  if (found.verdict !== "unclear") {
    const share = found.reason ? `, ${found.reason} (${found.reasonPages} of ${plural(judged, "judged page")})` : "";
    return `${found.verdict === "noise" ? "Noise" : "Actionable"}${share}: ${tally}; ${chance}.`;
  }
  const { minPages, certainty } = SIGNATURE_THRESHOLDS;
  if (all < minPages) return `Unclear: ${plural(all, "page")} in the window, a verdict takes ${minPages}.`;
  if (counts.unclear > judged) return `Unclear: ${counts.unclear} of ${plural(all, "page")} are unclear themselves.`;
  const { low, high } = posteriorOf({ a: counts.actionable, n: judged }, prior).interval();
  return `Unclear: ${tally}; ${chance} (90 % interval ${percent(low)} to ${percent(high)}), not ${percent(certainty)} certain either way.`;
}
