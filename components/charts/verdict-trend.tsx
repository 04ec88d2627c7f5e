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
import type { VerdictRow } from "./verdict-trend-chart";

// Charts come after the sentence and the numbers; the box has its final size from the start.
const Chart = dynamic(() => import("./verdict-trend-chart").then((module) => module.VerdictTrendChart), { ssr: false });

type Point = { from: string; to: string; label: string; counts: VerdictCounts };
type Props = {
  title: string;
  unit: "day" | "week";
  points: readonly Point[];
  zone: string;
  filter: LinkParams;
  height?: number;
};

export function VerdictTrend({ title, unit, points, zone, filter, height = 316 }: Props) {
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
      summary={summarise(rows, unit)}
      legend={<Legend items={keys.map((key) => ({ fill: VERDICT_FILL[key], word: VERDICT_WORD[key] }))} />}
      table={{
        head: [unit === "week" ? "Week" : "Day", ...keys.map((key) => VERDICT_WORD[key])],
        rows: rows.map((row) => [row.label, ...keys.map((key) => formatCount(row[key]))]),
      }}
    >
      <div ref={box} style={{ height }} className="min-w-0 overflow-hidden">
        {width !== null && width > 0 && (
          <Chart
            rows={rows}
            width={width}
            height={height}
            onOpen={({ from, to }) => router.push(hrefTo("/pages", filter, { from, to }))}
          />
        )}
      </div>
    </Figure>
  );
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
