"use client";

import Link from "next/link";
import { Swatch } from "@/components/charts/swatch";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted, formatInterval, formatPercent } from "@/components/format/numbers";
import { HelpCard } from "@/components/ui/help-card";
import type { Carried, PersonDetail } from "@/lib/contract/person";
import { BigFigure } from "./big-figure";
import { Change } from "./change";
import { HourBreakdown } from "./hour-breakdown";
import { PanelBody } from "./panel";
import type { View } from "./view";

type Props = { view: View<PersonDetail>; filter: LinkParams };
type Part = { data: PersonDetail; filter: LinkParams };

/** Four figures of one person with their change. No time to resolve: it says nothing of people. */
export function PersonFigures({ view, filter }: Props) {
  return (
    <section aria-label="The period in four figures" className="rounded-xl border bg-surface shadow-card">
      <div className={view.kind === "ready" ? "" : "p-4"}>
        <PanelBody view={view} height={132}>
          {(data) => {
            const links = { ...filter, person: data.person.id };
            return (
              <div className="grid divide-line max-sm:divide-y sm:grid-cols-2 xl:grid-cols-4 xl:divide-x">
                <Interruptions data={data} filter={links} />
                <Nights data={data} filter={links} />
                <Pages data={data} filter={links} />
                <NoiseShare data={data} filter={links} />
              </div>
            );
          }}
        </PanelBody>
      </div>
    </section>
  );
}

function Interruptions({ data: { totals, previous, previousRange }, filter }: Part) {
  const { interruptions, estimated } = totals;
  return (
    <BigFigure
      name="Interruptions"
      help="interruptions"
      n={`n = ${formatCounted(totals.pages.total, "page", "pages")}; ${formatCount(estimated)} interruptions are estimated from assignments.`}
      href={hrefTo("/pages", filter, { sort: "interruptions" })}
      value={formatCount(interruptions.total)}
      beside={estimated > 0 ? `${formatCount(estimated)} estimated` : null}
      change={<Change now={interruptions.total} before={previous?.interruptions.total} previous={previousRange} />}
    >
      <HourBreakdown counts={interruptions} filter={filter} />
    </BigFigure>
  );
}

function Nights({ data: { totals, previous, previousRange }, filter }: Part) {
  return (
    <BigFigure
      name="Disrupted nights"
      help="disrupted-nights"
      n={`n = ${formatCounted(totals.interruptions.sleep, "interruption", "interruptions")} in sleep hours.`}
      href={hrefTo("/pages", filter, { hours: "sleep" })}
      value={formatCount(totals.disruptedNights)}
      change={<Change now={totals.disruptedNights} before={previous?.disruptedNights} previous={previousRange} />}
    >
      <ShortRests totals={totals} filter={filter} />
      <p>{formatCounted(totals.disruptedHours, "disrupted hour", "disrupted hours")} in all</p>
      <p>{onCallText(totals.onCallHours)}</p>
    </BigFigure>
  );
}

function ShortRests({ totals: { shortRests, disruptedNights }, filter }: { totals: Carried; filter: LinkParams }) {
  if (disruptedNights === 0) return null;
  return (
    <p className="inline-flex items-center gap-1">
      <Link
        href={hrefTo("/pages", filter, { rest: "short" })}
        className="inline-block min-h-6 leading-6 hover:underline"
      >
        {formatCount(shortRests)} of {formatCount(disruptedNights)} left under 11 h of rest
      </Link>
      <HelpCard id="short-rest" n={`n = ${formatCounted(disruptedNights, "disrupted night", "disrupted nights")}.`} />
    </p>
  );
}

function onCallText(hours: Carried["onCallHours"]): string {
  if (hours === null) return "hours on call: not known";
  return `on call ${formatCount(Math.round(hours.first))} h first line, ${formatCount(Math.round(hours.further))} h behind it`;
}

function Pages({ data: { totals, previous, previousRange }, filter }: Part) {
  const { first, escalated, lineNotKnown, total } = totals.pages;
  return (
    <BigFigure
      name="Pages"
      help="pages"
      n={`n = ${formatCounted(total, "page", "pages")}, each on the day of its first message to the person.`}
      href={hrefTo("/pages", filter)}
      value={formatCount(total)}
      change={<Change now={total} before={previous?.pages.total} previous={previousRange} />}
    >
      <p className="flex flex-wrap gap-x-3 gap-y-1">
        <span>{formatCount(first)} first line</span>
        <span>{formatCount(escalated)} escalated</span>
        {lineNotKnown > 0 && <span>{formatCount(lineNotKnown)} line not known</span>}
      </p>
    </BigFigure>
  );
}

function NoiseShare({ data: { totals, previous, previousRange }, filter }: Part) {
  const { noiseShare, unclear } = totals;
  return (
    <BigFigure
      name="Noise share"
      help="interruption-noise"
      n={`n = ${formatCounted(noiseShare.n, "interruption", "interruptions")} that could be judged; ${formatCount(unclear)} could not.`}
      href={hrefTo("/pages", filter, { verdict: "noise" })}
      value={formatPercent(noiseShare.value)}
      beside={formatInterval(noiseShare)}
      change={
        <Change
          now={noiseShare.value}
          before={previous?.noiseShare.value}
          previous={previousRange}
          format={(difference) => `${Math.round(difference * 100)} points`}
        />
      }
    >
      <p className="flex flex-wrap gap-x-3 gap-y-1">
        <span className="inline-flex items-center gap-1.5">
          <Swatch fill="fill-noise" />
          {formatCount(noiseShare.of)} of {formatCount(noiseShare.n)} interruptions
        </span>
        <Link
          href={hrefTo("/pages", filter, { verdict: "unclear" })}
          className="inline-flex items-center gap-1.5 hover:underline"
        >
          <Swatch fill="fill-unclear" />
          {formatCount(unclear)} unclear
        </Link>
      </p>
    </BigFigure>
  );
}
