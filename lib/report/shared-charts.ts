import type { HourCounts, VerdictCounts } from "@/lib/contract/noise-report";
import type { Overview } from "@/lib/contract/overview";
import type { WeeklyReport } from "@/lib/contract/weekly-report";

type Week = { from: string; to: string; label: string };

/** What is drawn for somebody without an account: counts a week or a day, and nothing besides. */
export type SharedCharts = {
  /** The section of the document that has the same numbers as a table. */
  section: string;
  zone: string;
  unit: "day" | "week";
  verdicts: readonly (Week & { counts: VerdictCounts })[];
  /** Of the weeks whose interruptions may be told. */
  hours: readonly (Week & { asked: boolean; interruptions: HourCounts })[];
};

export function weeklyCharts({ week: shown, range: { zone }, trend }: WeeklyReport): SharedCharts {
  const known = trend.filter(({ whole }) => whole);
  const weekOf = ({ from, to, label }: Week): Week => ({ from, to, label });
  return {
    section: "figures",
    zone,
    unit: "week",
    verdicts: known.map(({ range, counts }) => ({ ...weekOf(range), counts })),
    hours: known.flatMap(({ week, range, interruptions }) =>
      interruptions ? [{ ...weekOf(range), asked: week === shown, interruptions }] : [],
    ),
  };
}

export function overviewCharts({ range: { zone }, trend, trendUnit }: Overview): SharedCharts {
  return {
    section: "changed",
    zone,
    unit: trendUnit,
    verdicts: trend.map(({ from, to, label, counts }) => ({ from, to, label, counts })),
    hours: [],
  };
}
