import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import { garwood } from "@/lib/statistics/intervals";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export const STORM_THRESHOLDS = {
  /** A burst begins with more than this many pages .. */
  pagesOver: 5,
  /** .. of at least so many alerts within the window, and ends when fewer than two are in it. */
  signatures: 3,
  windowMinutes: 10,
  /** An edge from one alert to another: how often the one was followed by the other within the window. */
  followed: 5,
  followedShare: 0.3,
  liftOver: 2,
};

/** Beyond so many pages in ten minutes every alert follows every other: the oldest are left out of the counting. */
const MOST_IN_WINDOW = 400;

/** One page as edges see it. */
export type StormOpening = {
  pageKey: string;
  /** What people call the page. */
  name: string;
  signature: string;
  /** Whose console it is: the team, else one for all pages without one. */
  scope: string;
  openedAt: Instant;
};

/** One page as bursts see it. */
export type StormPage = StormOpening & {
  /** When its source or a person ended it; null where it goes on, or where the end says nothing of the problem. */
  endedAt: Instant | null;
  /** By its source: then the problem was over, and not merely the page closed. */
  isCleared: boolean;
};

/** Alert `from` is followed by alert `to` more often than chance explains. */
export type Edge = {
  from: string;
  to: string;
  followed: number;
  openings: number;
  share: number;
  lift: number;
  liftLow: number;
};

/** Edges by "from\u0000to". */
export type Edges = ReadonlyMap<string, Edge>;

export type Burst = { scope: string; pages: readonly StormPage[]; signatures: number };

/** Where a page stands in a burst. */
export type StormPlace = {
  /** Pages and alerts of the burst. */
  pages: number;
  signatures: number;
  /** First-out: a candidate for the cause of it all, never called a symptom. */
  root: { pageKey: string; name: string };
  isRoot: boolean;
  /** The latest earlier page from which an edge leads here; null = no symptom. */
  cause: (Pick<StormPage, "pageKey" | "name" | "endedAt" | "isCleared"> & { afterMs: number; edge: Edge }) | null;
};

/** Bursts of one scope each: the pages of a flood, from the first of the ten minutes that made it one to the quiet after. */
export function burstsOf(pages: readonly StormPage[]): Burst[] {
  return [...groupBy(pages, ({ scope }) => scope)].flatMap(([scope, mine]) => {
    const inOrder = mine.toSorted(byOpening);
    return spansOf(inOrder).map(([from, to]) => {
      const burst = inOrder.slice(from, to);
      return { scope, pages: burst, signatures: new Set(burst.map(({ signature }) => signature)).size };
    });
  });
}

/** [from, to) of each burst. */
function spansOf(pages: readonly StormPage[]): [number, number][] {
  const windowMs = STORM_THRESHOLDS.windowMinutes * MINUTE_MS;
  const at = (index: number) => pages[index]?.openedAt ?? Number.POSITIVE_INFINITY;
  const inWindow = new Map<string, number>();
  const spans: [number, number][] = [];
  let first = 0;
  for (let index = 0; index < pages.length; index += 1) {
    count(inWindow, pages[index]?.signature ?? "", 1);
    for (; at(index) - at(first) >= windowMs; first += 1) count(inWindow, pages[first]?.signature ?? "", -1);
    if (index - first + 1 <= STORM_THRESHOLDS.pagesOver || inWindow.size < STORM_THRESHOLDS.signatures) continue;
    let end = index + 1;
    while (end < pages.length && at(end) - at(end - 1) < windowMs) end += 1;
    const last = spans.at(-1);
    if (last && first < last[1]) last[1] = end;
    else spans.push([first, end]);
    inWindow.clear();
    [first, index] = [end, end - 1];
  }
  return spans;
}

function count(counts: Map<string, number>, key: string, by: number): void {
  const now = (counts.get(key) ?? 0) + by;
  if (now > 0) counts.set(key, now);
  else counts.delete(key);
}

/** How often alerts of a scope follow each other. Portions are added up; a portion is whole days of whole scopes. */
export type EdgeCounts = {
  openings: Map<string, number>;
  followed: Map<string, number>;
  firstAt: Instant;
  lastAt: Instant;
};

/** Counts of one scope, for one portion of its pages. */
export function countFollowers(pages: readonly StormOpening[]): EdgeCounts {
  const windowMs = STORM_THRESHOLDS.windowMinutes * MINUTE_MS;
  const inOrder = pages.toSorted(byOpening);
  const counts: EdgeCounts = {
    openings: new Map(),
    followed: new Map(),
    firstAt: inOrder[0]?.openedAt ?? Number.POSITIVE_INFINITY,
    lastAt: inOrder.at(-1)?.openedAt ?? Number.NEGATIVE_INFINITY,
  };
  const lastOf = new Map<string, Instant>();
  let first = 0;
  for (let index = 0; index < inOrder.length; index += 1) {
    const page = inOrder[index];
    if (!page) continue;
    count(counts.openings, page.signature, 1);
    while ((inOrder[first]?.openedAt ?? 0) < page.openedAt - windowMs) first += 1;
    const before = lastOf.get(page.signature) ?? Number.NEGATIVE_INFINITY;
    for (let earlier = Math.max(first, index - MOST_IN_WINDOW); earlier < index; earlier += 1) {
      const leader = inOrder[earlier];
      // An opening is followed once; what opens in the same instant leads nobody.
      if (!leader || leader.signature === page.signature || leader.openedAt <= before) continue;
      if (leader.openedAt < page.openedAt) count(counts.followed, `${leader.signature}\u0000${page.signature}`, 1);
    }
    lastOf.set(page.signature, page.openedAt);
  }
  return counts;
}

export function addCounts(a: EdgeCounts, b: EdgeCounts): EdgeCounts {
  const sum = (left: Map<string, number>, right: Map<string, number>) => {
    const all = new Map(left);
    for (const [key, value] of right) count(all, key, value);
    return all;
  };
  return {
    openings: sum(a.openings, b.openings),
    followed: sum(a.followed, b.followed),
    firstAt: Math.min(a.firstAt, b.firstAt),
    lastAt: Math.max(a.lastAt, b.lastAt),
  };
}

/** The counts of `a` that are not those of `b`, its beginning: what a portion adds to the one before, from whose end it was read. */
export function countsAfter(a: EdgeCounts, b: EdgeCounts, firstAt: Instant): EdgeCounts {
  const less = (left: Map<string, number>, right: Map<string, number>) => {
    const rest = new Map(left);
    for (const [key, value] of right) count(rest, key, -value);
    return rest;
  };
  return { openings: less(a.openings, b.openings), followed: less(a.followed, b.followed), firstAt, lastAt: a.lastAt };
}

/** The pairs that follow each other often, more often than chance, and in this order rather than the other. */
export function edgesFrom({ openings, followed, firstAt, lastAt }: EdgeCounts): Edge[] {
  const { followed: least, followedShare, liftOver, windowMinutes } = STORM_THRESHOLDS;
  const spanMs = Math.max(DAY_MS, lastAt - firstAt);
  const edges: Edge[] = [];
  for (const [pair, times] of followed) {
    if (times < least) continue;
    const [from = "", to = ""] = pair.split("\u0000");
    const leaders = openings.get(from) ?? 0;
    const share = times / leaders;
    if (share < followedShare || times <= (followed.get(`${to}\u0000${from}`) ?? 0)) continue;
    const perMs = (openings.get(to) ?? 0) / spanMs;
    const expected = leaders * (1 - Math.exp(-perMs * windowMinutes * MINUTE_MS));
    const liftLow = garwood(times, expected).low;
    if (liftLow > liftOver)
      edges.push({ from, to, followed: times, openings: leaders, share, lift: times / expected, liftLow });
  }
  return edges;
}

/** The edges of all scopes. */
export function edgesOf(pages: readonly StormOpening[]): Edges {
  const all = [...groupBy(pages, ({ scope }) => scope).values()].flatMap((mine) => edgesFrom(countFollowers(mine)));
  return new Map(all.map((edge) => [`${edge.from}\u0000${edge.to}`, edge]));
}

/** The place of each page that is in a burst. Without an edge nothing is a symptom, and the first page never is. */
export function stormPlaces(bursts: readonly Burst[], edges: Edges): Map<string, StormPlace> {
  const places = new Map<string, StormPlace>();
  for (const { pages, signatures } of bursts) {
    const [first] = pages;
    if (!first) continue;
    const root = { pageKey: first.pageKey, name: first.name };
    // The latest page of each alert so far: one look per alert, not per page.
    const latest = new Map<string, StormPage>();
    for (const page of pages) {
      const isRoot = page === first;
      const cause = isRoot ? null : causeOf(page, latest, edges);
      places.set(page.pageKey, { pages: pages.length, signatures, root, isRoot, cause });
      latest.set(page.signature, page);
    }
  }
  return places;
}

function causeOf(page: StormPage, latest: ReadonlyMap<string, StormPage>, edges: Edges): StormPlace["cause"] {
  let cause: StormPlace["cause"] = null;
  for (const [signature, leader] of latest) {
    if (leader.openedAt >= page.openedAt) continue;
    const edge = edges.get(`${signature}\u0000${page.signature}`);
    const afterMs = page.openedAt - leader.openedAt;
    if (!edge || (cause && afterMs >= cause.afterMs)) continue;
    const { pageKey, name, endedAt, isCleared } = leader;
    cause = { pageKey, name, afterMs, endedAt, isCleared, edge };
  }
  return cause;
}

function byOpening(a: StormOpening, b: StormOpening): number {
  return a.openedAt - b.openedAt || (a.pageKey < b.pageKey ? -1 : a.pageKey > b.pageKey ? 1 : 0);
}
