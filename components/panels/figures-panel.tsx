"use client";

import Link from "next/link";
import { Swatch } from "@/components/charts/swatch";
import { formatDuration } from "@/components/format/duration";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted, formatInterval, formatPercent } from "@/components/format/numbers";
import { type NoiseTotals, type PeopleTotals, peopleTotals } from "@/lib/contract/noise-report";
import type { Overview } from "@/lib/contract/overview";
import type { WithheldBecause } from "@/lib/model/withheld";
import { BigFigure } from "./big-figure";
import { Change } from "./change";
import { HourBreakdown } from "./hour-breakdown";
import { PanelBody } from "./panel";
import type { View } from "./view";
import { WITHHELD_RULE } from "./withheld-words";

type Props = { view: View<Overview>; filter: LinkParams };

/** The four figures of a period with their change; each says its n and opens its pages. */
export function FiguresPanel({ view, filter }: Props) {
  return (
    <section
      aria-label="The period in four figures"
      aria-busy={view.kind === "loading"}
      className="rounded-xl border bg-surface shadow-card"
    >
      <div className={view.kind === "ready" ? "" : "p-4"}>
        <PanelBody view={view} height={132}>
          {(data) => (
            <div className="grid divide-line max-sm:divide-y sm:grid-cols-2 xl:grid-cols-4 xl:divide-x">
              <NoiseShare data={data} filter={filter} />
              <AboutPeople data={data} filter={filter} />
            </div>
          )}
        </PanelBody>
      </div>
    </section>
  );
}

/** A period without a page is not one of zero interruptions: nothing is known of it. */
const known = (totals: NoiseTotals | null) => (totals && totals.pages > 0 ? totals : null);

type Part = { data: Overview; filter: LinkParams };
type PeoplePart = Part & { people: PeopleTotals; before: PeopleTotals | null };

function AboutPeople({ data, filter }: Part) {
  const people = peopleTotals(data.totals);
  if (people === null) return <Withheld because={data.totals.withheld ?? "small"} />;
  const earlier = known(data.previous);
  const part = { data, filter, people, before: earlier && peopleTotals(earlier) };
  return (
    <>
      <Interruptions {...part} />
      <Nights {...part} />
      <Acknowledge {...part} />
    </>
  );
}

function Withheld({ because }: { because: WithheldBecause }) {
  return (
    <div className="px-4 pt-3 pb-4 text-sm text-ink-2 sm:max-xl:col-span-1 xl:col-span-3">
      <h2 className="text-xs font-medium text-ink-2">Interruptions, nights, time to acknowledge</h2>
      <p className="mt-2 max-w-prose">Not shown: {WITHHELD_RULE[because]}</p>
    </div>
  );
}

function NoiseShare({ data: { totals, previous, previousRange }, filter }: Part) {
  const { noiseShare, unclearShare, counts } = totals;
  return (
    <BigFigure
      name="Noise share"
      help="noise-share"
      n={`n = ${formatCounted(noiseShare.n, "page", "pages")} that could be judged.`}
      href={hrefTo("/pages", filter, { verdict: "noise" })}
      value={formatPercent(noiseShare.value)}
      beside={formatInterval(noiseShare)}
      change={
        <Change
          now={noiseShare.value}
          before={previous?.noiseShare.value}
          previous={previousRange}
          format={(difference) => formatCounted(Math.round(difference * 100), "point", "points")}
        />
      }
    >
      <p className="flex flex-wrap gap-x-3 gap-y-1">
        <span className="inline-flex items-center gap-1.5">
          <Swatch fill="fill-noise" />
          {formatCount(noiseShare.of)} of {formatCount(noiseShare.n)}
        </span>
        <Link
          href={hrefTo("/pages", filter, { verdict: "unclear" })}
          className="inline-flex items-center gap-1.5 hover:underline"
        >
          <Swatch fill="fill-unclear" />
          unclear {formatPercent(unclearShare.value)}, n = {formatCount(unclearShare.n)}
        </Link>
        {counts.unclassified > 0 && <span>{formatCount(counts.unclassified)} not judged yet</span>}
      </p>
    </BigFigure>
  );
}

function Interruptions({ data: { totals, previousRange }, filter, people, before }: PeoplePart) {
  const { interruptions, estimatedInterruptions } = people;
  return (
    <BigFigure
      name="Interruptions"
      help="interruptions"
      n={`n = ${formatCounted(totals.pages, "page", "pages")}; ${formatCount(estimatedInterruptions)} interruptions are estimated from assignments.`}
      href={hrefTo("/pages", filter, { sort: "interruptions" })}
      value={formatCount(interruptions.total)}
      beside={estimatedInterruptions > 0 ? `${formatCount(estimatedInterruptions)} estimated` : null}
      change={<Change now={interruptions.total} before={before?.interruptions.total} previous={previousRange} />}
    >
      <HourBreakdown counts={interruptions} filter={filter} />
    </BigFigure>
  );
}

function Nights({ data: { previousRange, people: named, unnamed }, filter, people: totals, before }: PeoplePart) {
  return (
    <BigFigure
      name="Disrupted nights"
      help="disrupted-nights"
      n={`n = ${formatCounted(named.length + unnamed.people, "person", "people")} with an interruption in ${totals.interruptions.total === 1 ? "one case" : `${formatCount(totals.interruptions.total)} cases`}.`}
      href={hrefTo("/pages", filter, { hours: "sleep" })}
      value={formatCount(totals.disruptedNights)}
      change={<Change now={totals.disruptedNights} before={before?.disruptedNights} previous={previousRange} />}
    >
      <p>
        of {formatCounted(totals.peopleWoken, "person", "people")};{" "}
        {formatCounted(totals.interruptions.sleep, "interruption", "interruptions")} in sleep hours,{" "}
        {formatCount(totals.noiseInterruptions.sleep)} of them noise
      </p>
    </BigFigure>
  );
}

function Acknowledge({ data: { previousRange }, filter, people, before }: PeoplePart) {
  const { medianSeconds, p95Seconds, acknowledged, neverAcknowledged, notKnown } = people.timeToAcknowledge;
  return (
    <BigFigure
      name="Median time to acknowledge"
      help="time-to-acknowledge"
      n={`n = ${formatCounted(acknowledged, "page", "pages")} acknowledged; ${formatCount(neverAcknowledged)} never; not known for ${formatCount(notKnown)}.`}
      href={hrefTo("/pages", filter, { acknowledged: "yes", sort: "acknowledge" })}
      value={formatDuration(medianSeconds)}
      beside={`n = ${formatCount(acknowledged)}`}
      change={
        <Change
          now={medianSeconds}
          before={before?.timeToAcknowledge.medianSeconds}
          previous={previousRange}
          format={(difference) => formatDuration(difference)}
        />
      }
    >
      <p className="flex flex-wrap gap-x-3 gap-y-1">
        <span>p95 {formatDuration(p95Seconds)}</span>
        <Link href={hrefTo("/pages", filter, { acknowledged: "never" })} className="hover:underline">
          {formatCount(neverAcknowledged)} never acknowledged
        </Link>
        {notKnown > 0 && <span>{formatCount(notKnown)} not known</span>}
      </p>
    </BigFigure>
  );
}
