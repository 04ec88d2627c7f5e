import type { Instant } from "@/lib/model/instant";

/**
 * Counts by kind of what happened within the last while. Half-open at the front: what is older than the window is let go
 * as time moves on, and what is told late is put where it belongs.
 */
export type RecentCounts<K> = {
  windowMs: number;
  at: Instant[];
  kinds: K[];
  /** Those before it have left the window. */
  head: number;
  counts: Map<K, number>;
  total: number;
  from: Instant;
};

export function recentCounts<K>(windowMs: number): RecentCounts<K> {
  return { windowMs, at: [], kinds: [], head: 0, counts: new Map(), total: 0, from: Number.NEGATIVE_INFINITY };
}

export function addRecent<K>(recent: RecentCounts<K>, at: Instant, kind: K): void {
  if (at < recent.from) return;
  let index = recent.at.length;
  while (index > recent.head && (recent.at[index - 1] ?? 0) > at) index -= 1;
  if (index === recent.at.length) {
    recent.at.push(at);
    recent.kinds.push(kind);
  } else {
    recent.at.splice(index, 0, at);
    recent.kinds.splice(index, 0, kind);
  }
  recent.counts.set(kind, (recent.counts.get(kind) ?? 0) + 1);
  recent.total += 1;
}

/** Lets go of everything before `now - window`. */
export function forgetBefore<K>(recent: RecentCounts<K>, now: Instant): void {
  recent.from = now - recent.windowMs;
  while (recent.head < recent.at.length && (recent.at[recent.head] ?? 0) < recent.from) {
    const kind = recent.kinds[recent.head] as K;
    const left = (recent.counts.get(kind) ?? 0) - 1;
    if (left === 0) recent.counts.delete(kind);
    else recent.counts.set(kind, left);
    recent.total -= 1;
    recent.head += 1;
  }
  if (recent.head > 256 && recent.head * 2 > recent.at.length) {
    recent.at.splice(0, recent.head);
    recent.kinds.splice(0, recent.head);
    recent.head = 0;
  }
}
