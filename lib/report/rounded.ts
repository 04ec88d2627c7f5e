/** Six digits after the point: more than any figure here is sure of, and equal on every machine. */
export function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
