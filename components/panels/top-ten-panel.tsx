"use client";

import Link from "next/link";
import { Swatch } from "@/components/charts/swatch";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted, formatInterval, formatPercent } from "@/components/format/numbers";
import type { Noise } from "@/lib/contract/noise";
import type { WithheldBecause } from "@/lib/model/withheld";
import { Panel } from "./panel";
import type { View } from "./view";
import { WITHHELD_RULE } from "./withheld-words";

export function TopTenPanel({ view, filter }: { view: View<Noise>; filter: LinkParams }) {
  return (
    <Panel
      question="How few alerts make most of it?"
      help="top-ten"
      view={view}
      height={118}
      n={({ topTen }) =>
        topTen ? `n = ${formatCounted(topTen.of, "interruption", "interruptions")} by noise` : "n is hidden"
      }
    >
      {({ topTen, totals, signatures }) => (
        <>
          {topTen ? (
            <Share topTen={topTen} signatures={signatures.length} />
          ) : (
            <Hidden because={totals.withheld ?? "small"} />
          )}
          <p className="mt-3 flex flex-wrap gap-x-3 gap-y-1 text-xs text-ink-2">
            <Link
              href={hrefTo("/pages", filter, { verdict: "noise" })}
              className="inline-flex items-center gap-1.5 hover:underline"
            >
              <Swatch fill="fill-noise" />
              noise share {formatPercent(totals.noiseShare.value)} (
              {formatInterval(totals.noiseShare) ?? "too few pages"})
            </Link>
            <Link
              href={hrefTo("/pages", filter, { verdict: "unclear" })}
              className="inline-flex items-center gap-1.5 hover:underline"
            >
              <Swatch fill="fill-unclear" />
              unclear {formatPercent(totals.unclearShare.value)}
            </Link>
            <span>n = {formatCounted(totals.pages, "page", "pages")}</span>
          </p>
        </>
      )}
    </Panel>
  );
}

function Share({ topTen, signatures }: { topTen: NonNullable<Noise["topTen"]>; signatures: number }) {
  return (
    <>
      <p className="text-[1.875rem] leading-9 font-medium tracking-tight">
        {formatPercent(topTen.of === 0 ? null : topTen.interruptions / topTen.of)}
      </p>
      <p className="text-ink-2">
        {topTen.of === 0
          ? "No interruption was caused by noise."
          : `of all interruptions by noise come from the first ${Math.min(10, signatures)} of ${formatCounted(signatures, "signature", "signatures")} (${formatCount(topTen.interruptions)} of ${formatCount(topTen.of)})`}
      </p>
      <div aria-hidden className="mt-3 h-2.5 overflow-hidden rounded-[3px] bg-hover">
        <div
          className="fill-noise h-full"
          style={{ width: `${topTen.of === 0 ? 0 : (100 * topTen.interruptions) / topTen.of}%` }}
        />
      </div>
    </>
  );
}

function Hidden({ because }: { because: WithheldBecause }) {
  return <p className="text-ink-2">Interruptions are not shown: {WITHHELD_RULE[because]}</p>;
}
