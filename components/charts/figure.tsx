"use client";

import type { Route } from "next";
import Link from "next/link";
import { type ReactNode, useId, useRef, useState } from "react";
import { ExportMenu } from "@/components/export/export-menu";
import { cellValue } from "@/components/export/table";
import { usePacked } from "@/components/export/use-packed";
import { formatCount } from "@/components/format/numbers";
import { Button } from "@/components/ui/button";
import { ScrollRegion } from "@/components/ui/scroll-region";

/** A number that opens what is behind it. */
type LinkedCell = { value: number; href: Route };
type Cell = string | number | LinkedCell;
type Table = { head: readonly string[]; rows: readonly (readonly Cell[])[] };
type Props = {
  /** Of the place on the screen, for a table of contents. */
  id?: string | undefined;
  title: string;
  summary: string;
  legend?: ReactNode;
  table: Table;
  /** For a reader without an account: nothing of it is taken along by a menu. */
  still?: boolean;
  children: ReactNode;
};

/** A chart with a title, one sentence that says what is seen, and the same numbers as a table. */
export function Figure({ id, title, summary, legend, table, still = false, children }: Props) {
  const [asTable, setAsTable] = useState(false);
  const caption = useId();
  const [chart, key] = [useRef<HTMLDivElement>(null), useRef<HTMLDivElement>(null)];
  const parts = () =>
    chart.current &&
    [chart.current, key.current].filter((part) => part?.hasChildNodes()).filter((part) => part !== null);
  const place = useRef<HTMLElement>(null);
  usePacked({ place, title, summary, table, parts, showChart: () => setAsTable(false) });
  return (
    <figure ref={place} id={id} aria-labelledby={caption} className="min-w-0 break-inside-avoid">
      <figcaption id={caption} className="mb-3 text-xs text-ink-2">
        <span className="sr-only">{title}. </span>
        {summary}
      </figcaption>
      {asTable ? <NumberTable title={title} {...table} /> : <div ref={chart}>{children}</div>}
      <div className="mt-3 flex flex-wrap items-center justify-between gap-2">
        <div ref={key}>{legend}</div>
        <div className="ml-auto flex items-center gap-1 print:hidden">
          {!still && <ExportMenu title={title} sentence={summary} table={table} parts={parts} />}
          <Button look="quiet" size="small" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {asTable ? "View as chart" : "View as table"}
          </Button>
        </div>
      </div>
    </figure>
  );
}

function NumberTable({ title, head, rows }: Table & { title: string }) {
  return (
    <ScrollRegion label={`${title}, table`} className="max-h-80 overflow-auto rounded-md border">
      <table className="w-full text-xs">
        <thead className="sticky top-0 bg-surface">
          <tr>
            {head.map((name, index) => (
              <th
                key={name}
                scope="col"
                className={`border-b px-2.5 py-1.5 font-medium text-ink-2 ${index === 0 ? "text-left" : "text-right"}`}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first, ...rest]) => (
            <tr key={textOf(first)} className="border-b last:border-0">
              <th scope="row" className="px-2.5 py-1 text-left font-normal">
                {textOf(first)}
              </th>
              {rest.map((value, index) => (
                <td key={head[index + 1]} className="px-2.5 py-1 text-right">
                  <CellValue value={value} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function textOf(cell: Cell | undefined): string {
  const value = cellValue(cell);
  return typeof value === "number" ? formatCount(value) : value;
}

function CellValue({ value }: { value: Cell }) {
  if (typeof value !== "object") return textOf(value);
  return (
    <Link href={value.href} className="inline-grid min-h-6 min-w-6 place-items-center underline underline-offset-4">
      {textOf(value)}
    </Link>
  );
}
