"use client";

import clsx from "clsx";
import ChevronRight from "lucide-react/icons/chevron-right";
import Link from "next/link";
import { Fragment, useId, useState } from "react";
import { ListMenu } from "@/components/export/list-menu";
import { type LedgerParams, recordsHref } from "@/components/format/ledger-href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { formatLocalDay } from "@/components/format/time";
import { buttonClass } from "@/components/ui/button";
import type { LedgerDay, LedgerSource, LedgerView } from "@/lib/contract/ledger";
import type { DayEntry } from "./day-entries";
import { LastCame } from "./last-came";
import { ledgerColumns, spanOf } from "./ledger-columns";
import { COLUMNS, LedgerHead, NumberCells } from "./number-cells";
import { Reasons } from "./reasons";
import { type Reasoned, sumReasons } from "./sum-reasons";

type Props = {
  source: LedgerSource;
  entries: readonly DayEntry[];
  /** Place of its first day among all that the keys walk, and the chosen one. */
  first: number;
  selected: number | null;
  range: Pick<LedgerView, "from" | "to" | "zone">;
  params: LedgerParams;
  canChange: boolean;
};

/** One source, day by day. Days on which nothing came are told as such. */
export function SourceDays({ source, entries, first, selected, range, params, canChange }: Props) {
  const title = useId();
  const days = entries.flatMap((entry) => (entry.kind === "day" ? [entry.day] : []));
  const mine = { ...params, source: source.id };
  const places = new Map(days.map((day, index) => [day.day, first + index]));
  return (
    <section aria-labelledby={title} className="min-w-0 rounded-xl border bg-surface shadow-card">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-3 pb-1.5">
        <h2 id={title} className="min-w-0 text-sm font-medium [overflow-wrap:anywhere]">
          {source.name}
        </h2>
        <p className="text-xs text-ink-3">
          <LastCame source={source} zone={range.zone} />
        </p>
        <Link
          href={recordsHref({ ...mine, from: range.from, to: range.to })}
          className={clsx(buttonClass("quiet", "small"), "ml-auto")}
        >
          All its records
        </Link>
        <ListMenu
          title={`Ledger of ${source.name}`}
          range={spanOf(range)}
          table={() => ledgerColumns({ days, sources: [source] })}
        />
      </header>
      <table aria-label={`${source.name}, day by day`} className="block">
        <LedgerHead first="Day" />
        <tbody className="block">
          {days.length > 1 && (
            <Counted
              id={`ledger-sum-${source.id}`}
              label={`${formatCounted(days.length, "day", "days")} together`}
              what={`from ${source.name} on all days`}
              numbers={{ ...source, ...sumReasons(days) }}
              params={{ ...mine, from: range.from, to: range.to }}
              zone={range.zone}
              replay={canChange ? source.id : null}
              strong
            />
          )}
          {entries.map((entry) =>
            entry.kind === "nothing" ? (
              <Nothing key={entry.to} entry={entry} />
            ) : (
              <Counted
                key={entry.day.day}
                id={`ledger-row-${places.get(entry.day.day)}`}
                label={formatLocalDay(entry.day.day)}
                what={`from ${source.name} on ${formatLocalDay(entry.day.day)}`}
                numbers={entry.day}
                params={{ ...mine, from: entry.day.day, to: entry.day.day }}
                zone={range.zone}
                replay={canChange && days.length === 1 ? source.id : null}
                selected={places.get(entry.day.day) === selected}
              />
            ),
          )}
        </tbody>
      </table>
    </section>
  );
}

function Nothing({ entry: { from, to, days } }: { entry: Extract<DayEntry, { kind: "nothing" }> }) {
  return (
    <tr className="flex flex-wrap gap-x-3 border-b px-4 py-2 text-ink-3 last:border-b-0">
      <th scope="row" className="font-normal">
        {days === 1 ? formatLocalDay(to) : `${formatLocalDay(from)} – ${formatLocalDay(to)}`}
      </th>
      <td>nothing came{days > 1 && ` on ${formatCounted(days, "day", "days")}`}</td>
    </tr>
  );
}

type CountedProps = {
  id: string;
  label: string;
  what: string;
  numbers: Pick<LedgerDay, "received" | "stored" | "duplicate" | "ignored" | "rejected" | "waiting" | "refused"> &
    Reasoned;
  params: LedgerParams;
  zone: string;
  /** Source whose rejected and ignored records can be read again from here. */
  replay: string | null;
  selected?: boolean;
  strong?: boolean;
};

function Counted({ id, label, what, numbers, params, zone, replay, selected = false, strong = false }: CountedProps) {
  const [open, setOpen] = useState(false);
  const more = useId();
  const { ignoredReasons, rejectedReasons, refusedReasons } = numbers;
  const reasons = ignoredReasons.length + rejectedReasons.length + refusedReasons.length;
  const toggle = () => setOpen(!open);
  return (
    <Fragment>
      <tr
        id={id}
        aria-selected={selected || undefined}
        className={clsx(
          "flex flex-wrap items-baseline gap-x-3 gap-y-1 border-b px-4 py-2 lg:grid lg:items-center",
          COLUMNS,
          selected ? "bg-hover shadow-[inset_2px_0_0_var(--ink)]" : "hover:bg-hover",
          !open && "last:border-b-0",
        )}
      >
        <th
          scope="row"
          className={clsx(
            "flex w-full min-w-0 items-center text-left lg:w-auto",
            strong ? "font-medium" : "font-normal",
          )}
        >
          <span className="min-w-0">{label}</span>
          {reasons > 0 && (
            <button
              type="button"
              aria-expanded={open}
              aria-controls={more}
              aria-label={`${formatCounted(reasons, "reason", "reasons")} ${what}`}
              onClick={toggle}
              className="ml-1.5 inline-flex min-h-6 items-center gap-0.5 rounded px-1.5 text-xs font-normal text-ink-2 hover:bg-pressed hover:text-ink pointer-coarse:min-h-11"
            >
              <ChevronRight className={clsx("size-3.5 transition-transform", open && "rotate-90")} aria-hidden />
              {formatCounted(reasons, "reason", "reasons")}
            </button>
          )}
        </th>
        <NumberCells
          numbers={numbers}
          what={what}
          params={params}
          refused={
            numbers.refused > 0 ? (
              <button
                type="button"
                aria-expanded={open}
                aria-controls={more}
                aria-label={`${formatCount(numbers.refused)} refused ${what}: show why`}
                onClick={toggle}
                className="min-h-6 underline decoration-line-strong decoration-dotted underline-offset-4 hover:decoration-ink"
              >
                {formatCount(numbers.refused)}
              </button>
            ) : undefined
          }
        />
      </tr>
      {open && (
        <tr id={more} className="block border-b bg-ground px-4 py-3 last:rounded-b-xl last:border-b-0">
          <td className="block">
            <Reasons numbers={numbers} what={what} params={params} zone={zone} replay={replay} />
          </td>
        </tr>
      )}
    </Fragment>
  );
}
