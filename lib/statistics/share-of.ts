import { wilson } from "./intervals";

/** a of n with its 95 % interval (Wilson). With n = 0 nothing is known, and nothing is said. */
export function shareOf(of: number, n: number) {
  if (n === 0) return { value: null, low: null, high: null, of, n };
  const { low, high } = wilson(of, n);
  return { value: of / n, low, high, of, n };
}
