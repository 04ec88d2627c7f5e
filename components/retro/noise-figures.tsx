"use client";

import { BarRows } from "@/components/charts/bar-rows";
import { hourParts } from "@/components/charts/hour-parts";
import { HOUR_FILL, HOUR_WORD, OTHER_FILL, VERDICT_FILL, VERDICT_WORD } from "@/components/charts/palette";
import type { Part } from "@/components/charts/stacked-bar";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted, formatPercent } from "@/components/format/numbers";
import { Panel } from "@/components/panels/panel";
import { TREND_WORDS } from "@/components/panels/trend-words";
import type { View } from "@/components/panels/view";
import { WITHHELD_RULE } from "@/components/panels/withheld-words";
import type { Noise } from "@/lib/contract/noise";
import type { NoiseTotals, SignatureRow, VerdictCounts } from "@/lib/contract/noise-report";
import type { Overview } from "@/lib/contract/overview";
import { TREND_KINDS, type Trends } from "@/lib/contract/trends";
import { HOUR_CLASSES } from "@/lib/model/interruption";
import { VERDICTS, verdictOf } from "@/lib/model/verdict";

const pagesN = ({ totals }: { totals: NoiseTotals }) => `n = ${formatCounted(totals.pages, "page", "pages")}`;

const VERDICT_KEYS = [...VERDICTS, "unclassified"] as const;

const verdictParts = (counts: VerdictCounts): Part[] =>
  VERDICT_KEYS.map((key) => ({ key, word: VERDICT_WORD[key], count: counts[key], fill: VERDICT_FILL[key] }));

/** Noise among the pages that could be judged; null where there is none. */
function shareOf({ noise, actionable }: VerdictCounts): number | null {
  return noise + actionable === 0 ? null : noise / (noise + actionable);
}

export function NoiseShareFigure({ view, links }: { view: View<Overview>; links: LinkParams }) {
  return (
    <Panel question="How much of it was noise, and is that falling?" help="noise-share" view={view} n={pagesN}>
      {({ trend, trendUnit, totals }) => (
        <BarRows
          title={`Noise share per ${trendUnit}`}
          summary={`${formatPercent(totals.noiseShare.value)} in the range, ${formatCount(totals.noiseShare.of)} of ${formatCount(totals.noiseShare.n)} pages that could be judged; a full bar is 100 %.`}
          of={1}
          rows={trend.map(({ from, to, label, counts }) => ({
            key: from,
            label,
            detail: `n = ${formatCount(counts.noise + counts.actionable)}`,
            parts: [{ key: "noise", word: "noise", count: shareOf(counts) ?? 0, fill: VERDICT_FILL.noise }],
            value: formatPercent(shareOf(counts)),
            href: hrefTo("/pages", links, { from, to, verdict: "noise" }),
          }))}
          table={{
            head: [trendUnit === "week" ? "Week" : "Day", "noise", "actionable", "noise share (0-1)"],
            rows: trend.map(({ label, counts }) => [
              label,
              counts.noise,
              counts.actionable,
              shareOf(counts)?.toFixed(3) ?? "not measured",
            ]),
          }}
        />
      )}
    </Panel>
  );
}

export function VerdictsFigure({ view, links }: { view: View<Overview>; links: LinkParams }) {
  return (
    <Panel question="What were the pages worth?" help="verdict" view={view} n={pagesN}>
      {({ totals, previous, range, previousRange }) => {
        const spans = [
          { range, totals },
          ...(previous && previousRange ? [{ range: previousRange, totals: previous }] : []),
        ];
        return (
          <BarRows
            title="Pages by verdict"
            summary={`${VERDICTS.map((key) => `${formatCount(totals.counts[key])} ${VERDICT_WORD[key]}`).join(", ")} of ${formatCounted(totals.pages, "page", "pages")}${previous ? `; ${formatCount(previous.pages)} in the period before` : ""}.`}
            legend={VERDICT_KEYS.filter((key) => spans.some((span) => span.totals.counts[key] > 0)).map((key) => ({
              fill: VERDICT_FILL[key],
              word: VERDICT_WORD[key],
            }))}
            rows={spans.map((span) => ({
              key: span.range.from,
              label: span.range.label,
              detail: `${formatPercent(span.totals.noiseShare.value)} noise, ${formatPercent(span.totals.unclearShare.value)} unclear`,
              parts: verdictParts(span.totals.counts),
              value: formatCount(span.totals.pages),
              href: hrefTo("/pages", links, { from: span.range.from, to: span.range.to }),
            }))}
            table={{
              head: ["Range", ...VERDICT_KEYS.map((key) => VERDICT_WORD[key]), "all"],
              rows: spans.map((span) => [
                span.range.label,
                ...VERDICT_KEYS.map((key) => span.totals.counts[key]),
                span.totals.pages,
              ]),
            }}
          />
        );
      }}
    </Panel>
  );
}

export function ReasonsFigure({ view, links }: { view: View<Noise>; links: LinkParams }) {
  return (
    <Panel
      question="Why did they page?"
      help="reasons"
      view={view}
      n={({ reasons }) => `n = ${formatCount(reasons.reduce((sum, { pages }) => sum + pages, 0))} pages with a reason`}
    >
      {({ reasons }) => (
        <BarRows
          title="Pages by reason"
          summary={
            reasons[0]
              ? `Most often ${reasons[0].reason}, with ${formatCounted(reasons[0].pages, "page", "pages")}; hatched reasons are noise.`
              : "No page has a reason yet."
          }
          legend={(["noise", "actionable"] as const).map((key) => ({
            fill: VERDICT_FILL[key],
            word: VERDICT_WORD[key],
          }))}
          rows={reasons.map(({ reason, pages }) => {
            const verdict = verdictOf(reason) === "noise" ? "noise" : "actionable";
            return {
              key: reason,
              label: reason,
              parts: [{ key: verdict, word: verdict, count: pages, fill: VERDICT_FILL[verdict] }],
              value: formatCount(pages),
              href: hrefTo("/pages", links, { reason }),
            };
          })}
          table={{
            head: ["Reason", "verdict", "pages", "sleep interruptions"],
            rows: reasons.map(({ reason, pages, sleepInterruptions }) => [
              reason,
              verdictOf(reason) ?? "unclear",
              pages,
              sleepInterruptions ?? "not shown",
            ]),
          }}
        />
      )}
    </Panel>
  );
}

const TOP = 10;

export function TopTenFigure({ view, links }: { view: View<Noise>; links: LinkParams }) {
  return (
    <Panel question="Which alerts hurt most?" help="top-ten" view={view} n={pagesN}>
      {({ signatures, topTen, totals }) => (
        <BarRows
          title="The ten alerts with most pain"
          summary={
            topTen === null
              ? `Interruptions are not shown: ${WITHHELD_RULE[totals.withheld ?? "small"]}`
              : topTen.of === 0
                ? "No interruption was caused by noise."
                : `They make ${formatPercent(topTen.interruptions / topTen.of)} of all interruptions by noise (${formatCount(topTen.interruptions)} of ${formatCount(topTen.of)}).`
          }
          legend={HOUR_CLASSES.map((key) => ({ fill: HOUR_FILL[key], word: HOUR_WORD[key] }))}
          rows={painful(signatures).map(({ id, title, service, noiseInterruptions }) => ({
            key: id,
            label: title,
            detail: service,
            parts: hourParts(noiseInterruptions),
            value: formatCount(noiseInterruptions.total),
            href: hrefTo(`/signatures/${id}`, links),
          }))}
          table={{
            head: ["Alert", "service", ...HOUR_CLASSES.map((key) => HOUR_WORD[key]), "all by noise", "pain", "pages"],
            rows: painful(signatures).map(({ title, service, noiseInterruptions, pain, pages }) => [
              title,
              service ?? "",
              ...HOUR_CLASSES.map((key) => noiseInterruptions[key]),
              noiseInterruptions.total,
              pain ?? "not shown",
              pages,
            ]),
          }}
        />
      )}
    </Panel>
  );
}

type Painful = SignatureRow & { noiseInterruptions: NonNullable<SignatureRow["noiseInterruptions"]> };

/** Those of the first ten whose interruptions may be told, and are any. */
function painful(signatures: readonly SignatureRow[]): Painful[] {
  const told = (row: SignatureRow): row is Painful => row.noiseInterruptions !== null;
  return signatures.filter(told).slice(0, TOP);
}

export function ChangedFigure({ view, links }: { view: View<Trends>; links: LinkParams }) {
  return (
    <Panel
      question="What became noisy, and what quiet?"
      help="became-noisy"
      view={view}
      n={({ signatures, days }) =>
        `n = ${formatCounted(signatures, "signature", "signatures")}, ${formatCount(days)} days`
      }
    >
      {({ trends }) => {
        const first = trends.slice(0, TOP);
        return (
          <BarRows
            title="Alerts that changed"
            summary={`${TREND_KINDS.map((kind) => `${formatCount(trends.filter((one) => one.kind === kind).length)} ${TREND_WORDS[kind]}`).join(", ")}. A bar is openings per day after the change.`}
            rows={first.map(({ id, title, kind, before, after }) => ({
              key: id,
              label: title,
              detail: `${TREND_WORDS[kind]}; ${perDay(before)} a day before`,
              parts: [{ key: "after", word: "after", count: after?.perDay ?? 0, fill: OTHER_FILL.one }],
              value: `${perDay(after)} a day`,
              href: hrefTo(`/signatures/${id}`, links),
            }))}
            table={{
              head: [
                "Alert",
                "service",
                "change",
                "per day before",
                "per day after",
                "since, at the earliest",
                "at the latest",
              ],
              rows: first.map(({ title, service, kind, before, after, since }) => [
                title,
                service ?? "",
                TREND_WORDS[kind],
                perDay(before),
                perDay(after),
                since.from,
                since.to,
              ]),
            }}
          />
        );
      }}
    </Panel>
  );
}

const perDay = (rate: { perDay: number } | null) => (rate === null ? "not known" : rate.perDay.toFixed(2));
