"use client";

import clsx from "clsx";
import Link from "next/link";
import { Fragment } from "react";
import { formatBytes, formatCount } from "@/components/format/numbers";
import { formatDayTime, formatExact } from "@/components/format/time";
import { useRowFocus } from "@/components/ui/use-row-focus";
import { VirtualRows } from "@/components/ui/virtual-rows";
import type { DeliveryRow } from "@/lib/contract/ledger";
import { rowHref, rowTitle } from "./record-row";

const GRID = "lg:grid-cols-[8.5rem_minmax(0,1fr)_minmax(0,10rem)_4.5rem_minmax(0,17rem)]";
const HEADS = ["Received", "What came", "Source", "Size", "What became of it"];

/** A table on wide screens, cards on narrow ones; the same rows either way. */
export function RecordTable({
  rows,
  zone,
  selected,
}: {
  rows: readonly DeliveryRow[];
  zone: string;
  selected: number | null;
}) {
  useRowFocus("record-row-", selected);
  return (
    <table aria-label="Records" className="block">
      <thead className="sticky top-14 z-10 hidden rounded-t-xl bg-surface lg:block">
        <tr className={clsx("grid gap-x-3 border-b px-4 text-xs text-ink-3", GRID)}>
          {HEADS.map((word) => (
            <th
              key={word}
              scope="col"
              className={clsx("py-2 font-normal", word === "Size" ? "text-right" : "text-left last:pl-4")}
            >
              {word}
            </th>
          ))}
        </tr>
      </thead>
      <VirtualRows
        rows={rows}
        estimate={49}
        reveal={selected}
        render={(row, index, place) => (
          <tr
            {...place}
            id={`record-row-${index}`}
            aria-selected={selected === index || undefined}
            className={clsx(
              "relative flex flex-wrap gap-x-3 gap-y-1 border-b px-4 py-2.5 has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-2 has-[a:focus-visible]:outline-ink lg:grid lg:items-center",
              GRID,
              selected === index ? "bg-hover shadow-[inset_2px_0_0_var(--ink)]" : "hover:bg-hover",
            )}
          >
            <td className="order-2 block text-xs text-ink-2 lg:order-none">
              <time dateTime={row.receivedAt} title={formatExact(row.receivedAt, zone)}>
                {formatDayTime(row.receivedAt, zone)}
              </time>
            </td>
            <td className="order-1 block w-full min-w-0 lg:order-none lg:w-auto">
              <Link
                href={rowHref(row)}
                className="font-medium [overflow-wrap:anywhere] outline-none after:absolute after:inset-0"
              >
                {rowTitle(row)}
              </Link>
              {row.why && <span className="block text-xs text-ink-2 [overflow-wrap:anywhere]">{row.why}</span>}
            </td>
            <td className="order-3 block max-w-full min-w-0 truncate text-xs text-ink-2 lg:order-none">
              {row.sourceName}
            </td>
            <td className="order-4 block text-xs text-ink-2 lg:order-none lg:text-right">
              {row.bytes === null ? "not known" : formatBytes(row.bytes)}
            </td>
            <td className="order-5 block text-xs lg:order-none lg:pl-4">
              <Fate row={row} />
            </td>
          </tr>
        )}
      />
    </table>
  );
}

const ENDS = ["stored", "duplicate", "ignored", "rejected"] as const;

/** Only the ends that it has: "12 stored, 1 rejected". */
function Fate({ row }: { row: DeliveryRow }) {
  if (row.waiting) return <span className="text-ink-2">waits to be read</span>;
  const ends = ENDS.filter((end) => row[end] > 0);
  if (ends.length === 0) return <span className="text-ink-3">no records in it</span>;
  return (
    <span>
      {ends.map((end, index) => (
        <Fragment key={end}>
          {index > 0 && ", "}
          <span className="font-medium">{formatCount(row[end])}</span> {end}
        </Fragment>
      ))}
    </span>
  );
}
