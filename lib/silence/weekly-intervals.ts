import type { WeeklyWindow } from "@/lib/model/treatment";

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** Windows as Alertmanager and Grafana have them: the same hours on several days are one. */
export type WeeklyInterval = { weekdays: readonly string[]; start: string; end: string };

export function weeklyIntervals(windows: readonly WeeklyWindow[]): WeeklyInterval[] {
  const byHours = new Map<string, WeeklyWindow[]>();
  for (const window of [...windows].sort((a, b) => a.weekday - b.weekday || a.fromMinute - b.fromMinute)) {
    const key = `${window.fromMinute}-${window.toMinute}`;
    byHours.set(key, [...(byHours.get(key) ?? []), window]);
  }
  return [...byHours.values()].map((same) => ({
    weekdays: [...new Set(same.map(({ weekday }) => dayOf(weekday)))],
    start: clock(same[0]?.fromMinute ?? 0),
    end: clock(same[0]?.toMinute ?? 0),
  }));
}

/** Spans of quiet, a window over midnight or over days as one; `hours` long. Weekdays of start and end. */
export type QuietSpan = { startDay: string; startMinute: number; endDay: string; endMinute: number; minutes: number };

const WEEK = 7 * 1_440;

export function quietSpans(windows: readonly WeeklyWindow[]): QuietSpan[] {
  const sorted = windows
    .map(({ weekday, fromMinute, toMinute }) => ({
      from: weekday * 1_440 + fromMinute,
      to: weekday * 1_440 + toMinute,
    }))
    .sort((a, b) => a.from - b.from);
  const spans: { from: number; to: number }[] = [];
  for (const window of sorted) {
    const last = spans.at(-1);
    if (last && window.from <= last.to) last.to = Math.max(last.to, window.to);
    else spans.push({ ...window });
  }
  const [first, last] = [spans[0], spans.at(-1)];
  // Sunday's midnight is Monday's.
  if (first && last && spans.length > 1 && first.from === 0 && last.to === WEEK) {
    last.to += first.to;
    spans.shift();
  }
  return spans.map(({ from, to }) => ({
    startDay: dayOf(Math.floor(from / 1_440) % 7),
    startMinute: from % 1_440,
    endDay: dayOf(Math.floor(to / 1_440) % 7),
    endMinute: to % 1_440,
    minutes: to - from,
  }));
}

export function wordsOf(windows: readonly WeeklyWindow[], zone: string): string {
  const parts = weeklyIntervals(windows).map(({ weekdays, start, end }) => `${daysOf(weekdays)} ${start} to ${end}`);
  return `${parts.join("; ")} (${zone})`;
}

function daysOf(weekdays: readonly string[]): string {
  if (weekdays.length === DAYS.length) return "every day";
  return weekdays.map((day) => day[0]?.toUpperCase() + day.slice(1)).join(", ");
}

/** The end of a day is 24:00. */
function clock(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

function dayOf(weekday: number): string {
  const day = DAYS[weekday];
  if (day === undefined) throw new RangeError(`${weekday} is no day of the week`);
  return day;
}
