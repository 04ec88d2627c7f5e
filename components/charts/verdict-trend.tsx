"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { formatDayMonth } from "@/components/format/time";
import type { VerdictCounts } from "@/lib/contract/noise-report";
import { Figure } from "./figure";
import { VERDICT_FILL, VERDICT_WORD } from "./palette";
import { Legend } from "./swatch";
import { useWidth } from "./use-width";
import type { PlacedMark, VerdictRow } from "./verdict-trend-chart";

// Charts come after the sentence and the numbers; the box has its final size from the start.
const Chart = dynamic(() => import("./verdict-trend-chart").then((module) => module.VerdictTrendChart), { ssr: false });

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

export function VerdictTrend({ title, unit, points, zone, filter, height = 316, marks = [] }: Props) {
  const [box, width] = useWidth<HTMLDivElement>();
  const router = useRouter();
  const rows: VerdictRow[] = points.map(({ counts, label, from, to }) => ({
    label,
    tick: formatDayMonth(from, zone),
    from,
    to,
    ...counts,
  }));
  const keys = (["actionable", "noise", "unclear", "unclassified"] as const).filter(
    (key) => key !== "unclassified" || rows.some((row) => row[key] > 0),
  );
  return (
    <Figure
      title={title}
      still={filter === null}
      summary={summarise(rows, unit)}
      legend={<Legend items={keys.map((key) => ({ fill: VERDICT_FILL[key], word: VERDICT_WORD[key] }))} />}
      table={{
        head: [unit === "week" ? "Week" : "Day", ...keys.map((key) => VERDICT_WORD[key])],
        rows: rows.map((row) => [row.label, ...keys.map((key) => row[key])]),
      }}
    >
      <div ref={box} data-chart-box style={{ height }} className="min-w-0 overflow-hidden">
        {width !== null && width > 0 && (
          <Chart
            rows={rows}
            width={width}
            height={height}
            marks={placed(marks, points, zone)}
            {...(filter && {
              onOpen: ({ from, to }) => router.push(hrefTo("/pages", filter, { from, to })),
            })}
          />
        )}
      </div>
    </Figure>
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

function summarise(rows: readonly VerdictRow[], unit: "day" | "week"): string {
  const last = rows.at(-1);
  if (!last) return "No pages to show.";
  const most = rows.reduce((peak, row) => (sumOf(row) > sumOf(peak) ? row : peak), last);
  return `${formatCounted(sumOf(last), "page", "pages")} in the last ${unit}, ${formatCount(last.noise)} of them noise; most in the ${unit} of ${most.label} with ${formatCount(sumOf(most))}.`;
}

function sumOf({ actionable, noise, unclear, unclassified }: VerdictRow): number {
  return actionable + noise + unclear + unclassified;
}
