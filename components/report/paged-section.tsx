"use client";

import { VERDICT_FILL, VERDICT_WORD } from "@/components/charts/palette";
import { StackedBar } from "@/components/charts/stacked-bar";
import { Swatch } from "@/components/charts/swatch";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount } from "@/components/format/numbers";
import { TREND_WORDS } from "@/components/panels/trend-words";
import { TrendRow } from "@/components/panels/trends-panel";
import { TREND_KINDS, type TrendKind } from "@/lib/contract/trends";
import type { WeeklyReport } from "@/lib/contract/weekly-report";
import { Figure } from "./report-figure";
import type { SectionProps } from "./sections";

/** How many pages, and which alerts are new, louder, quieter or gone. */
export function PagedSection({ report, links }: SectionProps) {
  return (
    <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[16rem_minmax(0,1fr)]">
      <div className="-mx-4 -mt-2">
        <Figure report={report} name="pages" href={hrefTo("/pages", links)}>
          <Verdicts report={report} links={links} />
        </Figure>
      </div>
      <Changed report={report} links={links} />
    </div>
  );
}

function Verdicts({ report: { trend }, links }: { report: WeeklyReport; links: LinkParams }) {
  const counts = trend.at(-1)?.counts;
  if (!counts) return null;
  const parts = (["actionable", "noise", "unclear"] as const).map((key) => ({
    key,
    word: VERDICT_WORD[key],
    count: counts[key],
    fill: VERDICT_FILL[key],
  }));
  return (
    <>
      <StackedBar parts={parts} />
      <p className="mt-2 flex flex-wrap gap-x-3 gap-y-1">
        {parts.map(({ key, word, count, fill }) => (
          <a
            key={key}
            href={hrefTo("/pages", links, { verdict: key })}
            className="inline-flex items-center gap-1.5 hover:underline"
          >
            <Swatch fill={fill} />
            {formatCount(count)} {word}
          </a>
        ))}
        {counts.unclassified > 0 && <span>{formatCount(counts.unclassified)} not judged yet</span>}
      </p>
    </>
  );
}

function Changed({ report, links }: { report: WeeklyReport; links: LinkParams }) {
  const { changed, range } = report;
  const kinds = TREND_KINDS.filter((kind) => changed.n[kind] > 0);
  return (
    <section aria-label="What changed" className="min-w-0">
      <ul className="flex flex-wrap gap-x-5 gap-y-1">
        {TREND_KINDS.map((kind) => (
          <li key={kind}>
            <span className="font-medium">{formatCount(changed.n[kind])}</span>{" "}
            <span className="text-ink-2">{TREND_WORDS[kind].toLowerCase()}</span>
          </li>
        ))}
      </ul>
      {kinds.length === 0 ? (
        <p className="mt-2 text-ink-2">No alert changed beyond chance by the end of this week.</p>
      ) : (
        kinds.map((kind) => <Kind key={kind} kind={kind} report={report} zone={range.zone} links={links} />)
      )}
    </section>
  );
}

/** A meeting looks at the first ones of a kind; Noise has all. */
const LISTED = 3;

type KindProps = { kind: TrendKind; report: WeeklyReport; zone: string; links: LinkParams };

function Kind({ kind, report: { changed }, zone, links }: KindProps) {
  const left = changed.n[kind] - Math.min(LISTED, changed[kind].length);
  return (
    <div className="mt-3">
      <h3 className="text-xs font-medium text-ink-3">{TREND_WORDS[kind]}</h3>
      <ul className="divide-y">
        {changed[kind].slice(0, LISTED).map((trend) => (
          <TrendRow key={trend.id} trend={trend} zone={zone} filter={links} />
        ))}
      </ul>
      {left > 0 && (
        <p className="text-xs text-ink-3">
          and {formatCount(left)} more on{" "}
          <a href={hrefTo("/noise", links)} className="underline underline-offset-4">
            Noise
          </a>
        </p>
      )}
    </div>
  );
}
