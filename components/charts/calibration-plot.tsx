"use client";

import dynamic from "next/dynamic";
import { formatCounted, formatPercent } from "@/components/format/numbers";
import type { RecordBin, RecordFigure } from "@/lib/contract/model-record";
import { Figure } from "./figure";
import { useWidth } from "./use-width";
import { Walk } from "./walk";

const Chart = dynamic(() => import("./calibration-chart").then((module) => module.CalibrationChart), { ssr: false });

type Props = { title: string; bins: readonly RecordBin[]; error: RecordFigure; height?: number };

/** How often pages were actionable beside how likely that had been said, in ten groups of about equal size. */
export function CalibrationPlot({ title, bins, error, height = 260 }: Props) {
  const [box, width] = useWidth<HTMLDivElement>();
  const off = error.value === null ? "not measured" : formatPercent(error.value);
  const points = bins.map(({ stated, share, n }) => ({
    words: `Said ${formatPercent(stated)}, were ${formatPercent(share)}, ${formatCounted(n, "page", "pages")}`,
  }));
  return (
    <Figure
      title={title}
      summary={`${formatCounted(error.n, "page", "pages")} in ${formatCounted(bins.length, "group", "groups")} by what was said of them: said and seen differ by ${off} on average. On the broken line they would be equal; whiskers are 95 % intervals.`}
      table={{
        head: ["Said, on average", "Were actionable", "95 % interval", "Pages"],
        rows: bins.map(({ stated, share, interval, n }) => [
          formatPercent(stated),
          formatPercent(share),
          `${formatPercent(interval.low)} to ${formatPercent(interval.high)}`,
          n,
        ]),
      }}
    >
      <Walk title={title} points={points}>
        <div ref={box} data-chart-box style={{ height }} className="min-w-0 overflow-hidden">
          {width !== null && width > 0 && <Chart bins={bins} width={width} height={height} />}
        </div>
      </Walk>
    </Figure>
  );
}
