"use client";

import type { Route } from "next";
import Link from "next/link";
import { Figure } from "./figure";
import type { Part } from "./stacked-bar";
import { Legend } from "./swatch";
import { Walk } from "./walk";

type BarRow = {
  key: string;
  label: string;
  /** Below the label: of what it is, or how sure. */
  detail?: string | null;
  parts: readonly Part[];
  /** The number as it is read, at the end of the bar. */
  value: string;
  href?: Route | undefined;
};

type Table = Parameters<typeof Figure>[0]["table"];
type Props = {
  id?: string;
  title: string;
  summary: string;
  rows: readonly BarRow[];
  table: Table;
  legend?: readonly { fill: string; word: string }[];
  /** What a full width stands for; the longest bar when missing. */
  of?: number;
};

const sumOf = (parts: readonly Part[]) => parts.reduce((sum, { count }) => sum + count, 0);

/** A bar a row, from zero, with its name before and its number behind it. */
export function BarRows({ id, title, summary, rows, table, legend, of }: Props) {
  const most = of ?? Math.max(0, ...rows.map(({ parts }) => sumOf(parts)));
  const points = rows.map(({ label, detail, value, href }) => ({
    words: [label, detail, value].filter(Boolean).join(", "),
    href,
  }));
  return (
    <Figure id={id} title={title} summary={summary} table={table} legend={legend && <Legend items={legend} />}>
      <Walk title={title} points={points}>
        {rows.length === 0 && <p className="text-xs text-ink-3">Nothing to show.</p>}
        <ul aria-hidden className="space-y-1.5">
          {rows.map((row, index) => (
            <Bar key={row.key} row={row} most={most} point={index} />
          ))}
        </ul>
      </Walk>
    </Figure>
  );
}

function Bar({
  row: { label, detail, parts, value, href },
  most,
  point,
}: {
  row: BarRow;
  most: number;
  point: number;
}) {
  return (
    <li
      data-point={point}
      className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_4.5rem] items-center gap-x-3 rounded-sm text-xs sm:grid-cols-[14rem_minmax(0,1fr)_6.5rem]"
    >
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {href ? (
          <Link href={href} prefetch={false} tabIndex={-1} className="hover:underline">
            {label}
          </Link>
        ) : (
          label
        )}
        {detail && <span className="block text-2xs text-ink-3">{detail}</span>}
      </span>
      <span className="flex h-3 gap-px">
        {parts
          .filter(({ count }) => count > 0)
          .map(({ key, fill, count }) => (
            <span
              key={key}
              className={`min-w-[2px] rounded-[2px] ${fill}`}
              style={{ width: `${(100 * count) / most}%` }}
            />
          ))}
      </span>
      <span className="text-right font-medium">{value}</span>
    </li>
  );
}
