"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { hourParts } from "@/components/charts/hour-parts";
import { StackedBar } from "@/components/charts/stacked-bar";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount } from "@/components/format/numbers";
import { formatDayTime } from "@/components/format/time";
import { BigFigure } from "@/components/panels/big-figure";
import { HelpCard } from "@/components/ui/help-card";
import type { ComparedFigure, LeaderRow, Leaders, OwnPager, RateBeside } from "@/lib/contract/leaders";
import { BAND_WORDS, CARRIES_WORDS, formatTenths, hiddenText, inHours, ledPeople, ledText } from "./leader-words";

type Props = { row: LeaderRow; filter: LinkParams; zone: string; privacy: Leaders["privacy"] };

/** One's own pager beside those of the people one leads. */
export function YouPanel({ row, filter, zone, privacy }: Props) {
  const { own } = row;
  if (!own) return null;
  const pages = hrefTo("/pages", filter, { person: row.id });
  const n = row.led ? ledPeople(row.led) : "n = you alone";
  const figure = { n, href: pages };
  return (
    <section aria-label="Your own pager" className="rounded-xl border bg-surface shadow-card">
      <div className="grid divide-line max-sm:divide-y sm:grid-cols-2 xl:grid-cols-4 xl:divide-x">
        <div className="flex min-w-0 flex-col px-4 pt-3 pb-4">
          <div className="flex items-center gap-0.5">
            <h2 className="text-xs font-medium text-ink-2">You carry a pager</h2>
            <HelpCard id="leader-pager" n={n} pages={pages} />
          </div>
          <p className="mt-1 text-[1.875rem] leading-9 font-medium tracking-tight">{CARRIES_WORDS[own.carries]}</p>
          <p className="mt-0.5 text-xs text-ink-2">{rangText(own, zone)}</p>
          <p className="mt-3 text-xs text-ink-2">{onCallText(own)}</p>
        </div>
        <BigFigure
          name="Pages to you"
          help="leader-own"
          {...figure}
          value={formatCount(own.pages.total)}
          change={<Beside row={row} figures={["first", "escalated"]} between=" + " />}
        >
          <p>
            <Link href={hrefTo("/pages", filter, { person: row.id, line: "first" })} className="hover:underline">
              {formatCount(own.pages.first)} first line
            </Link>
            ,{" "}
            <Link href={hrefTo("/pages", filter, { person: row.id, line: "escalated" })} className="hover:underline">
              {formatCount(own.pages.escalated)} escalated
            </Link>
            {own.pages.lineNotKnown > 0 && `, ${formatCount(own.pages.lineNotKnown)} by a line nobody tells`}
          </p>
          <RateText rate={own.rates.first} line="first line" />
          <RateText rate={own.rates.further} line="further lines" />
        </BigFigure>
        <BigFigure
          name="Your interruptions"
          help="interruptions"
          {...figure}
          value={formatCount(own.interruptions.total)}
          beside={own.estimated > 0 ? `${formatCount(own.estimated)} estimated` : null}
          change={<Beside row={row} figures={["sleep", "off", "business"]} between=" / " />}
        >
          <StackedBar parts={hourParts(own.interruptions)} />
          <p className="mt-2">
            {formatCount(own.interruptions.sleep)} sleep / {formatCount(own.interruptions.off)} off hours /{" "}
            {formatCount(own.interruptions.business)} business
          </p>
        </BigFigure>
        <BigFigure
          name="Your disrupted nights"
          help="disrupted-nights"
          n={n}
          href={hrefTo("/pages", filter, { person: row.id }, inHours(privacy, "sleep"))}
          value={formatCount(own.nights)}
          change={<Beside row={row} figures={["nights"]} between="" />}
        >
          <p>
            <Link href={hrefTo(`/people/${row.id}`, filter)} className="font-medium underline underline-offset-4">
              All of your load
            </Link>
          </p>
        </BigFigure>
      </div>
      <p className="border-t px-4 py-2 text-xs text-ink-3">
        {row.led ? `Beside you: ${ledPeople(row.led)}.` : `The people you lead: ${hiddenText(row)}.`}
      </p>
    </section>
  );
}

export function rangText({ lastRangAt }: OwnPager, zone: string): string {
  return lastRangAt === null ? "never rang, as far as is known" : `last rang ${formatDayTime(lastRangAt, zone)}`;
}

function onCallText({ onCallHours }: OwnPager): string {
  if (!onCallHours) return "No schedule is known here.";
  const { first, further } = onCallHours;
  if (first === 0 && further === 0) return "Not on call in this range.";
  return `On call ${formatTenths(first)} h first line, ${formatTenths(further)} h further lines`;
}

/** "people you lead: median 5 + 1, worst 11 + 4 (Ana)" */
function Beside({ row, figures, between }: { row: LeaderRow; figures: readonly ComparedFigure[]; between: string }) {
  const { led } = row;
  const median = ledText(led, "median", figures, between);
  const worst = ledText(led, "worst", figures, between);
  const names = [...new Set(figures.flatMap((figure) => led?.worstWho[figure]?.name ?? []))];
  if (median === null) return <Small>{led ? "nobody to compare with" : hiddenText(row)}</Small>;
  return (
    <Small>
      people you lead: median <span className="font-medium text-ink">{median}</span>, worst{" "}
      {worst === null ? (
        `in the band “${led?.worstBand ? BAND_WORDS[led.worstBand] : "not measured"}”`
      ) : (
        <span className="font-medium text-ink">{worst}</span>
      )}
      {names.length > 0 && ` (${names.join(", ")})`}
    </Small>
  );
}

function Small({ children }: { children: ReactNode }) {
  return <p className="text-xs text-ink-2">{children}</p>;
}

function RateText({ rate, line }: { rate: RateBeside | null; line: string }) {
  if (!rate) return null;
  const { own, median, n, ratio } = rate;
  return (
    <p className="mt-1">
      {formatTenths(own.value)} a day on call, {line} ({formatTenths(own.low)}–{formatTenths(own.high)})
      {median !== null &&
        `; median ${formatTenths(median)}${ratio === null ? "" : `, yours ×${formatTenths(ratio)}`}, n = ${formatCount(n)}`}
    </p>
  );
}
