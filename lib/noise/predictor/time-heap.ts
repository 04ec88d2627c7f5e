import type { Instant } from "@/lib/model/instant";

/** Least first, by a total order, so that what is taken does not depend on what was put in first. */
export type TimeHeap<T extends { at: Instant }> = { items: T[]; compare: (a: T, b: T) => number };

export function timeHeap<T extends { at: Instant }>(compare: (a: T, b: T) => number): TimeHeap<T> {
  return { items: [], compare };
}

export function put<T extends { at: Instant }>({ items, compare }: TimeHeap<T>, item: T): void {
  let index = items.length;
  items.push(item);
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (compare(items[parent] as T, item) <= 0) break;
    items[index] = items[parent] as T;
    index = parent;
  }
  items[index] = item;
}

/** The least one, if it lies before an instant. */
export function takeBefore<T extends { at: Instant }>({ items, compare }: TimeHeap<T>, before: Instant): T | null {
  const least = items[0];
  if (least === undefined || least.at >= before) return null;
  const last = items.pop() as T;
  if (items.length > 0) sink(items, last, compare);
  return least;
}

function sink<T>(items: T[], item: T, compare: (a: T, b: T) => number): void {
  let index = 0;
  for (let child = 1; child < items.length; child = 2 * index + 1) {
    const right = child + 1;
    const least = right < items.length && compare(items[right] as T, items[child] as T) < 0 ? right : child;
    if (compare(items[least] as T, item) >= 0) break;
    items[index] = items[least] as T;
    index = least;
  }
  items[index] = item;
}
