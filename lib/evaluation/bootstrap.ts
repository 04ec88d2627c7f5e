export type Interval = { low: number; high: number };

const DRAWS = 2_000;

/**
 * 95 % percentile interval of a figure over whole clusters: pages of one signature are not independent, so signatures are
 * drawn, with replacement. The figure is given how often each cluster was drawn. Draws in which it is unknown are left
 * out; null where it nearly always is, or where there is only one cluster.
 */
export function bootstrapClusters(
  clusters: number,
  figure: (weights: Uint8Array) => number | null,
  { draws = DRAWS, seed = 1 }: { draws?: number; seed?: number } = {},
): Interval | null {
  if (clusters < 2) return null;
  const next = splitmix(seed);
  const weights = new Uint8Array(clusters);
  const values: number[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    weights.fill(0);
    for (let n = 0; n < clusters; n += 1) {
      const drawn = Math.floor(next() * clusters);
      weights[drawn] = (weights[drawn] ?? 0) + 1;
    }
    const value = figure(weights);
    if (value !== null && Number.isFinite(value)) values.push(value);
  }
  if (values.length < draws / 2) return null;
  values.sort((a, b) => a - b);
  return { low: quantile(values, 0.025), high: quantile(values, 0.975) };
}

/** Of sorted values, linear between two of them. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return below + (above - below) * (place - Math.floor(place));
}

/** A figure that follows from sums over clusters: only the sums have to be made anew for each draw. */
export function sumsOf<T extends string>(
  rows: readonly Readonly<Record<T, number>>[],
  names: readonly T[],
): (weights: Uint8Array | null) => Record<T, number> {
  const columns = names.map((name) => Float64Array.from(rows, (row) => row[name]));
  return (weights) => {
    const sums = names.map((name, place) => {
      const column = columns[place] ?? new Float64Array();
      let sum = 0;
      for (let index = 0; index < column.length; index += 1)
        sum += (weights ? (weights[index] ?? 0) : 1) * (column[index] ?? 0);
      return [name, sum] as const;
    });
    return Object.fromEntries(sums) as Record<T, number>;
  };
}

/** splitmix32: enough for drawing clusters, and the same everywhere. */
export function splitmix(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let word = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return ((word ^ (word >>> 15)) >>> 0) / 4_294_967_296;
  };
}
