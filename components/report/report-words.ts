import { squashDays } from "@/components/decision/squash-words";
import { formatCount, formatCounted, formatPercent } from "@/components/format/numbers";
import type {
  FigureHidden,
  FigureValue,
  ReportContent,
  ReportFigure,
  ReportFigureKey,
  ReportSection,
  ReportWeek,
} from "@/lib/contract/weekly-report";

/** The rule that hides a figure, as the end of a sentence. */
export const FIGURE_HIDDEN_RULE: Record<FigureHidden, string> = {
  small: "fewer than 5 people stand behind it whom you may not see by name.",
  remainder: "with other figures it would tell of fewer than 5 people.",
  weeks: "people whom you may not see by name are counted for whole calendar weeks alone.",
  nothing: "there is nothing to count it over.",
};

/** What a note was written to. */
export const SECTION_WORDS: Record<ReportSection, string> = {
  sentence: "The sentence",
  figures: "How much was noise?",
  changed: "What paged us?",
  worst: "What to decide now?",
  due: "What to decide now?",
  "last-week": "Silenced last week: did it work?",
  load: "Who was woken?",
  leaders: "What do people and leaders carry?",
  unknown: "What do we not know?",
};

export function figureText({ unit }: Pick<ReportFigure, "unit">, value: number): string {
  if (unit === "share") return formatPercent(value);
  return unit === "days" ? squashDays(value) : formatCount(value);
}

/** "n = 144 pages" of what a figure is over. */
export function figureN({ unit, now }: ReportFigure): string | null {
  if (now.n === null) return null;
  return unit === "days" ? `n = ${formatCounted(now.n, "alert", "alerts")}` : `n = ${formatCount(now.n)}`;
}

/** "4 points more than the week before (57 %)"; more or less is not good or bad by itself. */
export function changeText(figure: ReportFigure): string {
  const { now, previous, unit } = figure;
  if (previous === null) return "nothing is known of the week before";
  if (previous.value === null) return `the week before: ${missingText(previous)}`;
  const before = figureText(figure, previous.value);
  if (now.value === null) return `the week before: ${before}`;
  const difference = unit === "share" ? Math.round((now.value - previous.value) * 100) : now.value - previous.value;
  if (difference === 0) return `as the week before (${before})`;
  const size = Math.abs(difference);
  const words =
    unit === "share" ? formatCounted(size, "point", "points") : unit === "days" ? squashDays(size) : formatCount(size);
  return `${difference > 0 ? "▲" : "▼"} ${words} ${difference > 0 ? "more" : "less"} than the week before (${before})`;
}

export function missingText({ hidden }: FigureValue): string {
  return hidden === null || hidden === "nothing" ? "not measured" : "not shown";
}

/** A figure through the twelve weeks; null where it is not known or not told. */
export function weekValues(key: ReportFigureKey, trend: readonly ReportWeek[]): (number | null)[] {
  return trend.map((week) => (week.whole ? valueIn(key, week) : null));
}

function valueIn(key: ReportFigureKey, week: ReportWeek): number | null {
  switch (key) {
    case "pages":
      return week.pages;
    case "noise-share":
      return week.noiseShare.value;
    case "unclear-share":
      return week.unclearShare.value;
    case "interruptions":
      return week.interruptions?.total ?? null;
    case "sleep-interruptions":
      return week.interruptions?.sleep ?? null;
    case "off-interruptions":
      return week.interruptions?.off ?? null;
    case "business-interruptions":
      return week.interruptions?.business ?? null;
    case "disrupted-nights":
      return week.disruptedNights;
    case "time-to-squash":
      return week.timeToSquash.medianDays;
    default:
      return key satisfies never;
  }
}

/** "46" of "2026-W46" */
export const weekNumber = (week: string): string => String(Number(week.slice(6)));

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** "from Wednesday 10:00, when the rota hands over" */
export function handOverWords({ handOver }: Pick<ReportContent, "handOver">): string | null {
  if (handOver === null) return null;
  return `from ${WEEKDAYS[handOver.weekday]} ${String(handOver.hour).padStart(2, "0")}:00, when the rota hands over`;
}
