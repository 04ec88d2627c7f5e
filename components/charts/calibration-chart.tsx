"use client";

import {
  CartesianGrid,
  ErrorBar,
  ReferenceLine,
  Scatter,
  ScatterChart,
  type ScatterShapeProps,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { formatCount, formatPercent } from "@/components/format/numbers";
import type { RecordBin } from "@/lib/contract/model-record";

type Point = RecordBin & { index: number; whisker: [number, number] };
type Props = { bins: readonly RecordBin[]; width: number; height: number };

const TICK = { fontSize: 11, fill: "var(--ink-3)" };
const AXIS_NAME = { fontSize: 11, fill: "var(--ink-3)", style: { textAnchor: "middle" } } as const;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** What was stated against what came true; on the line both are equal. Draws nothing on the server. */
export function CalibrationChart({ bins, width, height }: Props) {
  const points: Point[] = bins.map((bin, index) => {
    return { ...bin, index, whisker: [bin.share - bin.interval.low, bin.interval.high - bin.share] };
  });
  const axis = { type: "number", domain: [0, 1], ticks: TICKS, tick: TICK, tickLine: false } as const;
  return (
    <ScatterChart
      width={width}
      height={height}
      margin={{ top: 8, right: 24, bottom: 14, left: 4 }}
      accessibilityLayer={false}
    >
      <CartesianGrid stroke="var(--line)" />
      <XAxis
        {...axis}
        dataKey="stated"
        tickFormatter={formatPercent}
        axisLine={{ stroke: "var(--line-strong)" }}
        label={{ ...AXIS_NAME, value: "Said to be actionable", position: "insideBottom", offset: -10 }}
      />
      <YAxis
        {...axis}
        dataKey="share"
        tickFormatter={formatPercent}
        axisLine={false}
        label={{ ...AXIS_NAME, value: "Were actionable", position: "insideLeft", angle: -90, offset: 4 }}
      />
      <ReferenceLine
        segment={[
          { x: 0, y: 0 },
          { x: 1, y: 1 },
        ]}
        stroke="var(--line-strong)"
        strokeDasharray="4 4"
      />
      <Tooltip
        isAnimationActive={false}
        cursor={false}
        content={({ active, payload }) => (active && payload?.[0] ? <Card bin={payload[0].payload as Point} /> : null)}
      />
      <Scatter data={points} shape={Dot} isAnimationActive={false}>
        <ErrorBar dataKey="whisker" direction="y" width={4} stroke="var(--ink-3)" isAnimationActive={false} />
      </Scatter>
    </ScatterChart>
  );
}

/** The arrow keys around the chart find it by its number. */
function Dot({ cx, cy, payload }: ScatterShapeProps) {
  const { index } = payload as Point;
  return <circle data-point={index} cx={cx} cy={cy} r={4.5} fill="var(--actionable)" />;
}

function Card({ bin: { stated, share, n, interval } }: { bin: RecordBin }) {
  return (
    <div className="rounded-lg bg-raised px-3 py-2 text-xs shadow-float">
      <p>Said {formatPercent(stated)} actionable on average</p>
      <p className="font-medium">Were {formatPercent(share)}</p>
      <p className="text-ink-3">
        {formatPercent(interval.low)} to {formatPercent(interval.high)}, n = {formatCount(n)}
      </p>
    </div>
  );
}
