import clsx from "clsx";
import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { hourParts } from "@/components/charts/hour-parts";
import { StackedBar } from "@/components/charts/stacked-bar";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatInterval, formatPercent } from "@/components/format/numbers";
import type { ComparedFigure, LeaderRow, Leaders } from "@/lib/contract/leaders";
import {
  BAND_WORDS,
  CARRIES_WORDS,
  formatTenths,
  HIDDEN_WORDS,
  inHours,
  ledPeople,
  ledText,
  listsPages,
  ratioText,
  TREND_WORDS,
} from "./leader-words";
import { rangText } from "./you-panel";

/** Of the tree's head and rows. */
export const COLUMNS =
  "xl:grid xl:grid-cols-[minmax(0,1fr)_6.25rem_6.5rem_7.5rem_4.5rem_4rem_5.75rem_7rem_6rem_6.75rem] xl:gap-x-3";

type CellsProps = { row: LeaderRow; privacy: Leaders["privacy"]; filter: LinkParams; tabIndex: number };

/** Four cells. */
export function Own({ row, zone, privacy, filter, tabIndex }: CellsProps & { zone: string }) {
  const { own } = row;
  if (!own)
    return (
      <td className="col-span-full mt-1.5 block text-xs text-ink-3 xl:col-span-4 xl:mt-0">
        Own pager not shown: only those who lead them, or are in their team, see it by name.
      </td>
    );
  const pages = hrefTo("/pages", filter, { person: row.id });
  const { first, escalated, lineNotKnown } = own.pages;
  const { sleep, off, business } = own.interruptions;
  return (
    <>
      <Cell head="Carries a pager">
        <span className="font-medium">{CARRIES_WORDS[own.carries]}</span>
        <Sub>{rangText(own, zone)}</Sub>
      </Cell>
      <Cell head="Own pages">
        <Figure href={pages} tabIndex={tabIndex}>
          {formatCount(first)} + {formatCount(escalated)}
        </Figure>
        {lineNotKnown > 0 && <Sub>{formatCount(lineNotKnown)} by a line nobody tells</Sub>}
        <Beside row={row} figures={["first", "escalated"]} between=" + " />
      </Cell>
      <Cell head="Own interruptions">
        <Figure href={pages} tabIndex={tabIndex}>
          {formatCount(sleep)} / {formatCount(off)} / {formatCount(business)}
        </Figure>
        {own.estimated > 0 && <Sub>{formatCount(own.estimated)} estimated</Sub>}
        <Beside row={row} figures={["sleep", "off", "business"]} between=" / " />
      </Cell>
      <Cell head="Disrupted nights">
        <Figure href={hrefTo("/pages", filter, { person: row.id }, inHours(privacy, "sleep"))} tabIndex={tabIndex}>
          {formatCount(own.nights)}
        </Figure>
        <Beside row={row} figures={["nights"]} between="" />
      </Cell>
    </>
  );
}

/** "median 5 + 1" and "worst 11 + 4" of the people led. */
function Beside({ row, figures, between }: { row: LeaderRow; figures: readonly ComparedFigure[]; between: string }) {
  const { led } = row;
  const median = ledText(led, "median", figures, between);
  const worst = ledText(led, "worst", figures, between);
  const names = [...new Set(figures.flatMap((figure) => led?.worstWho[figure]?.name ?? []))];
  if (!led || median === null) return null;
  return (
    <span title={ledPeople(led)}>
      <Sub>
        median {median}
        {figures.includes("first") && `, n = ${formatCount(led.n)} ${led.of === "on-call" ? "on call" : "paged"}`}
      </Sub>
      {worst !== null ? (
        <Sub>
          worst {worst}
          {names.length === 1 && ` · ${names[0]}`}
        </Sub>
      ) : (
        led.worstBand && figures.includes("first") && <Sub>worst: {BAND_WORDS[led.worstBand]}</Sub>
      )}
    </span>
  );
}

/** Five cells. */
export function Under({ row, privacy, filter, tabIndex }: CellsProps) {
  const { pages, noiseShare, load, trend, hidden } = row;
  const under = { ...filter, under: row.id };
  // Single pages of a few people would tell when each of them was woken.
  const pagesOf = (more: LinkParams = {}) => (listsPages(row) ? hrefTo("/pages", under, more) : null);
  return (
    <>
      <Cell head="Pages under them" className="xl:border-l xl:pl-3">
        <Figure href={pagesOf()} tabIndex={tabIndex}>
          {formatCount(pages.total)}
        </Figure>
      </Cell>
      <Cell head="Noise share">
        <Figure href={pagesOf({ verdict: "noise" })} tabIndex={tabIndex}>
          {formatPercent(noiseShare.value)}
        </Figure>
        <Sub>{formatInterval(noiseShare) ?? `n = ${formatCount(noiseShare.n)}`}</Sub>
      </Cell>
      {load ? (
        <>
          <Cell head="Interruptions">
            <Figure href={hrefTo("/pages", under, { sort: "interruptions" })} tabIndex={tabIndex}>
              {formatCount(load.interruptions.sleep)} / {formatCount(load.interruptions.off)} /{" "}
              {formatCount(load.interruptions.business)}
            </Figure>
            <StackedBar parts={hourParts(load.interruptions)} className="mt-1.5 max-xl:max-w-56" />
            {load.estimated > 0 && <Sub>{formatCount(load.estimated)} estimated</Sub>}
          </Cell>
          <Cell head="Nights a head">
            <Figure href={hrefTo("/pages", under, inHours(privacy, "sleep"))} tabIndex={tabIndex}>
              {load.nights.mean === null ? "not measured" : formatTenths(load.nights.mean)}
            </Figure>
            {load.nights.median !== null && (
              <Sub>
                median {formatTenths(load.nights.median)}
                {load.nights.max !== null && `, most ${formatCount(load.nights.max)}`}
              </Sub>
            )}
          </Cell>
        </>
      ) : (
        <td className="col-span-full mt-1.5 block text-2xs text-ink-3 xl:col-span-2 xl:mt-0">
          {hidden === null ? "Nobody under them." : `Not shown: ${HIDDEN_WORDS[hidden]}.`}
        </td>
      )}
      <Cell head="Pages, 28 days against 28 before">
        {trend ? (
          <>
            <Figure href={pagesOf({ from: trend.fromDate, to: dayBefore(trend.toDate) })} tabIndex={tabIndex}>
              {TREND_WORDS[trend.change]}
            </Figure>
            <Sub>
              {formatCount(trend.before)} → {formatCount(trend.last)}
            </Sub>
            <Sub>{ratioText(trend.ratio)}</Sub>
          </>
        ) : (
          <span className="text-xs text-ink-3">too little history</span>
        )}
      </Cell>
    </>
  );
}

const DAY_MS = 86_400_000;

/** The last day itself, as the range grammar takes it. */
function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
}

function Cell({ head, className, children }: { head: string; className?: string; children: ReactNode }) {
  return (
    <td className={clsx("mt-1.5 block min-w-0 text-sm xl:mt-0", className)}>
      <span className="block text-2xs text-ink-3 xl:hidden">{head}</span>
      {children}
    </td>
  );
}

function Figure({ href, tabIndex, children }: { href: Route | null; tabIndex: number; children: ReactNode }) {
  if (href === null) return <span className="inline-block min-h-6 font-medium">{children}</span>;
  return (
    <Link
      href={href}
      tabIndex={tabIndex}
      className="inline-block min-h-6 font-medium underline-offset-4 hover:underline"
    >
      {children}
    </Link>
  );
}

function Sub({ children }: { children: ReactNode }) {
  return <span className="block text-2xs text-ink-3">{children}</span>;
}
