"use client";

import clsx from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";
import { HOUR_FILL, HOUR_WORD } from "@/components/charts/palette";
import { Sparkline } from "@/components/charts/sparkline";
import { Swatch } from "@/components/charts/swatch";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted, formatInterval, formatPercent } from "@/components/format/numbers";
import { formatDayMonth } from "@/components/format/time";
import { SortHead } from "@/components/ui/heads";
import { useRowFocus } from "@/components/ui/use-row-focus";
import { type RowPlace, VirtualRows } from "@/components/ui/virtual-rows";
import { TitleTemplate } from "@/components/verdict/title-template";
import { VerdictBadge } from "@/components/verdict/verdict-badge";
import type { HourCounts, SignatureRow } from "@/lib/contract/noise-report";
import type { SignatureTrend } from "@/lib/contract/trends";
import { HOUR_CLASSES, type HourClass } from "@/lib/model/interruption";
import { sinceText } from "./trend-words";
import { WITHHELD_RULE } from "./withheld-words";

export type SignatureSort = "pain" | "pages" | "noise" | "sleep" | "off" | "business" | "last";

type Props = {
  rows: readonly SignatureRow[];
  /** What changed lately, by signature; its dates are of this zone. */
  trends?: ReadonlyMap<string, SignatureTrend>;
  zone?: string;
  filter: LinkParams;
  sort?: SignatureSort;
  onSort?: (sort: SignatureSort) => void;
  /** Row under the keys j and k. */
  selected?: number | null;
  label: string;
  /** Fewer columns, for a panel among others. */
  short?: boolean;
  /** Rows that can be chosen, and which are. */
  choice?: { chosen: ReadonlySet<string>; onChoose: (id: string) => void };
};

const WIDE = "lg:grid-cols-[minmax(0,1fr)_8.5rem_4rem_6.5rem_3rem_3rem_4rem_7rem_6.5rem_3.5rem]";
const SHORT = "lg:grid-cols-[minmax(0,1fr)_9rem_4rem_7.5rem_3rem_3rem_4rem_5rem_3.5rem]";

/** A table on wide screens, cards on narrow ones; the same row either way. */
export function SignatureTable({
  rows,
  trends,
  zone,
  filter,
  sort,
  onSort,
  selected = null,
  label,
  short,
  choice,
}: Props) {
  const columns = short ? SHORT : WIDE;
  useRowFocus("signature-row-", selected);
  const head = { sort, onSort };
  return (
    <table aria-label={label} aria-rowcount={rows.length + 1} className="block">
      <thead className={clsx("hidden rounded-t-xl bg-surface lg:block", !short && "sticky top-14 z-10")}>
        <tr className={clsx("hidden gap-x-3 border-b px-4 text-xs text-ink-3 lg:grid", columns)}>
          <Head {...head}>Signature</Head>
          <Head {...head}>Reason</Head>
          <Head {...head} by="pages" right>
            Pages
          </Head>
          <Head {...head} by="noise" right>
            Noise share
          </Head>
          <Head {...head} by="sleep" right>
            Sleep
          </Head>
          <Head {...head} by="off" right>
            Off
          </Head>
          <Head {...head} by="business" right>
            Business
          </Head>
          <Head {...head} by="last">
            Trend
          </Head>
          {!short && <Head {...head}>Verdict</Head>}
          <Head {...head} by="pain" right>
            Pain
          </Head>
        </tr>
      </thead>
      <VirtualRows
        rows={rows}
        estimate={57}
        reveal={selected}
        render={(row, index, place) => (
          <Row
            row={row}
            trend={trends?.get(row.id)}
            zone={zone ?? "UTC"}
            index={index}
            filter={filter}
            columns={columns}
            short={short === true}
            selected={index === selected}
            choice={choice}
            place={place}
          />
        )}
      />
    </table>
  );
}

type HeadProps = {
  by?: SignatureSort;
  sort?: SignatureSort;
  onSort?: (sort: SignatureSort) => void;
  right?: boolean;
  children: string;
};

function Head({ by, sort, onSort, right, children }: HeadProps) {
  return (
    <SortHead
      order={by !== undefined && by === sort ? "descending" : undefined}
      onSort={by && onSort && (() => onSort(by))}
      right={right}
    >
      {children}
    </SortHead>
  );
}

type RowProps = {
  row: SignatureRow;
  trend: SignatureTrend | undefined;
  zone: string;
  index: number;
  filter: LinkParams;
  columns: string;
  short: boolean;
  selected: boolean;
  choice: Props["choice"];
  place: RowPlace;
};

function Row({ row, trend, zone, index, filter, columns, short, selected, choice, place }: RowProps) {
  const cell = "hidden lg:block";
  return (
    <tr
      {...place}
      id={`signature-row-${index}`}
      aria-rowindex={index + 2}
      aria-selected={selected || undefined}
      className={clsx(
        "relative block border-b px-4 has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-2 has-[a:focus-visible]:outline-ink py-2.5 last:border-b-0 lg:grid lg:items-center lg:gap-x-3",
        columns,
        selected ? "bg-hover shadow-[inset_2px_0_0_var(--ink)]" : "hover:bg-hover",
      )}
    >
      <td className="flex min-w-0 gap-2.5">
        {choice && (
          <input
            type="checkbox"
            aria-label={`Choose ${row.title}`}
            checked={choice.chosen.has(row.id)}
            onChange={() => choice.onChoose(row.id)}
            className="relative z-[1] mt-0.5 size-4 shrink-0 accent-ink pointer-coarse:size-5"
          />
        )}
        <span className="min-w-0">
          <Link
            href={hrefTo(`/signatures/${row.id}`, filter)}
            className="line-clamp-2 font-medium [overflow-wrap:anywhere] outline-none after:absolute after:inset-0 lg:line-clamp-1"
          >
            <TitleTemplate title={row.title} />
          </Link>
          <span className="block truncate text-2xs text-ink-3">
            {[row.service, row.team].filter(Boolean).join(" · ") || "no service named"}
          </span>
        </span>
      </td>
      <Card row={row} trend={trend} zone={zone} />
      <td className={clsx(cell, "truncate text-xs")}>
        {row.reason ?? <span className="text-ink-3">no one reason</span>}
        {row.reason && row.reasonPages < row.pages && (
          <span className="block text-2xs text-ink-3">
            {formatCount(row.reasonPages)} of {formatCount(row.pages)} pages
          </span>
        )}
      </td>
      <td className={clsx(cell, "text-right")}>
        {formatCount(row.pages)}
        {row.previousPages !== null && (
          <span className="block text-2xs text-ink-3">
            <span className="sr-only">before: </span>
            {difference(row.pages - row.previousPages)}
          </span>
        )}
      </td>
      <td className={clsx(cell, "text-right")}>
        {formatPercent(row.noiseShare.value)}
        <span className="block text-2xs text-ink-3">{interval(row)}</span>
      </td>
      {HOUR_CLASSES.map((hours) => (
        <HourCell key={hours} hours={hours} counts={row.interruptions} className={cell} />
      ))}
      <td className={cell}>
        <Sparkline counts={row.trend} />
        {trend && (
          <span className="block truncate text-2xs text-ink-2" title={sinceText(trend, zone)}>
            <span className="font-medium">{trend.kind}</span> since {formatDayMonth(trend.since.from, zone)}
          </span>
        )}
      </td>
      {!short && (
        <td className={clsx(cell, "text-xs")}>
          <VerdictBadge verdict={row.verdict} byPerson={row.byPerson} />
        </td>
      )}
      <td className={clsx(cell, "text-right font-medium")}>
        <Pain row={row} />
      </td>
    </tr>
  );
}

type HourCellProps = { hours: HourClass; counts: HourCounts | null; className: string };

function HourCell({ hours, counts, className }: HourCellProps) {
  if (counts === null) return <td className={clsx(className, "text-right text-2xs text-ink-3")}>hidden</td>;
  return (
    <td className={clsx(className, "text-right")}>
      {counts[hours] === 0 ? <span className="text-ink-3">0</span> : formatCount(counts[hours])}
    </td>
  );
}

/** What a phone shows in place of the columns. */
function Card({ row, trend, zone }: Pick<RowProps, "row" | "trend" | "zone">) {
  return (
    <td className="mt-2 block lg:hidden">
      <div className="flex items-center gap-3">
        <VerdictBadge verdict={row.verdict} byPerson={row.byPerson} className="text-xs" />
        {row.reason && <span className="truncate text-xs text-ink-2">{row.reason}</span>}
        <Sparkline counts={row.trend} className="ml-auto" />
      </div>
      <p className="mt-1.5 flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-ink-2">
        <span>{formatCounted(row.pages, "page", "pages")}</span>
        <span>
          noise {formatPercent(row.noiseShare.value)} {row.noiseShare.value !== null && `(${interval(row)})`}
        </span>
        {row.interruptions && <Hours counts={row.interruptions} />}
        {trend && <span className="font-medium">{sinceText(trend, zone)}</span>}
        <span className="font-medium text-ink">
          pain <Pain row={row} />
        </span>
      </p>
    </td>
  );
}

function Hours({ counts }: { counts: HourCounts }) {
  return HOUR_CLASSES.map((hours) => (
    <Phrase key={hours} fill={HOUR_FILL[hours]}>
      {formatCount(counts[hours])} {HOUR_WORD[hours]}
    </Phrase>
  ));
}

function Pain({ row: { pain, withheld } }: Pick<RowProps, "row">) {
  if (pain !== null) return formatCount(Math.round(pain));
  return (
    <span className="text-2xs font-normal text-ink-3" title={WITHHELD_RULE[withheld ?? "small"]}>
      hidden<span className="sr-only">: {WITHHELD_RULE[withheld ?? "small"]}</span>
    </span>
  );
}

function Phrase({ fill, children }: { fill: string; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <Swatch fill={fill} />
      <span>{children}</span>
    </span>
  );
}

function interval({ noiseShare }: SignatureRow): string {
  return formatInterval(noiseShare) ?? `n = ${formatCount(noiseShare.n)}`;
}

function difference(pages: number): string {
  return pages === 0 ? "same" : `${pages > 0 ? "+" : "−"}${formatCount(Math.abs(pages))}`;
}
