"use client";

import ArrowLeft from "lucide-react/icons/arrow-left";
import type { Route } from "next";
import dynamic from "next/dynamic";
import Link from "next/link";
import type { ReactNode } from "react";
import { HeatMap } from "@/components/charts/heat-map";
import { hourParts } from "@/components/charts/hour-parts";
import { StackedBar } from "@/components/charts/stacked-bar";
import { Swatch } from "@/components/charts/swatch";
import { type TrendMark, VerdictTrend } from "@/components/charts/verdict-trend";
import { formatDuration } from "@/components/format/duration";
import { DEFAULT_RANGE, hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted, formatInterval, formatPercent } from "@/components/format/numbers";
import { formatDate } from "@/components/format/time";
import { buttonClass } from "@/components/ui/button";
import { FindingList } from "@/components/verdict/finding-list";
import { JudgeBar } from "@/components/verdict/judge-bar";
import { REASON_WORDS } from "@/components/verdict/reason-words";
import { SignatureVerdictControl } from "@/components/verdict/signature-verdict-control";
import { TitleTemplate } from "@/components/verdict/title-template";
import { useChosenRows } from "@/components/verdict/use-chosen-rows";
import { VerdictBadge } from "@/components/verdict/verdict-badge";
import type { PagesFilter } from "@/lib/contract/filter";
import type { SignatureDetail } from "@/lib/contract/signature";
import type { SignatureShape } from "@/lib/contract/signature-shape";
import type { OneTrend } from "@/lib/contract/trends";
import type { Treatment } from "@/lib/model/treatment";
import { type Explained, ExplainPanel } from "./explain-panel";
import { LastPagesMenu } from "./last-pages-menu";
import { PageTable } from "./page-table";
import { Panel, PanelBody } from "./panel";
import { SignatureShapePanel } from "./signature-shape-panel";
import { SignatureTrendPanel } from "./signature-trend-panel";
import { sinceText } from "./trend-words";
import { TWO_COLUMNS } from "./two-columns";
import { mapView, type View } from "./view";
import { WITHHELD_RULE } from "./withheld-words";

// Below what the verdict rests on, and not needed to read it.
const WhatIfPanel = dynamic(() => import("@/components/what-if/what-if-panel").then((module) => module.WhatIfPanel), {
  ssr: false,
});

type Props = {
  id: string;
  view: View<SignatureDetail>;
  /** How the signature is made, which comes after its verdict. */
  shape: View<SignatureShape>;
  /** Whether and since when it is louder or quieter, which comes after the verdict, too. */
  trend: View<OneTrend>;
  filter: LinkParams;
  /** What was decided about it. */
  decisions?: ReactNode;
  /** Takes a setting of the what-if over into a decision. */
  onChoose?: (treatment: Treatment) => void;
};

export function SignaturePanels({ id, view, shape, trend, filter, decisions, onChoose }: Props) {
  const zone = view.kind === "ready" ? view.data.range.zone : "UTC";
  const pages = hrefTo("/pages", filter, { signature: id });
  return (
    <div className="space-y-5">
      <Link
        href={hrefTo("/noise", filter)}
        className="inline-flex items-center gap-1.5 text-xs text-ink-2 hover:text-ink"
      >
        <ArrowLeft className="size-3.5" aria-hidden />
        All signatures
      </Link>
      <header>
        <PanelBody view={view} height={64}>
          {(detail) => <Title detail={detail} />}
        </PanelBody>
      </header>
      {view.kind === "loading" || view.kind === "ready" ? (
        <>
          <div className={TWO_COLUMNS.both}>
            <div className={TWO_COLUMNS.one}>
              <div className="order-1">
                <VerdictPanel view={view} filter={filter} />
              </div>
              <div className="order-3">
                <ExplainPanel view={mapView(view, (detail) => explained(detail, pages))} zone={zone} filter={filter} />
              </div>
            </div>
            <div className={TWO_COLUMNS.one}>
              <div className="order-2">
                <YourVerdictPanel id={id} view={view} />
              </div>
              <div className="order-4">
                <SignatureTrendPanel view={trend} zone={zone} filter={filter} />
              </div>
            </div>
          </div>
          <Panel
            question="What speaks for it?"
            help="findings"
            view={view}
            height={180}
            n={({ findings }) => formatCounted(findings.length, "finding", "findings")}
          >
            {({ findings, range }) => <FindingList findings={findings} zone={range.zone} filter={filter} />}
          </Panel>
          {view.kind === "ready" && <WhatIfPanel signatureId={id} range={view.data.range} onChoose={onChoose} />}
          {decisions}
          <SignatureShapePanel id={id} view={shape} zone={zone} filter={filter} />
          <div className="grid gap-5 lg:grid-cols-2">
            <Panel question="When did it page?" help="trend" view={view} height={300} pages={pages}>
              {({ timeline, timelineUnit, range }) => (
                <VerdictTrend
                  title={`Pages per ${timelineUnit} by verdict`}
                  unit={timelineUnit}
                  points={timeline}
                  marks={trend.kind === "ready" ? marksOf(trend.data, range.zone) : NO_MARKS}
                  zone={range.zone}
                  filter={{ ...filter, signature: id }}
                  height={200}
                />
              )}
            </Panel>
            <Panel question="At what hours?" help="weekday-hour" view={view} height={300} pages={pages}>
              {({ heat, range }) => <HeatMap title="Pages by weekday and hour" cells={heat} zone={range.zone} />}
            </Panel>
          </div>
          <EndingsPanel view={view} />
          <Panel
            question="The last pages"
            help="pages"
            view={view}
            height={280}
            flush
            n={(detail) =>
              `${detail.pages.length} of ${formatCount(detail.row.pages)} in the range, ${formatCount(detail.allPages)} in all`
            }
            actions={(detail) => (
              <>
                <LastPagesMenu rows={detail.pages} range={detail.range} filter={pagesOf(id, filter)} />
                <Link href={pages} className={buttonClass("quiet", "small")}>
                  All pages of it
                </Link>
              </>
            )}
          >
            {(detail) =>
              detail.pages.length === 0 ? (
                <p className="px-4 pb-4 text-ink-2">It did not page in {detail.range.label}.</p>
              ) : (
                <JudgedPages id={id} detail={detail} filter={filter} />
              )
            }
          </Panel>
        </>
      ) : null}
    </div>
  );
}

const NO_MARKS: readonly TrendMark[] = [];

/** When it changed, and what was done near that. */
function marksOf({ trend, near }: OneTrend, zone: string): readonly TrendMark[] {
  if (!trend) return NO_MARKS;
  return [
    { from: trend.since.from, to: trend.since.to, word: sinceText(trend, zone), look: "range" },
    ...near.map(({ startsAt, title }): TrendMark => ({ from: startsAt, to: startsAt, word: title, look: "point" })),
  ];
}

function explained(detail: SignatureDetail, alertPages: Route): Explained {
  const { sentence, inferredVerdict, against, wouldChange, usedPages, latestJudged, findings, row } = detail;
  return {
    verdict: inferredVerdict,
    reason: row.reason,
    sentence,
    against,
    wouldChange,
    usedPages,
    findings,
    of: latestJudged,
    alertPages,
    sum: null,
  };
}

const KNOWN_BY: Record<SignatureDetail["kind"], string> = { rule: "rule", dedup: "key of the problem", title: "title" };

function Title({ detail }: { detail: SignatureDetail }) {
  const { row, environment, severity, range, kind, key, version, firstPagedAt } = detail;
  return (
    <>
      <p className="text-xs text-ink-3">
        {[row.provider, row.service, row.team, environment, severity].filter(Boolean).join(" · ")}
      </p>
      <h1 className="mt-1 max-w-4xl text-[1.375rem] leading-8 font-medium tracking-tight [overflow-wrap:anywhere]">
        <TitleTemplate title={row.title} />
      </h1>
      <p className="mt-1 flex flex-wrap gap-x-3 text-xs text-ink-3">
        <span>
          {range.label} · {range.zone.replaceAll("_", " ")}
        </span>
        <span>first paged {formatDate(firstPagedAt, range.zone)}</span>
        <span>
          known by its {KNOWN_BY[kind]}, recipe {version}
          {kind !== "title" && <code className="ml-1 font-mono [overflow-wrap:anywhere]">{key}</code>}
        </span>
      </p>
    </>
  );
}

function VerdictPanel({ view, filter }: { view: View<SignatureDetail>; filter: LinkParams }) {
  return (
    <Panel question="Is it worth a page?" help="verdict" view={view} height={190}>
      {({ row, inferredVerdict, classifierVersion }) => (
        <>
          <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
            <VerdictBadge verdict={row.verdict} byPerson={row.byPerson} className="text-lg font-medium" />
            {row.reason && (
              <span className="text-ink-2">
                {row.reason}: {REASON_WORDS[row.reason]}
              </span>
            )}
          </p>
          <dl className="mt-3 grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-4">
            <Fact
              name="Inferred"
              value={<VerdictBadge verdict={inferredVerdict} />}
              hint={`classifier v${classifierVersion}`}
            />
            <Fact name="Probability actionable" value={formatPercent(row.probability)} hint="of a page of it" />
            <Fact
              name="Noise share"
              value={formatPercent(row.noiseShare.value)}
              hint={formatInterval(row.noiseShare) ?? "too few pages"}
            />
            <Fact
              name="Pain"
              value={row.pain === null ? "hidden" : formatCount(Math.round(row.pain))}
              hint={`${formatCounted(row.pages, "page", "pages")}`}
            />
          </dl>
          <div className="mt-4">
            {row.interruptions === null && (
              <p className="text-xs text-ink-2">
                Interruptions are not shown: {WITHHELD_RULE[row.withheld ?? "small"]}
              </p>
            )}
            {row.interruptions && (
              <>
                <StackedBar parts={hourParts(row.interruptions)} />
                <p className="mt-2 flex flex-wrap gap-x-3 gap-y-1 text-xs text-ink-2">
                  <span>{formatCounted(row.interruptions.total, "interruption", "interruptions")}:</span>
                  {hourParts(row.interruptions).map(({ key, word, count, fill }) => (
                    <Link
                      key={key}
                      href={hrefTo("/pages", filter, { signature: row.id, hours: key as "sleep" | "off" | "business" })}
                      className="inline-flex items-center gap-1.5 hover:underline"
                    >
                      <Swatch fill={fill} />
                      {formatCount(count)} {word}
                    </Link>
                  ))}
                </p>
              </>
            )}
          </div>
        </>
      )}
    </Panel>
  );
}

function Fact({ name, value, hint }: { name: string; value: ReactNode; hint: string }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-3">{name}</dt>
      <dd className="mt-0.5 font-medium">
        {value}
        <span className="block truncate text-2xs font-normal text-ink-3">{hint}</span>
      </dd>
    </div>
  );
}

function YourVerdictPanel({ id, view }: { id: string; view: View<SignatureDetail> }) {
  return (
    <Panel question="What do you say?" view={view} height={190}>
      {({ personVerdict, standing, row, inferredVerdict, range }) => (
        <SignatureVerdictControl
          id={id}
          given={personVerdict}
          standing={standing}
          suggested={{ verdict: inferredVerdict, reason: row.reason }}
          zone={range.zone}
        />
      )}
    </Panel>
  );
}

/** Judged here, the keys belong to the alert: pages are chosen, then judged by a button. */
function JudgedPages({
  id,
  detail: { pages, row, range },
  filter,
}: {
  id: string;
  detail: SignatureDetail;
  filter: LinkParams;
}) {
  const { chosen, choose, clear } = useChosenRows(pages);
  return (
    <>
      <JudgeBar filter={pagesOf(id, filter)} total={row.pages} chosen={chosen} row={null} onClear={clear} withoutKeys />
      <PageTable
        rows={pages}
        zone={range.zone}
        filter={filter}
        label="The last pages"
        plain
        chosen={chosen}
        onChoose={choose}
      />
    </>
  );
}

/** Its pages in the range, whatever else is filtered elsewhere: as the list shows them. */
function pagesOf(id: string, { from, to, tz }: LinkParams): PagesFilter {
  return {
    from: from ?? DEFAULT_RANGE.from,
    to: to ?? DEFAULT_RANGE.to,
    ...(tz && { tz }),
    compare: "previous",
    sort: "opened",
    dir: "desc",
    signature: id,
  };
}

const ENDING_WORDS: Record<string, string> = {
  source: "cleared by the source",
  person: "ended by a person",
  timeout: "timed out",
  merge: "merged",
  unknown: "end not known",
  "still-open": "still open",
};

function EndingsPanel({ view }: { view: View<SignatureDetail> }) {
  return (
    <Panel
      question="How does it end, and how fast?"
      help="durations"
      view={view}
      height={96}
      n={({ durations }) => `n = ${formatCounted(durations.n, "page", "pages")} with a known end`}
    >
      {({ endings, durations }) => (
        <dl className="flex flex-wrap gap-x-10 gap-y-3">
          <Fact
            name="Median open"
            value={formatDuration(durations.medianSeconds)}
            hint={`n = ${formatCount(durations.n)}`}
          />
          <Fact name="p95 open" value={formatDuration(durations.p95Seconds)} hint={`n = ${formatCount(durations.n)}`} />
          {Object.entries(endings)
            .filter(([, count]) => count > 0)
            .sort(([, a], [, b]) => b - a)
            .map(([ending, count]) => (
              <Fact
                key={ending}
                name={ENDING_WORDS[ending] ?? ending}
                value={formatCount(count)}
                hint={count === 1 ? "page" : "pages"}
              />
            ))}
        </dl>
      )}
    </Panel>
  );
}
