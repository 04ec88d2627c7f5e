import type { Scored } from "./scored";

/** Blocks of equal probability: mean stated and true share of each, both ascending. */
export type Isotonic = { stated: readonly number[]; seen: readonly number[] };

type Block = { stated: number; outcomes: number; weight: number };

/** The shares that never fall as the stated probability rises and lie closest to the outcomes: pool adjacent violators. */
export function fitIsotonic(scored: readonly Scored[]): Isotonic {
  const blocks: Block[] = [];
  for (const block of levelsOf(scored)) {
    blocks.push(block);
    for (let last = blocks.length - 1; last > 0; last -= 1) {
      const [before, after] = [blocks[last - 1] as Block, blocks[last] as Block];
      if (before.outcomes / before.weight < after.outcomes / after.weight) break;
      blocks.splice(last - 1, 2, pooled(before, after));
    }
  }
  return {
    stated: blocks.map(({ stated, weight }) => stated / weight),
    seen: blocks.map(({ outcomes, weight }) => outcomes / weight),
  };
}

/** One block for each probability that was stated, ascending. */
function levelsOf(scored: readonly Scored[]): Block[] {
  const sorted = [...scored].sort((a, b) => a.probability - b.probability);
  const levels: Block[] = [];
  let at: number | null = null;
  for (const { probability, outcome, weight } of sorted) {
    const block = { stated: probability * weight, outcomes: outcome * weight, weight };
    const last = levels.at(-1);
    if (last && probability === at) levels[levels.length - 1] = pooled(last, block);
    else levels.push(block);
    at = probability;
  }
  return levels;
}

function pooled(a: Block, b: Block): Block {
  return { stated: a.stated + b.stated, outcomes: a.outcomes + b.outcomes, weight: a.weight + b.weight };
}

/** Straight between the middles of blocks, level beyond the outer ones. */
export function applyIsotonic({ stated, seen }: Isotonic, probability: number): number {
  const above = stated.findIndex((each) => each >= probability);
  if (above === -1) return seen.at(-1) ?? probability;
  const [x1, y1] = [stated[above] ?? 0, seen[above] ?? 0];
  if (above === 0) return y1;
  const [x0, y0] = [stated[above - 1] ?? 0, seen[above - 1] ?? 0];
  return y0 + ((y1 - y0) * (probability - x0)) / (x1 - x0);
}
