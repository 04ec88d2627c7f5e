"use client";

import { VerdictTrend } from "@/components/charts/verdict-trend";
import { hrefTo } from "@/components/format/href";
import { Figure } from "./report-figure";
import type { SectionProps } from "./sections";

/** The share of noise with its interval, what is unclear beside it, and twelve weeks of both. */
export function NoiseSection({ report, links }: SectionProps) {
  const known = report.trend.filter(({ whole }) => whole);
  return (
    <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[16rem_minmax(0,1fr)]">
      <div className="-mx-4 -mt-2 flex flex-wrap divide-line lg:block lg:divide-y">
        <Figure report={report} name="noise-share" href={hrefTo("/pages", links, { verdict: "noise" })} />
        <Figure report={report} name="unclear-share" href={hrefTo("/pages", links, { verdict: "unclear" })} />
      </div>
      <VerdictTrend
        title="Pages per week by verdict"
        unit="week"
        points={known.map(({ range, counts }) => ({ from: range.from, to: range.to, label: range.label, counts }))}
        zone={report.range.zone}
        filter={links}
        height={260}
      />
    </div>
  );
}
