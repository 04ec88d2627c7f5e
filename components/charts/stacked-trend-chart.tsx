"use client";

import { useId } from "react";
import { Bar, BarChart, CartesianGrid, ReferenceArea, ReferenceLine, Tooltip, XAxis, YAxis } from "recharts";
import { formatCount } from "@/components/format/numbers";
import { Swatch } from "./swatch";

/** A bar: its period, and what it counts by the key of each part. */
export type TrendRow = {
  label: string;
  /** Short, below the bar. */
  tick: string;
  from: string;
  to: string;
  counts: Readonly<Record<string, number>>;
};

/** A part of every bar, from the bottom up. */
export type TrendPart = {
  key: string;
  word: string;
  /** Class of its swatch. */
  swatch: string;
  /** Colour of the bar; "hatch" is noise's own. */
  fill: string;
  /** Colour of its outline. */
  line?: string;
  /** Named only where there is any. */
  rare?: boolean;
};

/** A mark over the bars from one tick to another. */
export type PlacedMark = { from: string; to: string; word: string; look: "range" | "point" };

type Props = {
  parts: readonly TrendPart[];
  rows: readonly TrendRow[];
  width: number;
  height: number;
  onOpen?: (row: TrendRow) => void;
  marks: readonly PlacedMark[];
};

const TICK = { fontSize: 11, fill: "var(--ink-3)" };

/** Counts per period, stacked. Draws nothing on the server; sizes are props and nothing is animated. */
export function StackedTrendChart({ parts, rows, width, height, onOpen, marks }: Props) {
  const hatch = useId();
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
      {parts.some(({ fill }) => fill === "hatch") && (
        <defs>
          <pattern id={hatch} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width={6} height={6} fill="var(--noise)" />
            <rect width={2} height={6} fill="var(--noise-hatch)" />
          </pattern>
        </defs>
      )}
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
          active && payload?.[0] ? <Card row={payload[0].payload as TrendRow} parts={parts} /> : null
        }
      />
      {parts.map(({ key, word, fill, line }) => (
        <Bar
          key={key}
          dataKey={`counts.${key}`}
          name={word}
          stackId="parts"
          fill={fill === "hatch" ? `url(#${hatch})` : fill}
          stroke={line ?? "none"}
          strokeWidth={line ? 1 : 0}
          isAnimationActive={false}
        />
      ))}
    </BarChart>
  );
}

function Card({ row, parts }: { row: TrendRow; parts: readonly TrendPart[] }) {
  const count = ({ key }: TrendPart) => row.counts[key] ?? 0;
  return (
    <div className="rounded-lg bg-raised px-3 py-2 text-xs shadow-float">
      <p className="mb-1 font-medium">{row.label}</p>
      {parts
        .filter((part) => !part.rare || count(part) > 0)
        .map((part) => (
          <p key={part.key} className="flex items-center gap-1.5">
            <Swatch fill={part.swatch} />
            <span className="text-ink-2">{part.word}</span>
            <span className="ml-auto pl-4">{formatCount(count(part))}</span>
          </p>
        ))}
    </div>
  );
}
