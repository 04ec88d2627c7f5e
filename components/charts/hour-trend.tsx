"use client";

import { useRouter } from "next/navigation";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatDayMonth } from "@/components/format/time";
import type { HourCounts } from "@/lib/contract/noise-report";
import { HOUR_CLASSES } from "@/lib/model/interruption";
import { HOUR_FILL, HOUR_WORD } from "./palette";
import { StackedTrend } from "./stacked-trend";
import type { TrendPart } from "./stacked-trend-chart";

type Point = { from: string; to: string; label: string; asked: boolean; interruptions: HourCounts };
type Props = {
  title: string;
  /** What is seen, in a sentence. */
  summary: string;
  points: readonly Point[];
  zone: string;
  /** Of what a bar opens; null = it opens nothing, and there is nothing to press. */
  filter: LinkParams | null;
  height?: number;
};

const LOOKS = {
  sleep: { fill: "var(--sleep)", line: "var(--sleep-line)" },
  off: { fill: "var(--off)" },
  business: { fill: "var(--business)", line: "var(--business-line)" },
};
const PARTS = HOUR_CLASSES.map(
  (key): TrendPart => ({ key, word: HOUR_WORD[key], swatch: HOUR_FILL[key], ...LOOKS[key] }),
);

/** Weeks stacked by hour class; those of the range are shaded, and a bar opens its pages. */
export function HourTrend({ title, summary, points, zone, filter, height = 260 }: Props) {
  const router = useRouter();
  const shaded = points.filter(({ asked }) => asked).map(({ from }) => formatDayMonth(from, zone));
  const [first, last] = [shaded[0], shaded.at(-1)];
  const isPart = first !== undefined && last !== undefined && shaded.length < points.length;
  return (
    <StackedTrend
      title={title}
      summary={summary}
      parts={PARTS}
      rows={points.map(({ from, to, label, interruptions: { sleep, off, business } }) => ({
        label,
        tick: formatDayMonth(from, zone),
        from,
        to,
        counts: { sleep, off, business },
      }))}
      unit="Week"
      sums={points.map(({ interruptions }) => interruptions.total)}
      marks={isPart ? [{ from: first, to: last, word: "asked", look: "range" }] : []}
      height={height}
      onOpen={filter && (({ from, to }) => router.push(hrefTo("/pages", filter, { from, to, sort: "interruptions" })))}
    />
  );
}
