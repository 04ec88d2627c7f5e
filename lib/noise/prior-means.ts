import type { Verdict } from "@/lib/model/verdict";
import type { Scene } from "./history";
import type { Prior } from "./prior";

const DAY_MS = 86_400_000;
const MIN_HALF_LIFE_MS = 60 * DAY_MS;
const HALF_LIFE_GAPS = 20;
const INFERRED_WEIGHT = 0.3;
const INFERRED_CAP = 15;

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
  const keeps = keepsOf(scene);
  const labels = labelsOf(scene, inferred);
  const humanA = fadedAround(labels.humanA, keeps);
  const humanN = fadedAround(labels.humanN, keeps);
  const inferredA = fadedAround(labels.inferredA, keeps);
  const inferredN = fadedAround(labels.inferredN, keeps);
  return scene.sights.map((_, index) => {
    const [aSum = 0, nSum = 0] = [inferredA[index], inferredN[index]];
    const scale = nSum > INFERRED_CAP ? INFERRED_CAP / nSum : 1;
    const a = (humanA[index] ?? 0) + scale * aSum;
    const n = (humanN[index] ?? 0) + scale * nSum;
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

/** What is left of a label from each page to the next one. */
function keepsOf(scene: Scene): Float64Array {
  const known = OF_SCENE.get(scene.sights);
  if (known) return known;
  const times = scene.sights.map(({ page }) => page.triggeredAt);
  const halfLifeMs = halfLifeOf(times);
  const keeps = Float64Array.from(times, (at, index) => 2 ** (-(at - (times[index - 1] ?? at)) / halfLifeMs));
  OF_SCENE.set(scene.sights, keeps);
  return keeps;
}

/** The same pages are asked for in several rounds. */
const OF_SCENE = new WeakMap<Scene["sights"], Float64Array>();

/** Human labels and inferred ones apart, each as `a` of `n`, by the place of their page. */
type Labels = { humanA: Float64Array; humanN: Float64Array; inferredA: Float64Array; inferredN: Float64Array };

function labelsOf({ sights, labels }: Scene, inferred: readonly (Verdict | number | null)[]): Labels {
  const empty = () => new Float64Array(sights.length);
  const told: Labels = { humanA: empty(), humanN: empty(), inferredA: empty(), inferredN: empty() };
  sights.forEach(({ page }, place) => {
    const human = labels.get(page.pageKey);
    const own = inferred[place] ?? null;
    if (human) {
      // A test says nothing of the alert, and "unclear" says nothing at all.
      if (human.verdict === "unclear" || human.reason === "test") return;
      const { weight = 1 } = human;
      told.humanA[place] = human.verdict === "actionable" ? weight : 0;
      told.humanN[place] = weight;
    } else if (own !== null && own !== "unclear") {
      const actionable = typeof own === "number" ? own : own === "actionable" ? 1 : 0;
      told.inferredA[place] = INFERRED_WEIGHT * actionable;
      told.inferredN[place] = INFERRED_WEIGHT;
    }
  });
  return told;
}

/** For each page what is left of all other pages' labels. */
function fadedAround(own: Float64Array, keeps: Float64Array): Float64Array {
  const around = new Float64Array(own.length);
  let sum = 0;
  for (let place = 1; place < own.length; place += 1) {
    sum = (keeps[place] ?? 1) * (sum + (own[place - 1] ?? 0));
    around[place] = sum;
  }
  sum = 0;
  for (let place = own.length - 2; place >= 0; place -= 1) {
    sum = (keeps[place + 1] ?? 1) * (sum + (own[place + 1] ?? 0));
    around[place] = (around[place] ?? 0) + sum;
  }
  return around;
}
