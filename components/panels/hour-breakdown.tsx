"use client";

import Link from "next/link";
import { hourParts } from "@/components/charts/hour-parts";
import { StackedBar } from "@/components/charts/stacked-bar";
import { Swatch } from "@/components/charts/swatch";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount } from "@/components/format/numbers";
import type { HourCounts } from "@/lib/contract/noise-report";
import type { HourClass } from "@/lib/model/interruption";

/** A bar of interruptions by hour class, and each count with a way to its pages. */
export function HourBreakdown({ counts, filter }: { counts: HourCounts; filter: LinkParams }) {
  return (
    <>
      <StackedBar parts={hourParts(counts)} />
      <p className="mt-2 flex flex-wrap gap-x-3 gap-y-1">
        {hourParts(counts).map(({ key, word, count, fill }) => (
          <Link
            key={key}
            href={hrefTo("/pages", filter, { hours: key as HourClass })}
            className="inline-flex items-center gap-1.5 hover:underline"
          >
            <Swatch fill={fill} />
            {formatCount(count)} {word}
          </Link>
        ))}
      </p>
    </>
  );
}
