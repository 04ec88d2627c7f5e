"use client";

import type { LinkParams } from "@/components/format/href";
import { formatCounted } from "@/components/format/numbers";
import { Culprits, LeadSentence } from "@/components/panels/lead-panel";
import type { WeeklyReport } from "@/lib/contract/weekly-report";
import { handOverWords, weekNumber } from "./report-words";

type Props = {
  report: WeeklyReport;
  links: LinkParams;
  /** The meeting has a heading of its own above it. */
  level?: "h1" | "p";
};

/** The sentence that the report leads with; its numbers open the pages behind them. */
export function ReportSentence({ report, links, level: Level = "h1" }: Props) {
  const { lead, range, subject, trend, over } = report;
  const pages = trend.at(-1)?.pages ?? 0;
  return (
    <>
      <p className="text-xs text-ink-3">
        {[
          `Week ${weekNumber(report.week)}`,
          range.label,
          handOverWords(report),
          subject.name,
          range.zone.replaceAll("_", " "),
          !over && "the week still runs",
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <Level className="mt-1.5 max-w-4xl text-pretty text-[1.375rem] leading-8 font-medium tracking-tight sm:text-[1.75rem] sm:leading-9">
        {lead ? (
          <LeadSentence lead={lead} filter={links} />
        ) : pages === 0 ? (
          "No pages in this week."
        ) : (
          "No few alerts stand out: the load is spread."
        )}
      </Level>
      {lead && <Culprits lead={lead} filter={links} />}
      {lead && lead.hidden > 0 && (
        <p className="mt-2 text-xs text-ink-3">
          Without {formatCounted(lead.hidden, "alert that pages", "alerts that page")} fewer than 5 people: whom they
          interrupted is not shown.
        </p>
      )}
    </>
  );
}
