"use client";

import { type CSSProperties, Fragment, lazy, type ReactNode, type Ref, Suspense } from "react";
import { keyed } from "@/components/format/keyed";
import { formatCount } from "@/components/format/numbers";
import { useHydrated } from "./use-hydrated";
import { usePrinting } from "./use-printing";

const WindowedRows = lazy(() => import("./windowed-rows").then((module) => ({ default: module.WindowedRows })));

/** Up to here all rows are drawn, also by the server; above it only those on screen. */
const VIRTUAL_ABOVE = 200;
/** More would be some forty sheets. */
const PRINTED = 1_000;

/** Goes onto the `tr`, so that it can be measured and placed. */
export type RowPlace = { ref?: Ref<HTMLTableRowElement>; style?: CSSProperties; "data-index"?: number };

type Props<T> = {
  rows: readonly T[];
  /** Height of a row in px before it is measured. */
  estimate: number;
  render: (row: T, index: number, place: RowPlace) => ReactNode;
  /** Row that must be on screen. */
  reveal?: number | null;
};

export function VirtualRows<T>({ rows, estimate, render, reveal = null }: Props<T>) {
  const isPrinting = usePrinting();
  const windowed = useHydrated() && rows.length > VIRTUAL_ABOVE;
  const drawn = (most: number) => (
    <tbody className="block">
      {keyed(rows.slice(0, most)).map(({ key, item }) => (
        <Fragment key={key}>{render(item, key, {})}</Fragment>
      ))}
    </tbody>
  );
  if (windowed && isPrinting)
    return (
      <>
        {drawn(PRINTED)}
        {rows.length > PRINTED && <Rest printed={PRINTED} of={rows.length} />}
      </>
    );
  const first = drawn(VIRTUAL_ABOVE);
  if (!windowed) return first;
  const renderAt = (index: number, place: RowPlace) => {
    const row = rows[index];
    return row === undefined ? null : render(row, index, place);
  };
  return (
    <Suspense fallback={first}>
      <WindowedRows count={rows.length} estimate={estimate} reveal={reveal} renderAt={renderAt} />
    </Suspense>
  );
}

function Rest({ printed, of }: { printed: number; of: number }) {
  return (
    <tbody>
      <tr>
        <td className="px-4 py-2.5 text-ink-2">
          The first {formatCount(printed)} of {formatCount(of)} rows. The CSV has all of them.
        </td>
      </tr>
    </tbody>
  );
}
