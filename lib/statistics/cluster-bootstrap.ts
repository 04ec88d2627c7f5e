import { drawsOf } from "./draws";
import type { Interval } from "./intervals";

const DRAWS = 2_000;
const SEED = 20_260_101;
/** So many draws over 1,000 pages take some 15 ms. */
const DRAWS_AT_A_STRETCH = 50;

/** With fewer the draws repeat the same few alerts, and the interval is too narrow to be believed. */
export const MIN_CLUSTERS = 10;

/**
 * 95 % interval of figures over many pages by drawing whole signatures with replacement: pages of one are not
 * independent. `figuresOf` is given how often each signature was drawn. A figure that is unknown in a draw leaves it out;
 * one that is unknown in more than half of them has no interval. Yields as it goes, so that it need not hold up others.
 */
export function* clusterBootstrap(
  clusters: number,
  figuresOf: (times: Int32Array) => readonly (number | null)[],
): Generator<undefined, (Interval | null)[]> {
  const draw = drawsOf(SEED);
  const times = new Int32Array(clusters);
  const seen: number[][] = [];
  for (let round = 0; round < DRAWS; round += 1) {
    if (round % DRAWS_AT_A_STRETCH === 0) yield;
    times.fill(0);
    for (let cluster = 0; cluster < clusters; cluster += 1) {
      const drawn = Math.floor(draw() * clusters);
      times[drawn] = (times[drawn] ?? 0) + 1;
    }
    figuresOf(times).forEach((figure, index) => {
      const list = seen[index] ?? [];
      seen[index] = list;
      if (figure !== null) list.push(figure);
    });
  }
  return seen.map(percentilesOf);
}

function percentilesOf(values: readonly number[]): Interval | null {
  if (values.length * 2 < DRAWS) return null;
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return { low: at(0.025), high: at(0.975) };
}
