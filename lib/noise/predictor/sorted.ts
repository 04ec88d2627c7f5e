/** First index whose value is not under `at`; values ascend. */
export function lowerBound<T>(items: readonly T[], at: number, numberOf: (item: T) => number): number {
  let [from, to] = [0, items.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (numberOf(items[middle] as T) < at) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Puts an item where its order has it. Items mostly come in order, so the search begins at the end. */
export function insertSorted<T>(items: T[], item: T, compare: (a: T, b: T) => number): void {
  let index = items.length;
  while (index > 0 && compare(items[index - 1] as T, item) > 0) index -= 1;
  if (index === items.length) items.push(item);
  else items.splice(index, 0, item);
}
