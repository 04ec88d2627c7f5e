import { clusterBootstrap, MIN_CLUSTERS } from "./cluster-bootstrap";
import { type Interval, wilson } from "./intervals";

/** `hits` of `n` in one cluster, such as the pages of one signature. */
export type ClusterSum = { hits: number; n: number };

/** Null where n = 0: nothing is known. `optimistic`: too few clusters, so pages are taken as independent, which they are not. */
export type ClusteredShare = { value: number | null; n: number; interval: Interval | null; optimistic: boolean };

/**
 * A share over many clusters with its 95 % interval: drawn by cluster, by Wilson where there are too few of them. Over
 * 1,000 clusters it takes some 70 ms, and yields as it goes.
 */
export function* clusteredShareSteps(clusters: readonly ClusterSum[]): Generator<undefined, ClusteredShare> {
  const sums = clusters.filter(({ n }) => n > 0);
  const [hits, n] = sums.reduce(([hitsSoFar, soFar], sum) => [hitsSoFar + sum.hits, soFar + sum.n], [0, 0]);
  if (n === 0) return { value: null, n, interval: null, optimistic: false };
  // Where all pages agree every draw does too, and an interval of no width would claim certainty.
  if (sums.length < MIN_CLUSTERS || hits === 0 || hits === n) {
    return { value: hits / n, n, interval: wilson(hits, n), optimistic: sums.length < MIN_CLUSTERS };
  }
  const [interval = null] = yield* clusterBootstrap(sums.length, (times) => {
    let [all, found] = [0, 0];
    sums.forEach((sum, index) => {
      all += sum.n * (times[index] ?? 0);
      found += sum.hits * (times[index] ?? 0);
    });
    return [all === 0 ? null : found / all];
  });
  return { value: hits / n, n, interval, optimistic: false };
}

/** The same at one go. */
export function clusteredShare(clusters: readonly ClusterSum[]): ClusteredShare {
  const steps = clusteredShareSteps(clusters);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
