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

/** 95 % interval of a rate k/T by Garwood, in events per unit of T. */
export function garwood(k: number, T: number): Interval {
  return {
    low: k === 0 ? 0 : chiSquareQuantile(0.025, 2 * k) / (2 * T),
    high: chiSquareQuantile(0.975, 2 * k + 2) / (2 * T),
  };
}
