"use client";

import clsx from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";
import { hourParts } from "@/components/charts/hour-parts";
import { HOUR_FILL, HOUR_WORD } from "@/components/charts/palette";
import { StackedBar } from "@/components/charts/stacked-bar";
import { Swatch } from "@/components/charts/swatch";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted, formatInterval, formatPercent } from "@/components/format/numbers";
import { SortHead } from "@/components/ui/heads";
import { useRowFocus } from "@/components/ui/use-row-focus";
import { type RowPlace, VirtualRows } from "@/components/ui/virtual-rows";
import type { Load, LoadSum, PersonLoad } from "@/lib/contract/load";
import { HOUR_CLASSES } from "@/lib/model/interruption";
import { Band } from "./band";
import { formatHours, formatRate, formatRateInterval, HIDDEN_WORD, peopleWord } from "./load-words";

export type PersonSort = "name" | "sleep" | "total" | "nights" | "budget" | "rate";

type Props = {
  rows: readonly PersonLoad[];
  data: Load;
  links: LinkParams;
  sort: PersonSort;
  onSort: (sort: PersonSort) => void;
  /** Row under the keys j and k. */
  selected: number | null;
};

const GRID =
  "xl:grid xl:grid-cols-[minmax(8rem,1.6fr)_minmax(6rem,1fr)_2.75rem_2.75rem_3.75rem_4.5rem_5.5rem_4rem_5.25rem_5rem_4.5rem] xl:items-center xl:gap-x-2";
const ROW = "block border-b px-4 py-2 last:border-b-0";
const WIDE = "hidden xl:block";

/** A table on wide screens, cards on narrow ones; people by name unless asked otherwise. */
export function PeopleLoadTable({ rows, data, links, sort, onSort, selected }: Props) {
  useRowFocus("person-row-", selected);
  const most = Math.max(1, ...data.people.map(({ interruptions }) => interruptions.total));
  const head = { sort, onSort };
  return (
    <table aria-label="People" aria-rowcount={rows.length + 1} className="block">
      <thead className="sticky top-14 z-10 hidden bg-surface xl:block">
        <tr className={clsx("border-b px-4 text-xs text-ink-3", GRID)}>
          <Head {...head} by="name">
            Person
          </Head>
          <Head {...head}>Interruptions</Head>
          <Head {...head} by="sleep" right>
            Sleep
          </Head>
          <Head {...head} right>
            Off
          </Head>
          <Head {...head} right>
            Business
          </Head>
          <Head {...head} by="total" right>
            All
          </Head>
          <Head {...head} right>
            Noise share
          </Head>
          <Head {...head} by="nights" right>
            Nights
          </Head>
          <Head {...head} by="budget" right>
            Pages a week
          </Head>
          <Head {...head} right>
            On call
          </Head>
          <Head {...head} by="rate" right>
            Per 24 h
          </Head>
        </tr>
      </thead>
      {rows.length === 0 ? (
        <tbody className="block">
          <tr className={ROW}>
            <td className="block py-2 text-ink-2">
              {data.people.length === 0 ? "Nobody to show by name." : "Nobody matches."}
            </td>
          </tr>
        </tbody>
      ) : (
        <VirtualRows
          rows={rows}
          estimate={53}
          reveal={selected}
          render={(row, index, place) => (
            <Row row={row} index={index} most={most} links={links} selected={index === selected} place={place} />
          )}
        />
      )}
      <tfoot className="block border-t">
        {data.others.people > 0 && (
          <SumRow name={`and ${formatCount(data.others.people)} more, not named`} of={data.others} links={null} />
        )}
        {data.sum && (
          <SumRow
            name={data.others.hidden === null ? "All together" : "Those named, together"}
            of={{ people: data.sum.people, sum: data.sum, hidden: null }}
            links={links}
          />
        )}
      </tfoot>
    </table>
  );
}

type HeadProps = {
  by?: PersonSort;
  sort: PersonSort;
  onSort: (sort: PersonSort) => void;
  right?: boolean;
  children: string;
};

function Head({ by, sort, onSort, right, children }: HeadProps) {
  return (
    <SortHead
      order={by === undefined || by !== sort ? undefined : by === "name" ? "ascending" : "descending"}
      onSort={by && (() => onSort(by))}
      right={right}
    >
      {children}
    </SortHead>
  );
}

type RowProps = {
  row: PersonLoad;
  index: number;
  most: number;
  links: LinkParams;
  selected: boolean;
  place: RowPlace;
};

function Row({ row, index, most, links, selected, place }: RowProps) {
  const { interruptions } = row;
  const pages = (hours: "sleep" | "off" | "business" | undefined) =>
    hrefTo("/pages", links, { person: row.id, team: null, hours });
  return (
    <tr
      {...place}
      id={`person-row-${index}`}
      aria-rowindex={index + 2}
      aria-selected={selected || undefined}
      className={clsx(ROW, GRID, selected ? "bg-hover shadow-[inset_2px_0_0_var(--ink)]" : "hover:bg-hover")}
    >
      <td className="block min-w-0">
        <Link href={hrefTo(`/people/${row.id}`, links)} className="block truncate font-medium hover:underline">
          {row.name}
        </Link>
        <span className="block truncate text-2xs text-ink-3">
          {[...row.teams, row.zone?.replaceAll("_", " ") ?? "zone not known"].join(" · ")}
        </span>
      </td>
      <td className="mt-1.5 block xl:mt-0">
        <StackedBar parts={hourParts(interruptions)} of={most} />
      </td>
      <Card row={row} pages={pages} />
      {HOUR_CLASSES.map((hours) => (
        <td key={hours} className={clsx(WIDE, "text-right")}>
          <Count count={interruptions[hours]} href={pages(hours)} />
        </td>
      ))}
      <td className={clsx(WIDE, "text-right font-medium")}>
        <Count count={interruptions.total} href={pages(undefined)} />
        {row.estimated > 0 && <Small>{formatCount(row.estimated)} estimated</Small>}
      </td>
      <Figures of={row} />
      <td className={clsx(WIDE, "text-right text-xs")}>
        <OnCallWords row={row} />
      </td>
      <td className={clsx(WIDE, "text-right")}>
        <RateWords row={row} />
      </td>
    </tr>
  );
}

function Figures({ of }: { of: PersonLoad }) {
  return (
    <>
      <td className={clsx(WIDE, "text-right")}>
        {formatPercent(of.noiseShare.value)}
        <Small>{formatInterval(of.noiseShare) ?? `${formatCount(of.unclear)} unclear`}</Small>
      </td>
      <td className={clsx(WIDE, "text-right")}>
        {formatCount(of.disruptedNights)}
        <Small>{formatCounted(of.disruptedHours, "hour", "hours")}</Small>
        {of.shortRests > 0 && (
          <Small>
            {formatCount(of.shortRests)} short<span className="sr-only"> of rest</span>
          </Small>
        )}
      </td>
      <td className={clsx(WIDE, "text-right")}>
        <Band band={of.band} />
        <Small>
          {formatRate(of.pagesPerPersonWeek)}, n = {formatCount(of.pages.total)}
        </Small>
      </td>
    </>
  );
}

function Count({ count, href }: { count: number; href: ReturnType<typeof hrefTo> }) {
  if (count === 0) return <span className="text-ink-3">0</span>;
  return (
    <Link href={href} className="inline-block min-h-6 min-w-6 leading-6 hover:underline">
      {formatCount(count)}
    </Link>
  );
}

function OnCallWords({ row: { onCall } }: { row: PersonLoad }) {
  if (onCall.state === "not-known") return <span className="text-ink-3">not known</span>;
  if (onCall.state === "not-on-call") return <span className="text-ink-3">not on call</span>;
  return (
    <>
      <span className="text-sm">{formatHours(onCall.any)}</span>
      {onCall.further > 0 && <Small>{formatHours(onCall.first)} first line</Small>}
    </>
  );
}

function RateWords({ row: { rate, onCall } }: { row: PersonLoad }) {
  if (!rate) return <span className="text-xs text-ink-3">{onCall.state === "not-known" ? "not known" : "–"}</span>;
  return (
    <>
      {formatRate(rate.value)}
      <Small>{formatRateInterval(rate)}</Small>
    </>
  );
}

function Small({ children }: { children: ReactNode }) {
  return <span className="block text-2xs text-ink-3">{children}</span>;
}

/** What a narrow screen shows in place of the columns. */
function Card({
  row,
  pages,
}: {
  row: PersonLoad;
  pages: (hours: "sleep" | "off" | "business" | undefined) => ReturnType<typeof hrefTo>;
}) {
  return (
    <td className="mt-1.5 block xl:hidden">
      <p className="flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-ink-2">
        {HOUR_CLASSES.map((hours) => (
          <Link key={hours} href={pages(hours)} className="inline-flex min-h-6 items-center gap-1.5 hover:underline">
            <Swatch fill={HOUR_FILL[hours]} />
            {formatCount(row.interruptions[hours])} {HOUR_WORD[hours]}
          </Link>
        ))}
        <span className="inline-flex min-h-6 items-center">
          noise {formatPercent(row.noiseShare.value)}, n = {formatCount(row.noiseShare.n)}
        </span>
        <span className="inline-flex min-h-6 items-center">
          {formatCounted(row.disruptedNights, "night", "nights")}, {formatCounted(row.disruptedHours, "hour", "hours")}
          {row.shortRests > 0 && `, ${formatCount(row.shortRests)} of short rest`}
        </span>
        <span className="inline-flex min-h-6 items-center gap-1.5">
          <Band band={row.band} />
          {formatRate(row.pagesPerPersonWeek)} pages a week
        </span>
        {row.estimated > 0 && (
          <span className="inline-flex min-h-6 items-center">{formatCount(row.estimated)} estimated</span>
        )}
        <span className="inline-flex min-h-6 items-center">{onCallSentence(row)}</span>
      </p>
    </td>
  );
}

function onCallSentence({ onCall, rate }: PersonLoad): string {
  if (onCall.state === "not-known") return "on-call hours not known";
  if (onCall.state === "not-on-call") return "not on call";
  return rate
    ? `${formatHours(onCall.any)} on call, ${formatRate(rate.value)} per 24 h (${formatRateInterval(rate)})`
    : `${formatHours(onCall.any)} on call`;
}

/** Several people in one row, or why they are in none. */
function SumRow({ name, of, links }: { name: string; of: Load["others"]; links: LinkParams | null }) {
  const { sum } = of;
  return (
    <tr className={clsx(ROW, GRID)}>
      <th scope="row" className="block min-w-0 text-left font-medium">
        {name}
        <Small>
          {sum ? `${formatCount(sum.interrupted)} interrupted, ${formatCount(sum.woken)} woken` : peopleWord(of.people)}
        </Small>
      </th>
      {sum ? (
        <SumCells sum={sum} links={links} />
      ) : (
        <td className="block text-xs text-ink-3 xl:col-span-10">{HIDDEN_WORD[of.hidden ?? "small"]}</td>
      )}
    </tr>
  );
}

function SumCells({ sum, links }: { sum: LoadSum; links: LinkParams | null }) {
  const { interruptions } = sum;
  const shown = (count: number, hours?: "sleep" | "off" | "business") =>
    links ? (
      <Count count={count} href={hrefTo("/pages", links, { hours, sort: hours ? undefined : "interruptions" })} />
    ) : (
      formatCount(count)
    );
  return (
    <>
      <td className="mt-1.5 block xl:mt-0">
        <StackedBar parts={hourParts(interruptions)} />
      </td>
      <td className="mt-1.5 block xl:hidden">
        <p className="flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-ink-2">
          {HOUR_CLASSES.map((hours) => (
            <span key={hours} className="inline-flex items-center gap-1.5">
              <Swatch fill={HOUR_FILL[hours]} />
              {formatCount(interruptions[hours])} {HOUR_WORD[hours]}
            </span>
          ))}
          <span>
            noise {formatPercent(sum.noiseShare.value)}, n = {formatCount(sum.noiseShare.n)}
          </span>
          <span>{formatCounted(sum.disruptedNights, "night", "nights")}</span>
          <span>{formatRate(sum.pagesPerPersonWeek)} pages per person-week</span>
          {sum.estimated > 0 && <span>{formatCount(sum.estimated)} estimated</span>}
        </p>
      </td>
      {HOUR_CLASSES.map((hours) => (
        <td key={hours} className={clsx(WIDE, "text-right")}>
          {shown(interruptions[hours], hours)}
        </td>
      ))}
      <td className={clsx(WIDE, "text-right font-medium")}>
        {shown(interruptions.total)}
        {sum.estimated > 0 && <Small>{formatCount(sum.estimated)} estimated</Small>}
      </td>
      <td className={clsx(WIDE, "text-right")}>
        {formatPercent(sum.noiseShare.value)}
        <Small>{formatInterval(sum.noiseShare) ?? `${formatCount(sum.unclear)} unclear`}</Small>
      </td>
      <td className={clsx(WIDE, "text-right")}>
        {formatCount(sum.disruptedNights)}
        <Small>{formatCounted(sum.disruptedHours, "hour", "hours")}</Small>
      </td>
      <td className={clsx(WIDE, "text-right")}>
        {formatRate(sum.pagesPerPersonWeek)}
        <Small>n = {formatCount(sum.pages.total)}</Small>
      </td>
      <td className={WIDE} />
      <td className={WIDE} />
    </>
  );
}
