import { type BoostedTrees, growTrees } from "./boosted-trees";
import { learnWords, retrospectiveFeatures, type WordWeights } from "./features";
import type { Scored } from "./metrics";
import type { World } from "./world";

/** A model that was shown the truth of other seeds: about what can be known at all. */
export type Ceiling = { words: WordWeights; trees: BoostedTrees; pages: number; threshold: number };

/** Trained on the seen families only, as the engine is tuned; the unseen one stays unseen for both. */
export function trainCeiling(worlds: readonly World[]): Ceiling {
  const seen = worlds.flatMap((world) =>
    world.folded
      .filter(({ page }) => world.truths.get(page.pageKey)?.isUnseen === false)
      .map(({ page }) => ({ world, page })),
  );
  const isActionable = (world: World, key: string) => world.truths.get(key)?.verdict === "actionable";
  const words = learnWords(seen.map(({ world, page }) => ({ page, isActionable: isActionable(world, page.pageKey) })));
  const features = new Map(worlds.map((world) => [world, retrospectiveFeatures(world.folded, world.known, words)]));
  const rows = seen.map(({ world, page }) => features.get(world)?.get(page.pageKey) ?? new Float64Array());
  const truth = seen.map(({ world, page }) => isActionable(world, page.pageKey));
  return { words, trees: growTrees(rows, truth), pages: rows.length, threshold: 0.5 };
}

/** The probability of each page, by key. */
export function askCeiling({ words, trees }: Ceiling, { folded, known }: World): Map<string, number> {
  const rows = retrospectiveFeatures(folded, known, words);
  return new Map([...rows].map(([key, row]) => [key, trees.predict(row)]));
}

export type BestBand = { recallKept: number; noisePrecision: number; f1: number; unclear: number };

/**
 * What a band of unclear could reach at best: noise up to where 3 % of the actionable pages are lost, then as many unclear
 * ones as allowed, the rest actionable. Chosen on the very pages it is told for, so an upper bound.
 */
export function bestBand(scored: readonly Scored[], lose = 0.03, unclearShare = 0.1): BestBand {
  const ascending = scored.toSorted((a, b) => a.score - b.score);
  const actionable = ascending.filter(({ isActionable }) => isActionable).length;
  let [noise, lost] = [0, 0];
  for (const { isActionable } of ascending) {
    if (lost + (isActionable ? 1 : 0) > lose * actionable) break;
    lost += isActionable ? 1 : 0;
    noise += 1;
  }
  // Fewer noise pages may do better than all that the loss allows.
  let best: BestBand = { recallKept: 0, noisePrecision: 0, f1: 0, unclear: 0 };
  const rightFrom = new Float64Array(ascending.length + 1);
  for (let index = ascending.length - 1; index >= 0; index -= 1) {
    rightFrom[index] = (rightFrom[index + 1] ?? 0) + (ascending[index]?.isActionable ? 1 : 0);
  }
  for (
    let unclear = 0;
    unclear <= unclearShare * ascending.length;
    unclear += Math.max(1, Math.floor(ascending.length / 500))
  ) {
    const from = Math.min(ascending.length, noise + unclear);
    const right = rightFrom[from] ?? 0;
    const f1 = (2 * right) / Math.max(1, ascending.length - from + actionable);
    if (f1 <= best.f1) continue;
    best = {
      recallKept: actionable > 0 ? 1 - lost / actionable : 1,
      noisePrecision: noise > 0 ? 1 - lost / noise : 1,
      f1,
      unclear: unclear / ascending.length,
    };
  }
  return best;
}
