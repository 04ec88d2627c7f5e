"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatDayMonth } from "@/components/format/time";
import type { HourCounts } from "@/lib/contract/noise-report";
import { HOUR_CLASSES } from "@/lib/model/interruption";
import { Figure } from "./figure";
import type { HourRow } from "./hour-trend-chart";
import { HOUR_FILL, HOUR_WORD } from "./palette";
import { Legend } from "./swatch";
import { useWidth } from "./use-width";

// Charts come after the sentence and the numbers; the box has its final size from the start.
const Chart = dynamic(() => import("./hour-trend-chart").then((module) => module.HourTrendChart), { ssr: false });

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

/** Weeks stacked by hour class; those of the range are shaded, and a bar opens its pages. */
export function HourTrend({ title, summary, points, zone, filter, height = 260 }: Props) {
  const [box, width] = useWidth<HTMLDivElement>();
  const router = useRouter();
  const rows: HourRow[] = points.map(({ from, to, label, interruptions: { sleep, off, business } }) => ({
    label,
    tick: formatDayMonth(from, zone),
    from,
    to,
    sleep,
    off,
    business,
  }));
  const shaded = points.filter(({ asked }) => asked).map(({ from }) => formatDayMonth(from, zone));
  const [first, last] = [shaded[0], shaded.at(-1)];
  return (
    <Figure
      title={title}
      still={filter === null}
      summary={summary}
      legend={<Legend items={HOUR_CLASSES.map((key) => ({ fill: HOUR_FILL[key], word: HOUR_WORD[key] }))} />}
      table={{
        head: ["Week", ...HOUR_CLASSES.map((key) => HOUR_WORD[key]), "all"],
        rows: points.map(({ label, interruptions }) => [
          label,
          ...HOUR_CLASSES.map((key) => interruptions[key]),
          interruptions.total,
        ]),
      }}
    >
      <div ref={box} data-chart-box style={{ height }} className="min-w-0 overflow-hidden">
        {width !== null && width > 0 && (
          <Chart
            rows={rows}
            width={width}
            height={height}
            asked={first !== undefined && last !== undefined && shaded.length < points.length ? [first, last] : null}
            {...(filter && {
              onOpen: ({ from, to }) => router.push(hrefTo("/pages", filter, { from, to, sort: "interruptions" })),
            })}
          />
        )}
      </div>
    </Figure>
  );
}
