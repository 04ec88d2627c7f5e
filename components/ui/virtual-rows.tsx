"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, Fragment, type ReactNode, type Ref, useLayoutEffect, useRef, useState } from "react";
import { keyed } from "@/components/format/keyed";

/** Up to here all rows are drawn, also by the server; above it only those on screen. */
const VIRTUAL_ABOVE = 200;

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
  if (rows.length > VIRTUAL_ABOVE) return <Windowed rows={rows} estimate={estimate} render={render} reveal={reveal} />;
  return (
    <tbody className="block">
      {keyed(rows).map(({ key, item }) => (
        <Fragment key={key}>{render(item, key, {})}</Fragment>
      ))}
    </tbody>
  );
}

function Windowed<T>({ rows, estimate, render, reveal }: Props<T>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => setMargin(distanceFromTop(body.current)), []);
  const list = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => estimate,
    overscan: 12,
    scrollMargin: margin,
  });
  useLayoutEffect(() => {
    if (typeof reveal === "number") list.scrollToIndex(reveal, { align: "auto" });
  }, [reveal, list]);
  return (
    <tbody ref={body} className="relative block" style={{ height: list.getTotalSize() }}>
      {list.getVirtualItems().map(({ key, index, start }) => {
        const row = rows[index];
        if (row === undefined) return null;
        const style: CSSProperties = { position: "absolute", insetInline: 0, top: start - margin };
        return (
          <Fragment key={key}>{render(row, index, { ref: list.measureElement, style, "data-index": index })}</Fragment>
        );
      })}
    </tbody>
  );
}

function distanceFromTop(element: HTMLElement | null): number {
  return element ? element.getBoundingClientRect().top + window.scrollY : 0;
}
