import type { Treatment, TreatmentKind } from "@/lib/model/treatment";

export const KIND_WORDS: Record<TreatmentKind, { tab: string; means: string }> = {
  hold: {
    tab: "Hold",
    means: "Page only what is still open after so long. What its source cleared before is gone; all else comes later.",
  },
  merge: {
    tab: "Merge",
    means: "What comes back within so long of its clear is part of the page before, and costs no notification.",
  },
  "hold-and-merge": {
    tab: "Hold and merge",
    means: "Wait before paging, and stay with the page for so long after it cleared, as Prometheus does.",
  },
  window: {
    tab: "Quiet hours",
    means: "Nobody is paged in these hours. What is still open at their end is paged then.",
  },
  ticket: {
    tab: "Ticket",
    means: "Nobody is paged. What could wait is seen when work begins; any other actionable page is lost.",
  },
  drop: { tab: "Drop", means: "Nobody is paged. Every actionable page is lost." },
};

/** "hold for 5 min" */
export function treatmentWords(treatment: Treatment): string {
  switch (treatment.kind) {
    case "hold":
      return `hold for ${treatment.holdMinutes} min`;
    case "merge":
      return `merge within ${treatment.mergeMinutes} min`;
    case "hold-and-merge":
      return `hold for ${treatment.holdMinutes} min, merge within ${treatment.mergeMinutes} min`;
    case "window":
      return `quiet ${windowWords(treatment)}`;
    case "ticket":
      return "a ticket instead of a page";
    case "drop":
      return "page nobody";
    default:
      return treatment satisfies never;
  }
}

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** "daily 22:00–08:00 Europe/London": days with the same hours together, windows over midnight as one. */
function windowWords({ zone, quiet }: Extract<Treatment, { kind: "window" }>): string {
  const hours = new Map<string, number[]>();
  for (const { weekday, fromMinute, toMinute } of joined(quiet)) {
    const words = fromMinute === toMinute % WEEK_DAY ? "all day" : `${clock(fromMinute)}–${clock(toMinute % WEEK_DAY)}`;
    hours.set(words, [...(hours.get(words) ?? []), weekday]);
  }
  return `${[...hours].map(([words, days]) => `${dayWords(days)} ${words}`).join(", ")} ${zone}`;
}

const WEEK_DAY = 1_440;
type Quiet = Extract<Treatment, { kind: "window" }>["quiet"];

/** Two windows that meet at midnight are one, told under the day on which it begins. */
function joined(quiet: Quiet): Quiet {
  const early = quiet.filter(({ fromMinute, toMinute }) => fromMinute === 0 && toMinute < WEEK_DAY);
  const taken = new Set<Quiet[number]>();
  const rest = quiet.flatMap((window) => {
    if (window.toMinute < WEEK_DAY || window.fromMinute === 0) return early.includes(window) ? [] : [window];
    const next = early.find(({ weekday }) => weekday === (window.weekday + 1) % 7);
    if (next) taken.add(next);
    return [next ? { ...window, toMinute: WEEK_DAY + next.toMinute } : window];
  });
  return [...rest, ...early.filter((window) => !taken.has(window))];
}

function dayWords(days: readonly number[]): string {
  const inOrder = [...new Set(days)].sort((a, b) => a - b);
  if (inOrder.length === 7) return "daily";
  const [first, last] = [inOrder[0] ?? 0, inOrder[inOrder.length - 1] ?? 0];
  const name = (day: number) => DAYS[day] ?? "";
  return inOrder.length > 2 && last - first === inOrder.length - 1
    ? `${name(first)}–${name(last)}`
    : inOrder.map(name).join(", ");
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
