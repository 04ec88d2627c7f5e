import type { Instant } from "@/lib/model/instant";
import { DAY_MS } from "@/lib/time/boundaries";

/** Why a silence is over without anybody ending it. */
type SelfEnding = "incident-opened" | "severity-rose" | "rate-rose" | "expired";

/** The rate is at this many times its baseline. */
const TIMES_BASELINE = 3;
/** It is taken over the days in which the baseline makes three openings, within these. */
const [RATE_DAYS_FROM, RATE_DAYS_TO] = [1, 7];
const LEAST_OPENINGS = 3;

/** A page of the scope, or of the service that the alert is of. */
export type PageSince = {
  pageId: string;
  openedAt: Instant;
  inScope: boolean;
  isTopPriority: boolean;
  /** As `severityRank` gives it; null = not told. */
  rank: number | null;
};

export type Silenced = {
  since: Instant;
  expiresAt: Instant | null;
  /** Openings a day before it. */
  baselinePerDay: number;
  /** The most severe page of the scope before it; null = none told. */
  rankBefore: number | null;
  now: Instant;
};

export type Ended = { at: Instant; because: SelfEnding; pageIds: readonly string[] };

/** When and why a silence ends by itself, by the earliest reason; null while it goes on. Pages in order of opening. */
export function endsByItself(silenced: Silenced, pages: readonly PageSince[]): Ended | null {
  const { since, expiresAt, now } = silenced;
  const until = Math.min(expiresAt ?? Number.POSITIVE_INFINITY, now + 1);
  const seen = pages.filter(({ openedAt }) => openedAt >= since && openedAt < until);
  const ends = [incident(seen), severity(silenced, seen), rate(silenced, seen)].filter((end) => end !== null);
  const [first] = ends.sort((a, b) => a.at - b.at);
  if (first) return first;
  return expiresAt !== null && expiresAt <= now ? { at: expiresAt, because: "expired", pageIds: [] } : null;
}

function incident(pages: readonly PageSince[]): Ended | null {
  const page = pages.find(({ isTopPriority }) => isTopPriority);
  return page ? { at: page.openedAt, because: "incident-opened", pageIds: [page.pageId] } : null;
}

function severity({ rankBefore }: Silenced, pages: readonly PageSince[]): Ended | null {
  const page = pages.find(({ inScope, rank }) => inScope && rank !== null && rankBefore !== null && rank < rankBefore);
  return page ? { at: page.openedAt, because: "severity-rose", pageIds: [page.pageId] } : null;
}

/** Over a rolling window that does not reach before the silence: its first days can only make the rate look lower. */
function rate({ baselinePerDay }: Silenced, pages: readonly PageSince[]): Ended | null {
  if (baselinePerDay <= 0) return null;
  const days = Math.min(RATE_DAYS_TO, Math.max(RATE_DAYS_FROM, LEAST_OPENINGS / baselinePerDay));
  const enough = Math.max(LEAST_OPENINGS, Math.ceil(TIMES_BASELINE * baselinePerDay * days));
  const ours = pages.filter(({ inScope }) => inScope);
  for (let last = enough - 1; last < ours.length; last += 1) {
    const [from, to] = [ours[last - enough + 1], ours[last]];
    if (from && to && to.openedAt - from.openedAt < days * DAY_MS)
      return {
        at: to.openedAt,
        because: "rate-rose",
        pageIds: ours.slice(last - enough + 1, last + 1).map(({ pageId }) => pageId),
      };
  }
  return null;
}

/**
 * How severe a page is, 0 the most: by its priority where one is told ("P2", "SEV-2": the number), else by the words of
 * severity that alert rules use, else by its urgency. Null where nothing is told.
 */
export function severityRank(page: {
  priority: string | null;
  severity: string | null;
  urgency: string | null;
}): number | null {
  const told = /^\s*(?:p|sev)[\s-]?([0-9])\s*$/i.exec(page.priority ?? page.severity ?? "");
  if (told) return Number(told[1]);
  const word = SEVERITY_WORDS.get((page.priority ?? page.severity ?? "").trim().toLowerCase());
  if (word !== undefined) return word;
  if (page.urgency === "high") return 2;
  return page.urgency === "low" ? 4 : null;
}

const SEVERITY_WORDS: ReadonlyMap<string, number> = new Map([
  ["critical", 1],
  ["error", 2],
  ["high", 2],
  ["major", 2],
  ["warning", 3],
  ["medium", 3],
  ["minor", 4],
  ["low", 4],
  ["info", 5],
]);
