import type { Instant } from "@/lib/model/instant";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { clockOf } from "@/lib/time/clock-of";
import { placeInstant } from "@/lib/time/hour-rules";
import { nextBusinessStart } from "@/lib/time/next-business-start";
import type { History, HistoryOpening } from "./history";
import type { Clocks } from "./simulate";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A Monday, 00:00 in London. */
export const MONDAY: Instant = Date.parse("2026-01-05T00:00:00Z");

let made = 0;

/** Minutes after Monday midnight, cleared by its source unless said otherwise, noise by inference, ringing nobody. */
export function opening(
  fromMinute: number,
  toMinute: number | null,
  more: Partial<HistoryOpening> = {},
): HistoryOpening {
  made += 1;
  return {
    pageKey: `p${String(made).padStart(6, "0")}`,
    signature: "a",
    openedAt: MONDAY + fromMinute * MINUTE,
    endedAt: toMinute === null ? null : MONDAY + toMinute * MINUTE,
    endedBy: toMinute === null ? "still-open" : "source",
    acted: false,
    acknowledged: false,
    verdict: "noise",
    judgedByPerson: false,
    reason: null,
    probability: null,
    topPriority: false,
    incident: `i${made}`,
    notifications: [],
    ...more,
  };
}

/** The same, ringing a person when it opens. */
export function ringing(
  fromMinute: number,
  toMinute: number | null,
  more: Partial<HistoryOpening> & { person?: string } = {},
): HistoryOpening {
  const { person = "ann", ...rest } = more;
  const made = opening(fromMinute, toMinute, rest);
  return { ...made, notifications: [{ person, at: made.openedAt, estimated: false }] };
}

export function historyOf(openings: readonly HistoryOpening[], more: Partial<History> = {}): History {
  return { from: MONDAY, to: MONDAY + 90 * DAY, openings, others: [], ...more };
}

/** Everybody lives in London by the default hours. */
const LONDON = clockOf({
  person: { hours: null, timeZone: "Europe/London", country: null, region: null, zones: [] },
  team: null,
  workspace: { zone: "Europe/London", hours: DEFAULT_SETTINGS.hours, holidays: null },
});

export const CLOCKS: Clocks = {
  placeOf: () => (at) => placeInstant(at, LONDON),
  nextBusinessStart: (at) => nextBusinessStart(at, LONDON),
};
