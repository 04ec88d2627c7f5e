/** The mean of the two in the middle where they are even in number; null of nothing. In any order. */
export function medianOf(values: readonly number[]): number | null {
  return medianOfSorted(values.toSorted((a, b) => a - b));
}

/** Of ascending values. */
export function medianOfSorted(sorted: ArrayLike<number>): number | null {
  const middle = sorted.length >>> 1;
  const upper = sorted[middle];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
