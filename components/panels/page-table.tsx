"use client";

import { createColumnHelper, tableFeatures, useTable } from "@tanstack/react-table";
import clsx from "clsx";
import Link from "next/link";
import { useMemo } from "react";
import { hourParts } from "@/components/charts/hour-parts";
import { Swatch } from "@/components/charts/swatch";
import { formatDuration } from "@/components/format/duration";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount } from "@/components/format/numbers";
import { formatDayTime } from "@/components/format/time";
import { SortHead } from "@/components/ui/heads";
import { useRowFocus } from "@/components/ui/use-row-focus";
import { VirtualRows } from "@/components/ui/virtual-rows";
import { VerdictBadge } from "@/components/verdict/verdict-badge";
import type { PAGE_SORTS } from "@/lib/contract/filter";
import type { PageRow } from "@/lib/contract/page";

export type PageSort = (typeof PAGE_SORTS)[number];
type SortState = { by: PageSort; dir: "asc" | "desc" };

type Props = {
  rows: readonly PageRow[];
  zone: string;
  filter: LinkParams;
  label: string;
  sort?: SortState;
  onSort?: (by: PageSort) => void;
  selected?: number | null;
  total?: number;
  /** Without a sticky head, for a panel among others. */
  plain?: boolean;
  /** Pages that were chosen, where they can be. */
  chosen?: ReadonlySet<string>;
  onChoose?: (id: string) => void;
};

type Column = { label: string; sort?: PageSort; right?: boolean };

const features = tableFeatures({});
const helper = createColumnHelper<typeof features, PageRow>();
const GRID = "lg:grid-cols-[9rem_minmax(0,1fr)_minmax(0,8.5rem)_8.5rem_5.75rem_6rem_minmax(0,8.5rem)]";

/** A table on wide screens, cards on narrow ones; the same rows either way. */
export function PageTable({
  rows,
  zone,
  filter,
  label,
  sort,
  onSort,
  selected = null,
  total,
  plain,
  ...choice
}: Props) {
  const columns = useMemo(() => columnsOf(zone, filter), [zone, filter]);
  const data = useMemo(() => [...rows], [rows]);
  const table = useTable({ features, columns, data, getRowId: (row) => row.id });
  const model = table.getRowModel().rows;
  useRowFocus("page-row-", selected);
  return (
    <table aria-label={label} aria-rowcount={(total ?? rows.length) + 1} className="block">
      <thead className={clsx("hidden rounded-t-xl bg-surface lg:block", !plain && "sticky top-14 z-10")}>
        {table.getHeaderGroups().map((group) => (
          <tr key={group.id} className={clsx("hidden gap-x-3 border-b px-4 text-xs text-ink-3 lg:grid", GRID)}>
            {group.headers.map((header) => (
              <Head key={header.id} column={HEADS[header.column.id]} sort={sort} onSort={onSort} />
            ))}
          </tr>
        ))}
      </thead>
      <VirtualRows
        rows={model}
        estimate={53}
        reveal={selected}
        render={(row, index, place) => (
          <tr
            {...place}
            id={`page-row-${index}`}
            aria-rowindex={index + 2}
            aria-selected={selected === index || undefined}
            className={clsx(
              "relative flex flex-wrap has-[a:focus-visible]:outline-2 has-[a:focus-visible]:-outline-offset-2 has-[a:focus-visible]:outline-ink gap-x-3 gap-y-1 border-b px-4 py-2.5 lg:grid lg:items-center",
              GRID,
              selected === index ? "bg-hover shadow-[inset_2px_0_0_var(--ink)]" : "hover:bg-hover",
            )}
          >
            {row.getAllCells().map((cell) => (
              <td key={cell.id} className={clsx("block", CELLS[cell.column.id])}>
                {cell.column.id === "opened" && choice.onChoose && (
                  <Choose row={row.original} chosen={choice.chosen} onChoose={choice.onChoose} />
                )}
                <table.FlexRender cell={cell} />
              </td>
            ))}
          </tr>
        )}
      />
    </table>
  );
}

type ChooseProps = { row: PageRow; chosen: ReadonlySet<string> | undefined; onChoose: (id: string) => void };

/** Above the link that covers the row. */
function Choose({ row: { id, title }, chosen, onChoose }: ChooseProps) {
  return (
    <label className="relative z-1 -my-1.5 -ml-1.5 mr-1 inline-grid size-7 place-items-center align-middle pointer-coarse:size-11">
      <input
        type="checkbox"
        aria-label={`Choose ${title ?? "the page"}`}
        checked={chosen?.has(id) ?? false}
        onChange={() => onChoose(id)}
        className="size-4 accent-ink"
      />
    </label>
  );
}

const HEADS: Record<string, Column> = {
  opened: { label: "Opened", sort: "opened" },
  title: { label: "Page", sort: "title" },
  service: { label: "Service", sort: "service" },
  verdict: { label: "Verdict", sort: "verdict" },
  interruptions: { label: "Interruptions", sort: "interruptions" },
  acknowledge: { label: "Acknowledged", sort: "acknowledge", right: true },
  people: { label: "Who" },
};

const CELLS: Record<string, string> = {
  opened: "order-2 text-xs text-ink-2 lg:order-none",
  title: "order-1 w-full min-w-0 lg:order-none lg:w-auto",
  service: "order-3 max-w-full min-w-0 truncate text-xs text-ink-2 lg:order-none",
  verdict: "order-4 text-xs lg:order-none",
  interruptions: "order-5 text-xs lg:order-none",
  acknowledge: "order-6 text-xs lg:order-none lg:text-right",
  people: "order-7 max-w-full min-w-0 truncate text-xs text-ink-2 lg:order-none",
};

function columnsOf(zone: string, filter: LinkParams) {
  return helper.columns([
    helper.accessor("triggeredAt", { id: "opened", cell: ({ getValue }) => formatDayTime(getValue(), zone) }),
    helper.accessor("title", {
      id: "title",
      cell: ({ row: { original: row } }) => (
        <Link
          href={hrefTo(`/pages/${row.id}`, filter)}
          className="line-clamp-2 font-medium [overflow-wrap:anywhere] outline-none after:absolute after:inset-0 lg:line-clamp-1"
        >
          {row.title ?? <span className="text-ink-3">no title</span>}
        </Link>
      ),
    }),
    helper.accessor("service", {
      id: "service",
      cell: ({ row: { original: row } }) => (
        <>
          {row.service ?? <span className="text-ink-3">not named</span>}
          {(row.team || row.priority) && (
            <span className="text-2xs text-ink-3 lg:block lg:truncate">
              <span className="lg:hidden"> · </span>
              {[row.team, row.priority].filter(Boolean).join(" · ")}
            </span>
          )}
        </>
      ),
    }),
    helper.accessor("verdict", {
      id: "verdict",
      cell: ({ row: { original: row } }) => (
        <>
          <VerdictBadge verdict={row.verdict} byPerson={row.origin === "person"} />
          {row.saidOf === "signature" && <span className="ml-1 text-2xs text-ink-3">of its signature</span>}
          {row.reason && <span className="ml-1.5 text-2xs text-ink-3 lg:ml-4 lg:block">{row.reason}</span>}
        </>
      ),
    }),
    helper.accessor("interruptions", { id: "interruptions", cell: ({ getValue }) => <Hours counts={getValue()} /> }),
    helper.accessor("secondsToAcknowledge", {
      id: "acknowledge",
      cell: ({ row: { original: row } }) => <Acknowledged row={row} />,
    }),
    helper.accessor("people", {
      id: "people",
      cell: ({ row: { original: row } }) => whoWords(row) ?? <span className="text-ink-3 max-lg:hidden">nobody</span>,
    }),
  ]);
}

/** "Ana Brandt and 2 more", "3, not named" */
function whoWords({ people, unnamed }: PageRow): string | null {
  const all = people.length + unnamed;
  if (all === 0) return null;
  if (people.length === 0) return `${formatCount(all)}, not named`;
  return all > 2 || unnamed > 0 ? `${people[0]} and ${formatCount(all - 1)} more` : people.join(", ");
}

function Hours({ counts }: { counts: PageRow["interruptions"] }) {
  const { sleep, off, business, total } = counts;
  if (counts.total === 0)
    return (
      <span className="text-ink-3">
        <span className="lg:hidden">no interruption</span>
        <span className="max-lg:hidden">none</span>
      </span>
    );
  if (sleep === null || off === null || business === null) return formatCount(total);
  return (
    <span className="inline-flex flex-wrap gap-x-2">
      {hourParts({ sleep, off, business, total })
        .filter(({ count }) => count > 0)
        .map(({ key, word, count, fill }) => (
          <span key={key} className="inline-flex items-center gap-1">
            <Swatch fill={fill} />
            {formatCount(count)}
            <span className="text-ink-3 max-lg:inline lg:sr-only">{word}</span>
          </span>
        ))}
    </span>
  );
}

function Acknowledged({ row }: { row: PageRow }) {
  if (row.acknowledged === null)
    return (
      <span className="text-ink-3">
        <span className="lg:hidden">acknowledgement </span>not known
      </span>
    );
  if (!row.acknowledged)
    return (
      <span className="text-ink-2">
        never<span className="lg:hidden"> acknowledged</span>
      </span>
    );
  return (
    <>
      <span className="text-ink-3 lg:hidden">acknowledged after </span>
      {formatDuration(row.secondsToAcknowledge)}
    </>
  );
}

type HeadProps = { column: Column | undefined; sort?: SortState; onSort?: (by: PageSort) => void };

function Head({ column, sort, onSort }: HeadProps) {
  if (!column) return <th scope="col" />;
  const { sort: by, label, right } = column;
  const direction = sort?.dir === "asc" ? "ascending" : "descending";
  return (
    <SortHead
      order={by !== undefined && sort?.by === by ? direction : undefined}
      onSort={by && onSort && (() => onSort(by))}
      right={right}
    >
      {label}
    </SortHead>
  );
}
