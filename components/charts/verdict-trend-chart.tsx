"use client";

import { useId } from "react";
import { Bar, BarChart, CartesianGrid, ReferenceArea, ReferenceLine, Tooltip, XAxis, YAxis } from "recharts";
import { formatCount } from "@/components/format/numbers";
import { VERDICT_FILL, VERDICT_WORD } from "./palette";
import { Swatch } from "./swatch";

export type VerdictRow = {
  label: string;
  /** Short, below the bar. */
  tick: string;
  from: string;
  to: string;
  actionable: number;
  noise: number;
  unclear: number;
  unclassified: number;
};

/** A mark over the bars from one tick to another. */
export type PlacedMark = { from: string; to: string; word: string; look: "range" | "point" };

type Props = {
  rows: readonly VerdictRow[];
  width: number;
  height: number;
  onOpen?: (row: VerdictRow) => void;
  marks?: readonly PlacedMark[];
};

const STACK = ["actionable", "noise", "unclear", "unclassified"] as const;
const TICK = { fontSize: 11, fill: "var(--ink-3)" };

/** Pages per period stacked by verdict. Draws nothing on the server; sizes are props and nothing is animated. */
export function VerdictTrendChart({ rows, width, height, onOpen, marks = [] }: Props) {
  const hatch = useId();
  const fills = {
    actionable: "var(--actionable)",
    noise: `url(#${hatch})`,
    unclear: "var(--unclear)",
    unclassified: "var(--waiting)",
  };
  return (
    <BarChart
      data={[...rows]}
      width={width}
      height={height}
      margin={{ top: 8, right: 4, bottom: 0, left: -18 }}
      barCategoryGap="24%"
      maxBarSize={44}
      accessibilityLayer
      style={{ cursor: onOpen ? "pointer" : "default" }}
      onClick={({ activeTooltipIndex }) => {
        const row = rows[Number(activeTooltipIndex)];
        if (row) onOpen?.(row);
      }}
    >
      <defs>
        <pattern id={hatch} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width={6} height={6} fill="var(--noise)" />
          <rect width={2} height={6} fill="var(--noise-hatch)" />
        </pattern>
      </defs>
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis dataKey="tick" tick={TICK} tickLine={false} axisLine={{ stroke: "var(--line-strong)" }} minTickGap={12} />
      <YAxis tick={TICK} tickLine={false} axisLine={false} allowDecimals={false} domain={[0, "auto"]} tickCount={5} />
      {marks.map(({ from, to, word, look }) =>
        look === "range" ? (
          <ReferenceArea
            key={`range ${from} ${word}`}
            x1={from}
            x2={to}
            fill="var(--ink)"
            fillOpacity={0.09}
            ifOverflow="hidden"
          />
        ) : (
          <ReferenceLine
            key={`point ${from} ${word}`}
            x={from}
            stroke="var(--ink-2)"
            strokeDasharray="3 3"
            ifOverflow="hidden"
          />
        ),
      )}
      <Tooltip
        isAnimationActive={false}
        cursor={{ fill: "var(--hover)" }}
        content={({ active, payload }) =>
          active && payload?.[0] ? <Card row={payload[0].payload as VerdictRow} /> : null
        }
      />
      {STACK.map((key) => (
        <Bar
          key={key}
          dataKey={key}
          name={VERDICT_WORD[key]}
          stackId="verdict"
          fill={fills[key]}
          stroke={key === "noise" ? "var(--noise-line)" : "none"}
          strokeWidth={key === "noise" ? 1 : 0}
          isAnimationActive={false}
        />
      ))}
    </BarChart>
  );
}

function Card({ row }: { row: VerdictRow }) {
  return (
    <div className="rounded-lg bg-raised px-3 py-2 text-xs shadow-float">
      <p className="mb-1 font-medium">{row.label}</p>
      {STACK.filter((key) => key !== "unclassified" || row[key] > 0).map((key) => (
        <p key={key} className="flex items-center gap-1.5">
          <Swatch fill={VERDICT_FILL[key]} />
          <span className="text-ink-2">{VERDICT_WORD[key]}</span>
          <span className="ml-auto pl-4">{formatCount(row[key])}</span>
        </p>
      ))}
    </div>
  );
}
