"use client";

import dynamic from "next/dynamic";
import { Figure } from "./figure";
import type { PlacedMark, TrendPart, TrendRow } from "./stacked-trend-chart";
import { Legend } from "./swatch";
import { useWidth } from "./use-width";

// Charts come after the sentence and the numbers; the box has its final size from the start.
const Chart = dynamic(() => import("./stacked-trend-chart").then((module) => module.StackedTrendChart), { ssr: false });

type Props = {
  title: string;
  /** What is seen, in a sentence. */
  summary: string;
  parts: readonly TrendPart[];
  rows: readonly TrendRow[];
  /** The head of the table's first column. */
  unit: string;
  /** A last column of the table, by row. */
  sums?: readonly number[];
  marks: readonly PlacedMark[];
  height: number;
  /** What a press on a bar does; null = there is nothing to press. */
  onOpen: ((row: TrendRow) => void) | null;
};

/** Bars of periods, stacked, with their legend and the same numbers as a table. */
export function StackedTrend({ title, summary, parts, rows, unit, sums, marks, height, onOpen }: Props) {
  const [box, width] = useWidth<HTMLDivElement>();
  const shown = parts.filter(({ rare, key }) => !rare || rows.some(({ counts }) => (counts[key] ?? 0) > 0));
  return (
    <Figure
      title={title}
      still={onOpen === null}
      summary={summary}
      legend={<Legend items={shown.map(({ swatch, word }) => ({ fill: swatch, word }))} />}
      table={{
        head: [unit, ...shown.map(({ word }) => word), ...(sums ? ["all"] : [])],
        rows: rows.map(({ label, counts }, index) => [
          label,
          ...shown.map(({ key }) => counts[key] ?? 0),
          ...(sums ? [sums[index] ?? 0] : []),
        ]),
      }}
    >
      <div ref={box} data-chart-box style={{ height }} className="min-w-0 overflow-hidden">
        {width !== null && width > 0 && (
          <Chart parts={parts} rows={rows} width={width} height={height} marks={marks} {...(onOpen && { onOpen })} />
        )}
      </div>
    </Figure>
  );
}
