"use client";

import { CartesianGrid, Line, LineChart, ReferenceLine, Tooltip, XAxis, YAxis } from "recharts";
import { formatDuration } from "@/components/format/duration";
import { formatPercent } from "@/components/format/numbers";
import { VERDICT_FILL, VERDICT_WORD } from "./palette";
import { Swatch } from "./swatch";

export type SurvivalRow = { minutes: number; actionable: number | null; noise: number | null; unclear: number | null };

type Props = {
  rows: readonly SurvivalRow[];
  /** Where the hold stands. */
  chosenMinutes: number | null;
  width: number;
  height: number;
};

const SERIES = ["actionable", "noise", "unclear"] as const;
const TICK = { fontSize: 11, fill: "var(--ink-3)" };
const STROKE = { actionable: "var(--actionable)", noise: "var(--noise)", unclear: "var(--unclear)" };
/** Noise is broken, as it is hatched elsewhere: colour is not alone. */
const DASH = { actionable: undefined, noise: "6 3", unclear: "2 3" };

/** The share that is still open after so many minutes. Draws nothing on the server; sizes are props. */
export function SurvivalChart({ rows, chosenMinutes, width, height }: Props) {
  return (
    <LineChart
      data={[...rows]}
      width={width}
      height={height}
      margin={{ top: 8, right: 12, bottom: 4, left: -12 }}
      accessibilityLayer
    >
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        type="number"
        dataKey="minutes"
        // Most openings are over within minutes: the root gives these more room.
        scale="sqrt"
        domain={[0, 60]}
        ticks={[0, 1, 5, 15, 30, 60]}
        tick={TICK}
        tickLine={false}
        axisLine={{ stroke: "var(--line-strong)" }}
        unit=" min"
      />
      <YAxis
        type="number"
        domain={[0, 1]}
        ticks={[0, 0.25, 0.5, 0.75, 1]}
        tickFormatter={formatPercent}
        tick={TICK}
        tickLine={false}
        axisLine={false}
      />
      {chosenMinutes !== null && (
        <ReferenceLine
          x={chosenMinutes}
          stroke="var(--ink)"
          strokeWidth={1.5}
          label={{ value: `${chosenMinutes} min`, position: "insideTopLeft", fontSize: 11, fill: "var(--ink)" }}
        />
      )}
      <Tooltip
        isAnimationActive={false}
        content={({ active, payload }) =>
          active && payload?.[0] ? <Card row={payload[0].payload as SurvivalRow} /> : null
        }
      />
      {SERIES.map((key) => (
        <Line
          key={key}
          type="stepAfter"
          dataKey={key}
          name={VERDICT_WORD[key]}
          stroke={STROKE[key]}
          strokeDasharray={DASH[key]}
          strokeWidth={2}
          dot={false}
          isAnimationActive={false}
        />
      ))}
    </LineChart>
  );
}

function Card({ row }: { row: SurvivalRow }) {
  return (
    <div className="rounded-lg bg-raised px-3 py-2 text-xs shadow-float">
      <p className="mb-1 font-medium">Still open after {formatDuration(row.minutes * 60)}</p>
      {SERIES.filter((key) => row[key] !== null).map((key) => (
        <p key={key} className="flex items-center gap-1.5">
          <Swatch fill={VERDICT_FILL[key]} />
          <span className="text-ink-2">{VERDICT_WORD[key]}</span>
          <span className="ml-auto pl-4">{formatPercent(row[key])}</span>
        </p>
      ))}
    </div>
  );
}
