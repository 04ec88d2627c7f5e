"use client";

import clsx from "clsx";
import Link from "next/link";
import { useState } from "react";
import { TableMenu } from "@/components/export/table-menu";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { Button } from "@/components/ui/button";
import { TitleTemplate } from "@/components/verdict/title-template";
import { type SignatureTrend, TREND_KINDS, type TrendKind, type Trends } from "@/lib/contract/trends";
import { Panel } from "./panel";
import { trendColumns } from "./trend-columns";
import { ChangeLink, TrendRates } from "./trend-sentence";
import { sinceText, TREND_WORDS } from "./trend-words";
import type { View } from "./view";

type Props = {
  view: View<Trends>;
  chosen: TrendKind | null;
  onChoose: (kind: TrendKind | null) => void;
  filter: LinkParams;
};

/** Alerts shown before the rest is folded away. */
const FIRST = 4;

/** Which alerts changed, since when, and what was done near that: a candidate, no cause. */
export function TrendsPanel({ view, chosen, onChoose, filter }: Props) {
  return (
    <Panel
      question="What became noisy, and since when?"
      help="became-noisy"
      view={view}
      height={150}
      n={({ signatures }) => `n = ${formatCounted(signatures, "signature", "signatures")}`}
    >
      {(data) => (
        <>
          <ul aria-label="Kinds of change" className="-mx-1 flex flex-wrap gap-1">
            {TREND_KINDS.map((kind) => (
              <li key={kind}>
                <button
                  type="button"
                  aria-pressed={chosen === kind}
                  onClick={() => onChoose(chosen === kind ? null : kind)}
                  className={clsx(
                    "inline-flex h-7 items-center gap-1.5 rounded-md border px-2 text-xs pointer-coarse:min-h-11",
                    chosen === kind ? "border-ink bg-pressed font-medium" : "border-line-strong hover:bg-hover",
                  )}
                >
                  {TREND_WORDS[kind]}
                  <span className="font-medium">{formatCount(countOf(data, kind))}</span>
                </button>
              </li>
            ))}
          </ul>
          <List key={chosen} data={data} chosen={chosen} filter={filter} />
        </>
      )}
    </Panel>
  );
}

function countOf({ trends }: Trends, kind: TrendKind): number {
  return trends.filter((trend) => trend.kind === kind).length;
}

function List({ data, chosen, filter }: { data: Trends; chosen: TrendKind | null; filter: LinkParams }) {
  const [all, setAll] = useState(false);
  const trends = chosen ? data.trends.filter(({ kind }) => kind === chosen) : data.trends;
  if (trends.length === 0)
    return (
      <p className="mt-3 text-ink-2">
        {data.signatures === 0
          ? "No alert paged in this range, so none can have changed."
          : chosen
            ? `None is ${chosen} by the end of this range.`
            : "None changed beyond chance in the last four weeks of this range."}
      </p>
    );
  const shown = trends.slice(0, all ? trends.length : FIRST);
  return (
    <>
      <ul className="mt-2 divide-y">
        {shown.map((trend) => (
          <TrendRow key={trend.id} trend={trend} zone={data.range.zone} filter={filter} />
        ))}
      </ul>
      <div className="mt-1 flex items-center justify-between">
        {trends.length > FIRST && (
          <Button look="quiet" size="small" className="-ml-2" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? "Show fewer" : `Show all ${formatCount(trends.length)}`}
          </Button>
        )}
        <span className="ml-auto">
          <TableMenu
            title="What became noisy"
            range={data.range}
            narrowedBy={["trend"]}
            allNarrowedBy={[]}
            shown={() => trendColumns(shown)}
            all={{ table: () => trendColumns(data.trends) }}
          />
        </span>
      </div>
    </>
  );
}

export function TrendRow({ trend, zone, filter }: { trend: SignatureTrend; zone: string; filter: LinkParams }) {
  return (
    <li className="py-2.5">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
        <Link
          href={hrefTo(`/signatures/${trend.id}`, filter)}
          className="min-w-0 font-medium [overflow-wrap:anywhere] hover:underline"
        >
          <TitleTemplate title={trend.title} />
        </Link>
        <span className="text-xs text-ink-3">{[trend.service, trend.team].filter(Boolean).join(" · ")}</span>
      </p>
      <p className="mt-0.5">{sinceText(trend, zone)}</p>
      <TrendRates trend={trend} />
      <p className="mt-0.5 text-xs">
        {trend.change ? (
          <>
            <span className="text-ink-3">Candidate, not a cause: </span>
            <ChangeLink change={trend.change} zone={zone} filter={filter} />
          </>
        ) : (
          <span className="text-ink-3">No known change lies near it.</span>
        )}
      </p>
    </li>
  );
}
