"use client";

import { useQuery } from "@tanstack/react-query";
import { WithCsv } from "@/components/export/with-csv";
import { formatCounted } from "@/components/format/numbers";
import { formatExact } from "@/components/format/time";
import { Panel } from "@/components/panels/panel";
import { type View, viewOf } from "@/components/panels/view";
import { reportComparisonQuery } from "@/components/queries/reports";
import type { Range } from "@/lib/contract/noise-report";
import type { ReportComparison, ReportFilter } from "@/lib/contract/weekly-report";
import { CAUSE_WORDS } from "@/lib/report/weekly-words";
import { SECTION_WORDS } from "./report-words";

export function Comparison({ week, filter, range }: { week: string; filter: ReportFilter; range: Range }) {
  return <ComparisonPanel view={viewOf(useQuery(reportComparisonQuery(week, filter)))} range={range} />;
}

/** Figure by figure, what a published report says and what would be worked out today. */
export function ComparisonPanel({ view, range }: { view: View<ReportComparison>; range: Range }) {
  return (
    <Panel
      question="Which numbers are different today?"
      view={view}
      height={200}
      n={({ differences }) => formatCounted(differences.length, "figure differs", "figures differ")}
      flush
    >
      {(data) => <Differences data={data} range={range} />}
    </Panel>
  );
}

function Differences({ data: { differences, published }, range }: { data: ReportComparison; range: Range }) {
  if (differences.length === 0)
    return (
      <p className="px-4 pb-4 text-ink-2">
        Nothing: every figure is what version {published.version} says, published{" "}
        {formatExact(published.at, range.zone)}.
      </p>
    );
  return (
    <WithCsv title="What is another number today" range={range}>
      <table className="w-full border-t text-sm max-sm:block sm:table-fixed">
        <caption className="sr-only">Figures that differ</caption>
        <thead className="max-sm:sr-only">
          <tr className="text-left text-xs text-ink-3">
            {["Figure", `Version ${published.version}`, "Today", "Why it may be"].map((name) => (
              <th key={name} scope="col" className="border-b px-4 py-1.5 font-normal last:w-1/5 first:w-1/5">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="max-sm:block">
          {differences.map(({ section, what, frozen, now, mayBe }) => (
            <tr key={`${section} ${what}`} className="border-b align-top last:border-b-0 max-sm:block max-sm:py-2">
              <th scope="row" className="px-4 py-1.5 text-left font-medium max-sm:block">
                {what}
                <span className="block text-2xs font-normal text-ink-3">{SECTION_WORDS[section]}</span>
              </th>
              <td className="px-4 py-1.5 max-sm:inline-block max-sm:py-0.5">
                <span className="text-ink-3 sm:hidden">version {published.version}: </span>
                {frozen}
              </td>
              <td className="px-4 py-1.5 font-medium max-sm:inline-block max-sm:py-0.5">
                <span className="font-normal text-ink-3 sm:hidden">today: </span>
                {now}
              </td>
              <td className="px-4 py-1.5 text-xs text-ink-2 max-sm:block max-sm:py-0.5">
                {mayBe.length === 0 ? "not known" : mayBe.map((cause) => CAUSE_WORDS[cause]).join("; ")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </WithCsv>
  );
}
