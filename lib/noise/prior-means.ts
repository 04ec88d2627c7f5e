import type { Verdict } from "@/lib/model/verdict";
import type { Scene } from "./history";
import type { Prior } from "./prior";

const DAY_MS = 86_400_000;
const MIN_HALF_LIFE_MS = 60 * DAY_MS;
const HALF_LIFE_GAPS = 20;
const INFERRED_WEIGHT = 0.3;
const INFERRED_CAP = 15;

/** Labels before or after a page, faded: human ones and inferred ones apart, each as `a` of `n`. */
type Faded = { humanA: number; humanN: number; inferredA: number; inferredN: number };

/** Labels of all other pages of an alert, faded and weighed: `a` of `n`; with the prior they give the mean. */
export type PriorCount = { a: number; n: number; mean: number };

/**
 * For each page the mean of the posterior of its signature, from the labels of all its other pages: human labels weigh 1,
 * inferred ones 0.3 and together at most 15. `inferred` are the verdicts reached without any prior, so that the engine
 * cannot talk itself into certainty; or probabilities, each of which counts in part for either side.
 *
 * A label fades with the time between its page and the page that is judged, not with its age today: else every verdict
 * would change by the mere passing of time, two reports of the same week would differ, and a pure function would need a
 * clock. With it a page is judged by the pages of its own time, earlier and later ones alike. One pass each way makes this
 * linear, because a fade over two gaps is the product of both.
 */
export function priorCounts(
  scene: Scene,
  inferred: readonly (Verdict | number | null)[],
  { mu, kappa }: Prior,
): PriorCount[] {
  const times = scene.sights.map(({ page }) => page.triggeredAt);
  const halfLifeMs = halfLifeOf(times);
  const labels = scene.sights.map(({ page }, index) => labelOf(scene, page.pageKey, inferred[index] ?? null));
  const before = fadeInto(times, labels, halfLifeMs);
  const reversed = fadeInto(times.map((at) => -at).reverse(), labels.toReversed(), halfLifeMs).reverse();
  return times.map((_, index) => {
    const [left, right] = [before[index] ?? NOTHING, reversed[index] ?? NOTHING];
    const inferredN = left.inferredN + right.inferredN;
    const scale = inferredN > INFERRED_CAP ? INFERRED_CAP / inferredN : 1;
    const a = left.humanA + right.humanA + scale * (left.inferredA + right.inferredA);
    const n = left.humanN + right.humanN + scale * inferredN;
    return { a, n, mean: (a + kappa * mu) / (n + kappa) };
  });
}

export function priorMeans(scene: Scene, inferred: readonly (Verdict | null)[], prior: Prior): number[] {
  return priorCounts(scene, inferred, prior).map(({ mean }) => mean);
}

/** 60 days, or 20 median gaps of a rarer alert, so that one that fires monthly is not forgotten between its pages. */
export function halfLifeOf(times: readonly number[]): number {
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
  gaps.sort((a, b) => a - b);
  const middle = gaps.length / 2;
  const median = gaps.length === 0 ? 0 : ((gaps[Math.ceil(middle) - 1] ?? 0) + (gaps[Math.floor(middle)] ?? 0)) / 2;
  return Math.max(MIN_HALF_LIFE_MS, HALF_LIFE_GAPS * median);
}

const NOTHING: Faded = { humanA: 0, humanN: 0, inferredA: 0, inferredN: 0 };
const INFERRED_NOISE: Faded = { ...NOTHING, inferredN: INFERRED_WEIGHT };
const INFERRED_ACTIONABLE: Faded = { ...INFERRED_NOISE, inferredA: INFERRED_WEIGHT };

function labelOf({ labels }: Scene, pageKey: string, inferred: Verdict | number | null): Faded {
  const human = labels.get(pageKey);
  if (human) {
    // A test says nothing of the alert, and "unclear" says nothing at all.
    if (human.verdict === "unclear" || human.reason === "test") return NOTHING;
    const { weight = 1 } = human;
    return { ...NOTHING, humanA: human.verdict === "actionable" ? weight : 0, humanN: weight };
  }
  if (inferred === null || inferred === "unclear") return NOTHING;
  if (typeof inferred === "number") {
    return { ...NOTHING, inferredA: INFERRED_WEIGHT * inferred, inferredN: INFERRED_WEIGHT };
  }
  return inferred === "actionable" ? INFERRED_ACTIONABLE : INFERRED_NOISE;
}

/** For each page the labels of all pages before it, without its own. */
function fadeInto(times: readonly number[], labels: readonly Faded[], halfLifeMs: number): Faded[] {
  let sum = NOTHING;
  return times.map((at, index) => {
    if (index === 0) return sum;
    const added = labels[index - 1] ?? NOTHING;
    const keep = 2 ** (-(at - (times[index - 1] ?? at)) / halfLifeMs);
    sum = {
      humanA: keep * (sum.humanA + added.humanA),
      humanN: keep * (sum.humanN + added.humanN),
      inferredA: keep * (sum.inferredA + added.inferredA),
      inferredN: keep * (sum.inferredN + added.inferredN),
    };
    return sum;
  });
}
