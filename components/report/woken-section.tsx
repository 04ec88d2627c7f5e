"use client";

import { HourTrend } from "@/components/charts/hour-trend";
import { hrefTo } from "@/components/format/href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import type { WeeklyReport } from "@/lib/contract/weekly-report";
import { Figure } from "./report-figure";
import type { SectionProps } from "./sections";

/** Interruptions by hour class and disrupted nights. */
export function WokenSection({ report, links }: SectionProps) {
  const told = report.trend.flatMap(({ whole, range, interruptions, week }) =>
    whole && interruptions
      ? [{ from: range.from, to: range.to, label: range.label, asked: week === report.week, interruptions }]
      : [],
  );
  return (
    <>
      <div className="-mx-4 -mt-2 grid sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-5 xl:divide-x print:grid-cols-3">
        <Figure report={report} name="interruptions" href={hrefTo("/pages", links, { sort: "interruptions" })} />
        <Figure report={report} name="sleep-interruptions" href={hrefTo("/pages", links, { hours: "sleep" })} />
        <Figure report={report} name="off-interruptions" href={hrefTo("/pages", links, { hours: "off" })} />
        <Figure report={report} name="business-interruptions" href={hrefTo("/pages", links, { hours: "business" })} />
        <Figure report={report} name="disrupted-nights" href={hrefTo("/pages", links, { hours: "sleep" })} />
      </div>
      {told.length > 0 && (
        <div className="mt-2">
          <HourTrend
            title="Interruptions per week by hour class"
            summary={summarise(report)}
            points={told}
            zone={report.range.zone}
            filter={links}
            height={220}
          />
        </div>
      )}
    </>
  );
}

function summarise({ trend }: WeeklyReport): string {
  const told = trend.flatMap(({ whole, interruptions }) => (whole && interruptions ? [interruptions] : []));
  const last = told.at(-1);
  if (!last) return "No week is told.";
  const most = Math.max(...told.map(({ total }) => total));
  return `${formatCounted(last.total, "interruption", "interruptions")} in the last week, ${formatCount(last.sleep)} of them in sleep hours; most in a week: ${formatCount(most)}, n = ${formatCounted(told.length, "week", "weeks")}.`;
}
