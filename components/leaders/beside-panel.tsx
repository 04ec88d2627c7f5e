"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { WithCsv } from "@/components/export/with-csv";
import { hrefTo, sharedOf } from "@/components/format/href";
import { formatCount, formatCounted, formatInterval, formatPercent } from "@/components/format/numbers";
import { useFilterUrl } from "@/components/frame/use-filter-url";
import { Panel } from "@/components/panels/panel";
import type { View } from "@/components/panels/view";
import { Button } from "@/components/ui/button";
import { ScrollRegion } from "@/components/ui/scroll-region";
import type { LeadersFilter } from "@/lib/contract/filter";
import type { LeaderAlerts, LeaderDetail, Leaders } from "@/lib/contract/leaders";
import { fairnessText, formatTenths, HIDDEN_WORDS, inHours, listsPages, ratioText, TREND_WORDS } from "./leader-words";
import { Alerts } from "./organisation-panel";

type Props = {
  rows: readonly LeaderDetail[];
  range: Leaders["range"];
  privacy: Leaders["privacy"];
  alerts: readonly [View<LeaderAlerts>, View<LeaderAlerts>];
  filter: LeadersFilter;
};

/** Two organisations, figure by figure and per head; nobody in them is told apart. */
export function BesidePanel({ rows, range, privacy, alerts, filter }: Props) {
  const { change } = useFilterUrl();
  const shared = sharedOf(filter);
  const [one, other] = rows;
  if (!one || !other) return null;
  return (
    <Panel
      question={`How do ${one.label} and ${other.label} compare?`}
      help="leader-beside"
      view={{ kind: "ready", data: rows }}
      n={() => `n = ${formatCount(one.people)} and ${formatCounted(other.people, "person", "people")}`}
      actions={() => (
        <Button look="quiet" size="small" onClick={() => change({ beside: null })}>
          Close
        </Button>
      )}
      flush
    >
      {() => (
        <>
          <WithCsv title="Two organisations" range={range}>
            <ScrollRegion label="Two organisations" className="overflow-x-auto border-t">
              <table className="w-full text-sm">
                <thead>
                  <tr className="border-b text-xs text-ink-3">
                    <td className="px-4 py-1.5" />
                    {rows.map((row) => (
                      <th key={row.id} scope="col" className="px-4 py-1.5 text-left font-medium text-ink">
                        {row.label}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {LINES.map(({ name, of }) => (
                    <tr key={name} className="border-b last:border-b-0">
                      <th scope="row" className="px-4 py-1.5 text-left text-xs font-normal text-ink-2">
                        {name}
                      </th>
                      {rows.map((row) => (
                        <td key={row.id} className="px-4 py-1.5 align-top">
                          {of(row, { ...shared, under: row.id }, privacy)}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </ScrollRegion>
          </WithCsv>
          <div className="grid gap-5 border-t px-4 pt-3 pb-4 lg:grid-cols-2">
            {rows.map((row, index) => {
              const view = alerts[index];
              return (
                <section key={row.id} aria-label={`Worst alerts of ${row.label}`}>
                  <p className="text-xs text-ink-3">{row.label}</p>
                  {view && <Alerts view={view} filter={shared} />}
                </section>
              );
            })}
          </div>
        </>
      )}
    </Panel>
  );
}

type Under = ReturnType<typeof sharedOf>;

const LINES: readonly {
  name: string;
  of: (row: LeaderDetail, under: Under, privacy: Leaders["privacy"]) => ReactNode;
}[] = [
  {
    name: "People (on call)",
    of: (row) => `${formatCount(row.people)} (${row.load ? formatCount(row.onCall) : "not shown"})`,
  },
  {
    name: "Pages",
    of: (row, under) => (
      <To row={row} under={under}>
        {formatCount(row.pages.total)}
      </To>
    ),
  },
  {
    name: "Pages a head",
    of: ({ pages, people }) => (people === 0 ? "not measured" : formatTenths(pages.total / people)),
  },
  {
    name: "Noise share",
    of: (row, under) => (
      <To row={row} under={{ ...under, verdict: "noise" }}>
        {formatPercent(row.noiseShare.value)} (
        {formatInterval(row.noiseShare) ?? `n = ${formatCount(row.noiseShare.n)}`})
      </To>
    ),
  },
  {
    name: "Unclear share",
    of: (row, under) => (
      <To row={row} under={{ ...under, verdict: "unclear" }}>
        {formatPercent(row.unclearShare.value)}
      </To>
    ),
  },
  {
    name: "Interruptions a head",
    of: (row) => (row.load ? formatTenths(row.load.interruptions.total / row.people) : hiddenCell(row)),
  },
  {
    name: "Sleep / off hours / business",
    of: (row, under) =>
      row.load ? (
        <To row={row} under={{ ...under, sort: "interruptions" }}>
          {formatCount(row.load.interruptions.sleep)} / {formatCount(row.load.interruptions.off)} /{" "}
          {formatCount(row.load.interruptions.business)}
        </To>
      ) : (
        hiddenCell(row)
      ),
  },
  {
    name: "Disrupted nights a head",
    of: (row, under, privacy) =>
      row.load ? (
        <To row={row} under={{ ...under, ...inHours(privacy, "sleep") }}>
          {row.load.nights.mean === null ? "not measured" : formatTenths(row.load.nights.mean)}
        </To>
      ) : (
        hiddenCell(row)
      ),
  },
  { name: "Shared fairly", of: (row) => (row.fairness ? fairnessText(row.fairness) : hiddenCell(row)) },
  {
    name: "Pages, 28 days against 28 before",
    of: ({ trend }) => (trend ? `${TREND_WORDS[trend.change]} ${ratioText(trend.ratio)}` : "too little history"),
  },
];

function hiddenCell({ hidden }: LeaderDetail): ReactNode {
  return (
    <span className="text-xs text-ink-3">{hidden === null ? "nobody" : `not shown: ${HIDDEN_WORDS[hidden]}`}</span>
  );
}

function To({ row, under, children }: { row: LeaderDetail; under: Under; children: ReactNode }) {
  if (!listsPages(row)) return children;
  return (
    <Link href={hrefTo("/pages", under)} className="font-medium underline-offset-4 hover:underline">
      {children}
    </Link>
  );
}
