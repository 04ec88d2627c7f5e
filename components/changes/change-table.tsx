"use client";

import clsx from "clsx";
import ExternalLink from "lucide-react/icons/external-link";
import type { Route } from "next";
import Link from "next/link";
import { formatDuration } from "@/components/format/duration";
import { deliveryHref, importHref } from "@/components/format/ledger-href";
import { formatDayTime, formatExact } from "@/components/format/time";
import { PlainHeads } from "@/components/ui/heads";
import { useRowFocus } from "@/components/ui/use-row-focus";
import { VirtualRows } from "@/components/ui/virtual-rows";
import type { ChangeRow } from "@/lib/contract/changes";
import { KIND_WORDS } from "./change-words";

const GRID = "lg:grid-cols-[10rem_minmax(0,1fr)_minmax(0,13rem)_minmax(0,8rem)_minmax(0,9rem)]";
const HEADS = ["Starts", "What was done", "Where", "By", "Source"];

/** The record behind a change: the delivery as it came, or the import of the file. */
export function recordHref({ record }: Pick<ChangeRow, "record">): Route {
  return record.kind === "import" ? importHref(record.id) : deliveryHref(record.id);
}

type Props = { rows: readonly ChangeRow[]; zone: string; selected: number | null };

/** A table on wide screens, cards on narrow ones; the same rows either way. */
export function ChangeTable({ rows, zone, selected }: Props) {
  useRowFocus("change-row-", selected);
  return (
    <table aria-label="Changes" className="block">
      <thead className="sticky top-14 z-10 hidden rounded-t-xl bg-surface lg:block">
        <tr className={clsx("grid gap-x-3 border-b px-4 text-xs text-ink-3", GRID)}>
          <PlainHeads words={HEADS} />
        </tr>
      </thead>
      <VirtualRows
        rows={rows}
        estimate={57}
        reveal={selected}
        render={(row, index, place) => (
          <tr
            {...place}
            id={`change-row-${index}`}
            aria-selected={selected === index || undefined}
            className={clsx(
              "relative flex flex-wrap gap-x-3 gap-y-1 border-b px-4 py-2.5 last:border-b-0 has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-2 has-[a:focus-visible]:outline-ink lg:grid lg:items-center",
              GRID,
              selected === index ? "bg-hover shadow-[inset_2px_0_0_var(--ink)]" : "hover:bg-hover",
            )}
          >
            <td className="order-2 block w-full text-xs text-ink-2 lg:order-none lg:w-auto">
              <time dateTime={row.startsAt} title={formatExact(row.startsAt, zone)}>
                {formatDayTime(row.startsAt, zone)}
              </time>
              {row.endsAt && (
                <span className="block text-ink-3" title={`until ${formatExact(row.endsAt, zone)}`}>
                  for {formatDuration((Date.parse(row.endsAt) - Date.parse(row.startsAt)) / 1_000)}
                </span>
              )}
            </td>
            <td className="order-1 block w-full min-w-0 lg:order-none lg:w-auto">
              <Link
                href={recordHref(row)}
                className="font-medium [overflow-wrap:anywhere] outline-none after:absolute after:inset-0"
              >
                {row.title}
              </Link>
              <span className="flex flex-wrap items-center gap-x-2 text-xs text-ink-2">
                {notesOf(row).join(" · ")}
                {row.url && (
                  <a
                    href={row.url}
                    target="_blank"
                    rel="noreferrer"
                    className="relative z-10 inline-flex items-center gap-1 underline decoration-line-strong underline-offset-4 hover:decoration-ink"
                  >
                    at its tool
                    <ExternalLink className="size-3" aria-hidden />
                  </a>
                )}
              </span>
            </td>
            <td className="order-3 block max-w-full min-w-0 text-xs text-ink-2 [overflow-wrap:anywhere] lg:order-none">
              {scopeOf(row)}
            </td>
            <td className="order-4 block max-w-full min-w-0 truncate text-xs text-ink-2 lg:order-none">
              {row.by ?? "not said"}
            </td>
            <td className="order-5 block max-w-full min-w-0 truncate text-xs text-ink-2 lg:order-none">
              {row.sourceName}
            </td>
          </tr>
        )}
      />
    </table>
  );
}

function notesOf({ kind, isRollback, rule, tellings }: ChangeRow): string[] {
  return [
    KIND_WORDS[kind],
    ...(isRollback ? ["takes an earlier one back"] : []),
    ...(rule === null ? [] : [`rule ${rule}`]),
    ...(tellings > 1 ? [`told ${tellings} times`] : []),
  ];
}

/** What a change leaves open is not narrowed by it. */
function scopeOf({ service, environment, team }: ChangeRow): string {
  const said = [service, environment, team].filter((part) => part !== null);
  return said.length === 0 ? "the whole workspace" : said.join(" · ");
}
