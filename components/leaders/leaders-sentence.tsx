import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { DEFAULT_RANGE, hrefTo, sharedOf } from "@/components/format/href";
import { formatCount, formatPercent } from "@/components/format/numbers";
import type { LeadersFilter } from "@/lib/contract/filter";
import type { Leaders } from "@/lib/contract/leaders";
import { inHours, listsPages } from "./leader-words";

type Props = { data: Leaders; filter: LeadersFilter };

/** From a fixed template and counted numbers, each of which opens what it counts. */
export function LeadersSentence({ data: { range, carrying, focus, privacy }, filter }: Props) {
  const shared = sharedOf(filter);
  const isLastWeek = filter.from === DEFAULT_RANGE.from && filter.to === DEFAULT_RANGE.to;
  const { counted, carry, leaders, notKnown } = carrying;
  return (
    <>
      <p className="text-xs text-ink-3">
        {range.label} · {range.zone.replaceAll("_", " ")}
      </p>
      <h1 className="mt-1.5 max-w-4xl text-pretty text-[1.375rem] leading-8 font-medium tracking-tight sm:text-[1.75rem] sm:leading-9">
        {isLastWeek ? "Last week" : `In ${range.label}`}{" "}
        {counted > 0 && (
          <>
            <Counted href="#leaders-tree">{formatCount(carry)}</Counted> of{" "}
            <Counted href="#leaders-tree">{formatCount(counted)}</Counted>{" "}
            {counted === leaders ? (counted === 1 ? "leader" : "leaders") : "leaders you may see by name"} carried a
            pager
            {notKnown > 0 && (
              <>
                {" "}
                (not known of <Counted href="#leaders-tree">{formatCount(notKnown)}</Counted>)
              </>
            )}
            {focus ? "; " : "."}
          </>
        )}
        {focus && <Organisation focus={focus} privacy={privacy} filter={shared} />}
      </h1>
    </>
  );
}

function Organisation({
  focus,
  privacy,
  filter,
}: {
  focus: NonNullable<Leaders["focus"]>;
  privacy: Leaders["privacy"];
  filter: ReturnType<typeof sharedOf>;
}) {
  const { id, people, pages, noiseShare, load } = focus;
  const under = { ...filter, under: id };
  const pagesOr = (href: Route) => (listsPages(focus) ? href : "#organisation");
  const whom = focus.isSelf ? "you" : focus.name === null ? `the leader of ${focus.label}` : focus.name;
  return (
    <>
      the <Counted href="#organisation">{formatCount(people)}</Counted> {people === 1 ? "person" : "people"} under{" "}
      {whom} {people === 1 ? "was" : "were"} interrupted by{" "}
      <Counted href={pagesOr(hrefTo("/pages", under))}>{formatCount(pages.total)}</Counted>{" "}
      {pages.total === 1 ? "page" : "pages"}
      {noiseShare.value !== null && (
        <>
          ,{" "}
          <Counted href={pagesOr(hrefTo("/pages", under, { verdict: "noise" }))}>
            {formatPercent(noiseShare.value)}
          </Counted>{" "}
          of those judged noise
        </>
      )}
      {load && (
        <>
          , and <Counted href={hrefTo("/pages", under, inHours(privacy, "sleep"))}>{formatCount(load.woken)}</Counted>{" "}
          {load.woken === 1 ? "was" : "were"} woken at night
        </>
      )}
      .
    </>
  );
}

function Counted({ href, children }: { href: Route | `#${string}`; children: ReactNode }) {
  return (
    <Link
      href={href as Route}
      className="rounded-sm font-semibold underline decoration-line-strong decoration-2 underline-offset-[5px] hover:decoration-ink"
    >
      {children}
    </Link>
  );
}
