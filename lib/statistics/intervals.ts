import { chiSquareQuantile } from "./distributions";

export type Interval = { low: number; high: number };

/** 97.5 % point of the normal distribution. */
const Z = 1.959963984540054;

/** 95 % interval of a share a/n. With n = 0 nothing is known: 0 to 1. */
export function wilson(a: number, n: number): Interval {
  if (n === 0) return { low: 0, high: 1 };
  const p = a / n;
  const centre = p + (Z * Z) / (2 * n);
  const half = Z * Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n));
  const scale = 1 + (Z * Z) / n;
  return { low: a === 0 ? 0 : (centre - half) / scale, high: a === n ? 1 : (centre + half) / scale };
}

/** Hundreds of people have the same few counts, and each takes a hundred looks at a distribution. */
const KNOWN_COUNTS = 10_000;
const known = new Map<number, Interval>();

/** 95 % interval of a rate k/T by Garwood, in events per unit of T. */
export function garwood(k: number, T: number): Interval {
  const quantiles = known.get(k) ?? {
    low: k === 0 ? 0 : chiSquareQuantile(0.025, 2 * k),
    high: chiSquareQuantile(0.975, 2 * k + 2),
  };
  if (known.size >= KNOWN_COUNTS) known.clear();
  known.set(k, quantiles);
  return { low: quantiles.low / (2 * T), high: quantiles.high / (2 * T) };
}
