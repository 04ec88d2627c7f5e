"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, Fragment, useLayoutEffect, useRef, useState } from "react";
import type { RowsProps } from "./virtual-rows";

/** Only the rows on screen; loaded when a list is long enough to need it. */
export function WindowedRows<T>({ rows, estimate, render, reveal }: RowsProps<T>) {
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
