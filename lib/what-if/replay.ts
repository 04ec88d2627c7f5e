import { AppError } from "@/lib/errors";
import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import type { Treatment } from "@/lib/model/treatment";
import type { HistoryOpening } from "./history";
import { endOfQuiet } from "./quiet-windows";

const MINUTE_MS = 60_000;

/**
 * What becomes of an opening. `joined`: it is part of one that paged before, and costs no notification of its own.
 * `ticket`: nobody is paged, somebody sees it in business hours, `delayMs` later.
 */
export type Fate =
  | { kind: "kept" }
  | { kind: "removed" }
  | { kind: "joined" }
  | { kind: "delayed"; delayMs: number }
  | { kind: "ticket"; delayMs: number };

/** What a replay must know besides the pages. */
export type ReplayTimes = { nextBusinessStart: (at: Instant) => Instant | null };

const KEPT: Fate = { kind: "kept" };
const REMOVED: Fate = { kind: "removed" };
const JOINED: Fate = { kind: "joined" };

/**
 * What a treatment would have done to each opening, by mechanics alone: verdicts only price the result. The answer is in
 * the order of the openings, which may come in any.
 */
export function replay(
  openings: readonly HistoryOpening[],
  treatment: Treatment,
  { nextBusinessStart }: ReplayTimes,
): Fate[] {
  switch (treatment.kind) {
    case "hold": {
      const holdMs = minutes(treatment.holdMinutes);
      return openings.map((opening) => held(opening, holdMs));
    }
    case "merge": {
      const mergeMs = minutes(treatment.mergeMinutes);
      return perAlert(openings, (alert) => merged(alert, 0, mergeMs));
    }
    case "hold-and-merge": {
      const [holdMs, mergeMs] = [minutes(treatment.holdMinutes), minutes(treatment.mergeMinutes)];
      return perAlert(openings, (alert) => merged(alert, holdMs, mergeMs));
    }
    case "window":
      return openings.map((opening) => muted(opening, endOfQuiet(opening.openedAt, treatment)));
    case "ticket":
      return openings.map((opening) => ticketed(opening, nextBusinessStart));
    case "drop":
      return openings.map(() => REMOVED);
    default:
      return treatment satisfies never;
  }
}

function minutes(count: number): number {
  if (!(count > 0)) throw new AppError("invalid", "A hold or merge takes more than 0 minutes.");
  return count * MINUTE_MS;
}

/**
 * When an opening went away by itself, else null. After an act on it, or an end by a person or by nobody known, it cannot
 * be told whether it would have: such an opening always stays.
 */
function clearedAt({ endedAt, endedBy, acted }: HistoryOpening): Instant | null {
  return endedBy === "source" && !acted ? endedAt : null;
}

function clearsWithin(opening: HistoryOpening, ms: number): boolean {
  const at = clearedAt(opening);
  return at !== null && at - opening.openedAt <= ms;
}

function held(opening: HistoryOpening, holdMs: number): Fate {
  return clearsWithin(opening, holdMs) ? REMOVED : { kind: "delayed", delayMs: holdMs };
}

/**
 * Merging, with the hold before it if there is one: it acts on each opening that does not find the alert firing. An alert
 * fires on for the merge time after its source cleared it, half-open; an end by anybody else breaks that off, and only
 * what the source cleared can join.
 */
function merged(inOrder: readonly HistoryOpening[], holdMs: number, mergeMs: number): Fate[] {
  let firesUntil: Instant = Number.NEGATIVE_INFINITY;
  return inOrder.map((opening) => {
    const cleared = clearedAt(opening);
    if (cleared !== null && opening.openedAt < firesUntil) {
      firesUntil = Math.max(firesUntil, cleared + mergeMs);
      return JOINED;
    }
    if (holdMs > 0 && clearsWithin(opening, holdMs)) return REMOVED;
    firesUntil = cleared === null ? Number.NEGATIVE_INFINITY : cleared + mergeMs;
    return holdMs > 0 ? { kind: "delayed", delayMs: holdMs } : KEPT;
  });
}

/** Half-open: what clears at the very end of the quiet is gone by then. */
function muted(opening: HistoryOpening, quietUntil: Instant | null): Fate {
  if (quietUntil === null) return KEPT;
  const delayMs = quietUntil - opening.openedAt;
  return clearsWithin(opening, delayMs) ? REMOVED : { kind: "delayed", delayMs };
}

/** Only what could wait is still of use when work begins. */
function ticketed(
  { openedAt, verdict, reason }: HistoryOpening,
  nextBusinessStart: ReplayTimes["nextBusinessStart"],
): Fate {
  const seenAt = verdict === "actionable" && reason === "could-wait" ? nextBusinessStart(openedAt) : null;
  return seenAt === null ? REMOVED : { kind: "ticket", delayMs: seenAt - openedAt };
}

/** Fates of each alert in the order of its openings, put back into the order that was given. */
function perAlert(
  openings: readonly HistoryOpening[],
  fatesOf: (inOrder: readonly HistoryOpening[]) => readonly Fate[],
): Fate[] {
  const fates = openings.map(() => KEPT);
  for (const { inOrder, places } of alertsInOrder(openings)) {
    const found = fatesOf(inOrder);
    for (const [index, place] of places.entries()) fates[place] = found[index] ?? KEPT;
  }
  return fates;
}

type InOrder = { inOrder: readonly HistoryOpening[]; places: readonly number[] };
/** The same for every position of a slider. */
const ORDERS = new WeakMap<readonly HistoryOpening[], readonly InOrder[]>();

function alertsInOrder(openings: readonly HistoryOpening[]): readonly InOrder[] {
  const known = ORDERS.get(openings);
  if (known) return known;
  const placed = openings.map((opening, place) => ({ place, opening }));
  const alerts = [...groupBy(placed, ({ opening }) => opening.signature).values()].map((alert) => {
    alert.sort((a, b) => byOpening(a.opening, b.opening));
    return { inOrder: alert.map(({ opening }) => opening), places: alert.map(({ place }) => place) };
  });
  ORDERS.set(openings, alerts);
  return alerts;
}

function byOpening(a: HistoryOpening, b: HistoryOpening): number {
  const byTime = a.openedAt - b.openedAt || (a.endedAt ?? Infinity) - (b.endedAt ?? Infinity);
  if (byTime !== 0 && !Number.isNaN(byTime)) return byTime;
  return a.pageKey < b.pageKey ? -1 : a.pageKey > b.pageKey ? 1 : 0;
}
