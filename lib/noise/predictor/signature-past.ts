import type { Instant } from "@/lib/model/instant";
import type { Ending } from "@/lib/model/page";
import { addRecent, forgetBefore, type RecentCounts, recentCounts } from "./recent-counts";
import { insertSorted, lowerBound } from "./sorted";
import { ACTS, type Told } from "./told";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Windows of the shares of actions. A week shows a change at once, a quarter has enough of a rare alert. */
const SHORT_MS = 7 * DAY_MS;
const LONG_MS = 90 * DAY_MS;

/** Medians, shares of endings and the clock are those of the newest ones: an alert is what it has lately been. */
const NEWEST = 50;

const FLEETING_MS = 5 * 60_000;

/** A page that nobody ended is taken as open for a day: some sources never tell an end. */
const OPEN_AT_MOST_MS = DAY_MS;

/** `wall` is what the clock on the wall showed, as milliseconds. */
type PastOpening = { at: Instant; pageKey: string; wall: number; ended: boolean };
type PastEnding = { at: Instant; openedAt: Instant; pageKey: string; by: Ending; touched: boolean };

/** What is known of the pages of one signature. It changes as facts are told, in whatever order they come. */
export type SignaturePast = {
  /** Of the last week. */
  openings: PastOpening[];
  newestOpenings: PastOpening[];
  opened: number;
  firstOpenedAt: Instant;
  newestEndings: PastEnding[];
  endings: EndingShares;
  /** Of the newest endings, ascending. */
  openMs: number[];
  lastEndedAt: Instant | null;
  shortActs: RecentCounts<number>;
  longActs: RecentCounts<number>;
  longOpenings: RecentCounts<0>;
};

export function signaturePast(): SignaturePast {
  return {
    openings: [],
    newestOpenings: [],
    opened: 0,
    firstOpenedAt: Number.POSITIVE_INFINITY,
    newestEndings: [],
    endings: { ended: 0, bySource: 0, byPerson: 0, fleeting: 0 },
    openMs: [],
    lastEndedAt: null,
    shortActs: recentCounts(SHORT_MS),
    longActs: recentCounts(LONG_MS),
    longOpenings: recentCounts(LONG_MS),
  };
}

export function tellSignature(past: SignaturePast, told: Told, offsetMs: number): void {
  if (told.what === "opened") tellOpening(past, told.at, told.page.pageKey, told.at + offsetMs);
  if (told.what === "ended") tellEnding(past, { ...told, pageKey: told.page.pageKey });
  if (told.what !== "acted") return;
  addRecent(past.shortActs, told.at, told.act);
  addRecent(past.longActs, told.at, told.act);
}

function tellOpening(past: SignaturePast, at: Instant, pageKey: string, wall: number): void {
  // Only an opening that is told late finds its ending already there.
  const isLate = past.lastEndedAt !== null && past.lastEndedAt >= at;
  const ended = isLate && past.newestEndings.some((ending) => ending.openedAt === at && ending.pageKey === pageKey);
  const opening = { at, pageKey, wall, ended };
  past.opened += 1;
  past.firstOpenedAt = Math.min(past.firstOpenedAt, at);
  insertSorted(past.openings, opening, byAt);
  insertNewest(past.newestOpenings, opening, byAt);
  addRecent(past.longOpenings, at, 0);
}

function tellEnding(past: SignaturePast, { at, openedAt, pageKey, by, touched }: PastEnding): void {
  const opening = past.newestOpenings.findLast((each) => each.at === openedAt && each.pageKey === pageKey);
  if (opening) opening.ended = true;
  const ending = { at, openedAt, pageKey, by, touched };
  past.lastEndedAt = Math.max(past.lastEndedAt ?? at, at);
  insertSorted(past.openMs, at - openedAt, (a, b) => a - b);
  count(past.endings, ending, 1);
  const gone = insertNewest(past.newestEndings, ending, byAt);
  if (!gone) return;
  past.openMs.splice(past.openMs.indexOf(gone.at - gone.openedAt), 1);
  count(past.endings, gone, -1);
}

function count(shares: EndingShares, { by, at, openedAt, touched }: PastEnding, one: 1 | -1): void {
  shares.ended += one;
  if (by === "person") shares.byPerson += one;
  if (by !== "source") return;
  shares.bySource += one;
  if (!touched && at - openedAt < FLEETING_MS) shares.fleeting += one;
}

/** Returns the one that had to go. */
function insertNewest<T>(items: T[], item: T, compare: (a: T, b: T) => number): T | undefined {
  insertSorted(items, item, compare);
  return items.length > NEWEST ? items.shift() : undefined;
}

type Dated = { at: Instant; pageKey: string };

/** Facts of the same instant in an order that does not depend on which came first. */
function byAt(a: Dated, b: Dated): number {
  return a.at - b.at || (a.pageKey < b.pageKey ? -1 : a.pageKey > b.pageKey ? 1 : 0);
}

/** Openings in the last hour, day and week before an instant. */
export function openingsBefore(past: SignaturePast, at: Instant): { hour: number; day: number; week: number } {
  const stale = lowerBound(past.openings, at - SHORT_MS, openedAtOf);
  if (stale > 64) past.openings.splice(0, stale);
  const since = (windowMs: number) => past.openings.length - lowerBound(past.openings, at - windowMs, openedAtOf);
  return { hour: since(HOUR_MS), day: since(DAY_MS), week: since(SHORT_MS) };
}

function openedAtOf({ at }: Dated): number {
  return at;
}

/** Pages of the signature that opened in the last day and have not ended. */
export function openBefore({ newestOpenings }: SignaturePast, at: Instant): number {
  let open = 0;
  for (
    let index = lowerBound(newestOpenings, at - OPEN_AT_MOST_MS, openedAtOf);
    index < newestOpenings.length;
    index += 1
  ) {
    if (!newestOpenings[index]?.ended) open += 1;
  }
  return open;
}

export type ActShares = { acts: number; openings: number; shares: readonly number[] };

/** The share of each act among all acts on the signature, in the short and in the long window. */
export function actsBefore(past: SignaturePast, at: Instant, week: number): { short: ActShares; long: ActShares } {
  forgetBefore(past.shortActs, at);
  forgetBefore(past.longActs, at);
  forgetBefore(past.longOpenings, at);
  return { short: sharesOf(past.shortActs, week), long: sharesOf(past.longActs, past.longOpenings.total) };
}

const NO_SHARES = ACTS.map(() => 0);

function sharesOf({ counts, total }: RecentCounts<number>, openings: number): ActShares {
  const shares = total === 0 ? NO_SHARES : ACTS.map((_, act) => (counts.get(act) ?? 0) / total);
  return { acts: total, openings, shares };
}

export type EndingShares = {
  ended: number;
  bySource: number;
  byPerson: number;
  /** Cleared by the source within five minutes, nobody having done anything. */
  fleeting: number;
};
