import type { Verdict, Vote } from "@/lib/model/verdict";
import { BANDS, type Case, chanceOf, logit, startOf } from "./case";
import type { Prior } from "./prior";
import type { PriorCount } from "./prior-means";
import { isWithheld, sumOf } from "./votes";
import { whyOf } from "./why-of";
import { percent } from "./wording";

/** More verdicts than this nobody gives to see one page change. */
const MOST_LABELS = 50;

/** What it would take for another verdict, worked out from the same numbers. Null where only a person's word would do. */
export function wouldChange(each: Case, verdict: Verdict, { a, n, mean }: PriorCount, prior: Prior): string | null {
  if (each.evidence.length > 0) return null;
  if (!each.isTold)
    return "It could be judged if the source told who or what ended it, or whether it was acknowledged.";
  const labels = { a: a + prior.kappa * prior.mu, n: n + prior.kappa };
  if (verdict === "unclear") return toLeaveUnclear(each, mean, labels);
  const side = verdict === "noise" ? -1 : 1;
  const without = withoutOne(each, side, mean);
  const others = verdict === "noise" ? labelsToRise(each, labels) : labelsToFall(each, labels);
  const opposite = verdict === "noise" ? "actionable" : "noise";
  const taught = others === null ? "" : ` So would ${others} of its other pages judged ${opposite}.`;
  if (without === null) {
    return others === null ? null : `${others} of its other pages judged ${opposite} would make it unclear.`;
  }
  return `Without "${whyOf(without.vote)}" it would be unclear, at ${percent(without.p)}.${taught}`;
}

/** The strongest vote without which the verdict would not stand. */
function withoutOne(each: Case, side: 1 | -1, mean: number): { vote: Vote; p: number } | null {
  const { votes } = each;
  let strongest: Vote | null = null;
  for (const vote of votes)
    if (vote.weight * side > 0 && (!strongest || vote.weight * side > strongest.weight * side)) strongest = vote;
  if (!strongest) return null;
  const p = chanceOf(startOf(each, mean) + sumOf(votes.filter((vote) => vote !== strongest)));
  const stands = side < 0 ? p <= BANDS.noiseAtMost : p >= BANDS.actionableAtLeast;
  return stands ? null : { vote: strongest, p };
}

type Labels = { a: number; n: number };

/** How many more pages judged actionable lift a noise page out of its band. */
function labelsToRise({ sum, offset }: Case, { a, n }: Labels): number | null {
  const mean = chanceOf(logit(BANDS.noiseAtMost) - sum - offset);
  return countable((mean * n - a) / (1 - mean), true);
}

/** How many more pages judged noise take an actionable page out of its band. */
function labelsToFall({ sum, offset }: Case, { a, n }: Labels): number | null {
  const mean = chanceOf(logit(BANDS.actionableAtLeast) - sum - offset);
  return countable(a / mean - n, true);
}

/** The smallest whole number over a bound (`beyond`) or reaching it; null for more than anybody gives. */
function countable(bound: number, beyond: boolean): number | null {
  const count = Math.max(1, beyond ? Math.floor(bound) + 1 : Math.ceil(bound));
  return count <= MOST_LABELS ? count : null;
}

function toLeaveUnclear(each: Case, mean: number, { a, n }: Labels): string {
  const { noiseReason, sight, offset } = each;
  const sum = each.sum + offset;
  const isLow = chanceOf(logit(mean) + sum) <= BANDS.noiseAtMost;
  const high = chanceOf(logit(BANDS.actionableAtLeast) - sum);
  const real = countable((high * n - a) / (1 - high), false);
  const ways = [
    "a note of what was done and a close by hand",
    ...(real === null ? [] : [`${real} of its other pages judged so`]),
  ];
  const actionable = `Actionable with ${ways.join(", or with ")}.`;
  if (sight.isTopPriority || isWithheld(each)) return `${actionable} Noise only by a person's word.`;
  if (isLow) return `${actionable} Noise once a pattern names the reason.`;
  const noise = countable(a / chanceOf(logit(BANDS.noiseAtMost) - sum) - n, false);
  if (noise === null) return actionable;
  const named = noiseReason === null ? " and a pattern names the reason" : "";
  return `${actionable} Noise once ${noise} of its other pages are judged noise${named}.`;
}
