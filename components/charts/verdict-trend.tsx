"use client";

import { useRouter } from "next/navigation";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { formatDayMonth } from "@/components/format/time";
import type { VerdictCounts } from "@/lib/contract/noise-report";
import { VERDICT_FILL, VERDICT_WORD } from "./palette";
import { StackedTrend } from "./stacked-trend";
import type { PlacedMark, TrendPart } from "./stacked-trend-chart";

/** What is marked on a trend: a range in which it changed, or a point at which something was done. */
export type TrendMark = { from: string; to: string; word: string; look: "range" | "point" };

type Point = { from: string; to: string; label: string; counts: VerdictCounts };
type Props = {
  title: string;
  unit: "day" | "week";
  points: readonly Point[];
  zone: string;
  /** Of what a bar opens; null = it opens nothing, and there is nothing to press. */
  filter: LinkParams | null;
  height?: number;
  marks?: readonly TrendMark[];
};

const LOOKS = {
  actionable: { fill: "var(--actionable)" },
  noise: { fill: "hatch", line: "var(--noise-line)" },
  unclear: { fill: "var(--unclear)" },
  unclassified: { fill: "var(--waiting)", rare: true },
};
const KEYS = ["actionable", "noise", "unclear", "unclassified"] as const;
const PARTS = KEYS.map(
  (key): TrendPart => ({ key, word: VERDICT_WORD[key], swatch: VERDICT_FILL[key], ...LOOKS[key] }),
);

/** Pages per period stacked by verdict; a bar opens them. */
export function VerdictTrend({ title, unit, points, zone, filter, height = 316, marks = [] }: Props) {
  const router = useRouter();
  return (
    <StackedTrend
      title={title}
      summary={summarise(points, unit)}
      parts={PARTS}
      rows={points.map(({ counts, label, from, to }) => ({
        label,
        tick: formatDayMonth(from, zone),
        from,
        to,
        counts,
      }))}
      unit={unit === "week" ? "Week" : "Day"}
      marks={placed(marks, points, zone)}
      height={height}
      onOpen={filter && (({ from, to }) => router.push(hrefTo("/pages", filter, { from, to })))}
    />
  );
}

/** Marks by the ticks that they lie on; those beyond the points are left out. */
function placed(marks: readonly TrendMark[], points: readonly Point[], zone: string): PlacedMark[] {
  const tickAt = (at: number) =>
    points.find(({ from, to }) => at >= Date.parse(from) && at < Date.parse(to))?.from ?? null;
  return marks.flatMap(({ from, to, word, look }): PlacedMark[] => {
    const [first, last] = [tickAt(Date.parse(from)), tickAt(Math.max(Date.parse(from), Date.parse(to) - 1))];
    if (first === null || last === null) return [];
    return [{ from: formatDayMonth(first, zone), to: formatDayMonth(last, zone), word, look }];
  });
}

function summarise(points: readonly Point[], unit: "day" | "week"): string {
  const last = points.at(-1);
  if (!last) return "No pages to show.";
  const most = points.reduce((peak, point) => (sumOf(point) > sumOf(peak) ? point : peak), last);
  return `${formatCounted(sumOf(last), "page", "pages")} in the last ${unit}, ${formatCount(last.counts.noise)} of them noise; most in the ${unit} of ${most.label} with ${formatCount(sumOf(most))}.`;
}

const sumOf = ({ counts }: Point) => KEYS.reduce((sum, key) => sum + counts[key], 0);
