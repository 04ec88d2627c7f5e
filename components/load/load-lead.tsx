"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted, formatPercent } from "@/components/format/numbers";
import { Change } from "@/components/panels/change";
import { PanelBody } from "@/components/panels/panel";
import type { View } from "@/components/panels/view";
import { buttonClass } from "@/components/ui/button";
import { HelpCard } from "@/components/ui/help-card";
import type { Load, LoadFilter, LoadSum } from "@/lib/contract/load";
import { HIDDEN_RULE, peopleWord } from "./load-words";

type Props = { view: View<Load>; filter: LoadFilter; links: LinkParams };

/** Who was interrupted, how often, and whether it was worth it; each number opens the pages behind it. */
export function LoadLead({ view, filter, links }: Props) {
  return (
    <section aria-label="In one sentence" aria-busy={view.kind === "loading"}>
      {view.kind !== "ready" && <h1 className="sr-only">Load</h1>}
      <PanelBody view={view} height={104}>
        {(data) => (
          <>
            <p className="text-xs text-ink-3">
              {data.range.label} · {data.range.zone.replaceAll("_", " ")}
            </p>
            <h1 className="mt-1.5 max-w-4xl text-pretty text-[1.375rem] leading-8 font-medium tracking-tight sm:text-[1.75rem] sm:leading-9">
              {data.sum ? <Sentence sum={data.sum} links={links} /> : "Who was interrupted is not shown to you here."}
            </h1>
            {data.sum && <Beside data={data} sum={data.sum} links={links} />}
            <Notice data={data} filter={filter} />
          </>
        )}
      </PanelBody>
    </section>
  );
}

function Sentence({ sum, links }: { sum: LoadSum; links: LinkParams }) {
  const { interruptions, interrupted, noiseShare } = sum;
  if (interruptions.total === 0) return "Nobody was interrupted.";
  const all = { sort: "interruptions" } as const;
  return (
    <>
      <Behind to={hrefTo("/pages", links, all)}>{peopleWord(interrupted)}</Behind> {interrupted === 1 ? "was" : "were"}{" "}
      interrupted{" "}
      <Behind to={hrefTo("/pages", links, all)}>{formatCounted(interruptions.total, "time", "times")}</Behind>,{" "}
      <Behind to={hrefTo("/pages", links, { hours: "sleep" })}>{formatCount(interruptions.sleep)}</Behind> of them
      asleep
      {noiseShare.n > 0 ? (
        <>
          ; <Behind to={hrefTo("/pages", links, { verdict: "noise" })}>{formatPercent(noiseShare.value)}</Behind> was
          noise (n&nbsp;=&nbsp;{formatCount(noiseShare.n)}).
        </>
      ) : (
        "; none of it could be judged."
      )}
    </>
  );
}

function Behind({ to, children }: { to: ReturnType<typeof hrefTo>; children: ReactNode }) {
  return (
    <Link
      href={to}
      className="rounded-sm font-semibold underline decoration-line-strong decoration-2 underline-offset-[5px] hover:decoration-ink"
    >
      {children}
    </Link>
  );
}

/** `links` null = single nights are not to be opened. */
function ShortRests({ count, links }: { count: number; links: LinkParams | null }) {
  const text = `${formatCount(count)} of them left under 11 h of rest`;
  if (links === null) return text;
  const pages = hrefTo("/pages", links, { rest: "short", team: null, rang: links.team, verdict: null });
  return (
    <Link href={pages} className="hover:underline">
      {text}
    </Link>
  );
}

function Beside({ data, sum, links }: { data: Load; sum: LoadSum; links: LinkParams }) {
  const { previous, previousRange } = data;
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-ink-2">
      <span className="inline-flex items-center">
        <Link href={hrefTo("/pages", links, { hours: "sleep" })} className="hover:underline">
          {formatCounted(sum.disruptedNights, "disrupted night", "disrupted nights")} of {peopleWord(sum.woken)}
        </Link>
        <HelpCard id="disrupted-nights" n={`n = ${peopleWord(sum.people)}`} />
      </span>
      {sum.disruptedNights > 0 && (
        <span className="inline-flex items-center">
          <ShortRests count={sum.shortRests} links={data.hoursOpen ? links : null} />
          <HelpCard
            id="short-rest"
            n={`n = ${formatCounted(sum.disruptedNights, "disrupted night", "disrupted nights")}`}
          />
        </span>
      )}
      <span className="inline-flex items-center">
        {formatCounted(sum.disruptedHours, "disrupted hour", "disrupted hours")}
        <HelpCard
          id="disrupted-hours"
          n={`n = ${formatCounted(sum.interruptions.total, "interruption", "interruptions")}`}
        />
      </span>
      <span>
        {formatCount(sum.unclear)} unclear · {sum.estimated > 0 && `${formatCount(sum.estimated)} estimated · `}n ={" "}
        {peopleWord(sum.people)}
      </span>
      <Change now={sum.interruptions.total} before={previous?.interruptions.total} previous={previousRange} />
    </div>
  );
}

/** Who is not in the figures, by which rule, and the way to a range that has them. */
function Notice({ data: { others, wholeWeeks, people, quiet }, filter }: { data: Load; filter: LoadFilter }) {
  if (others.hidden === null) return null;
  const named = people.length + quiet;
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border bg-surface px-3 py-2 text-sm text-ink-2">
      <p className="max-w-prose">
        {named > 0
          ? `Counted ${named === 1 ? "is the one person" : `are the ${formatCount(named)} people`} you may see by name. `
          : ""}
        {peopleWord(others.people)} not counted: {HIDDEN_RULE[others.hidden]}
      </p>
      {others.hidden === "weeks" && wholeWeeks && (
        <Link href={hrefTo("/load", { ...filter, ...wholeWeeks })} className={buttonClass("plain", "small")}>
          Show whole weeks
        </Link>
      )}
    </div>
  );
}
