"use client";

import { Bar, BarChart, CartesianGrid, ReferenceArea, Tooltip, XAxis, YAxis } from "recharts";
import { formatCount } from "@/components/format/numbers";
import { HOUR_CLASSES } from "@/lib/model/interruption";
import { HOUR_FILL, HOUR_WORD } from "./palette";
import { Swatch } from "./swatch";

export type HourRow = {
  label: string;
  /** Short, below the bar. */
  tick: string;
  from: string;
  to: string;
  sleep: number;
  off: number;
  business: number;
};

type Props = {
  rows: readonly HourRow[];
  width: number;
  height: number;
  /** First and last tick of the range that is asked for. */
  asked: readonly [string, string] | null;
  onOpen?: (row: HourRow) => void;
};

const TICK = { fontSize: 11, fill: "var(--ink-3)" };
const FILL = { sleep: "var(--sleep)", off: "var(--off)", business: "var(--business)" };
const LINE = { sleep: "var(--sleep-line)", off: "none", business: "var(--business-line)" };

/** Interruptions per week stacked by hour class. Draws nothing on the server; sizes are props and nothing is animated. */
export function HourTrendChart({ rows, width, height, asked, onOpen }: Props) {
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
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis dataKey="tick" tick={TICK} tickLine={false} axisLine={{ stroke: "var(--line-strong)" }} minTickGap={12} />
      <YAxis tick={TICK} tickLine={false} axisLine={false} allowDecimals={false} domain={[0, "auto"]} tickCount={5} />
      {asked && <ReferenceArea x1={asked[0]} x2={asked[1]} fill="var(--ink)" fillOpacity={0.09} ifOverflow="hidden" />}
      <Tooltip
        isAnimationActive={false}
        cursor={{ fill: "var(--hover)" }}
        content={({ active, payload }) =>
          active && payload?.[0] ? <Card row={payload[0].payload as HourRow} /> : null
        }
      />
      {HOUR_CLASSES.map((key) => (
        <Bar
          key={key}
          dataKey={key}
          name={HOUR_WORD[key]}
          stackId="hours"
          fill={FILL[key]}
          stroke={LINE[key]}
          strokeWidth={LINE[key] === "none" ? 0 : 1}
          isAnimationActive={false}
        />
      ))}
    </BarChart>
  );
}

function Card({ row }: { row: HourRow }) {
  return (
    <div className="rounded-lg bg-raised px-3 py-2 text-xs shadow-float">
      <p className="mb-1 font-medium">{row.label}</p>
      {HOUR_CLASSES.map((key) => (
        <p key={key} className="flex items-center gap-1.5">
          <Swatch fill={HOUR_FILL[key]} />
          <span className="text-ink-2">{HOUR_WORD[key]}</span>
          <span className="ml-auto pl-4">{formatCount(row[key])}</span>
        </p>
      ))}
    </div>
  );
}
