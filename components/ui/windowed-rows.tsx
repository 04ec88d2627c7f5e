"use client";

import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, Fragment, type ReactNode, useLayoutEffect, useRef, useState } from "react";
import type { RowPlace } from "./virtual-rows";

type Props = {
  count: number;
  estimate: number;
  reveal: number | null;
  renderAt: (index: number, place: RowPlace) => ReactNode;
};

/** Only the rows on screen; loaded when a list is long enough to need it. */
export function WindowedRows({ count, estimate, reveal, renderAt }: Props) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => setMargin(distanceFromTop(body.current)), []);
  const list = useWindowVirtualizer({
    count,
    estimateSize: () => estimate,
    overscan: 12,
    scrollMargin: margin,
  });
  useLayoutEffect(() => {
    if (reveal !== null) list.scrollToIndex(reveal, { align: "auto" });
  }, [reveal, list]);
  return (
    <tbody ref={body} className="relative block" style={{ height: list.getTotalSize() }}>
      {list.getVirtualItems().map(({ key, index, start }) => {
        const style: CSSProperties = { position: "absolute", insetInline: 0, top: start - margin };
        return (
          <Fragment key={key}>{renderAt(index, { ref: list.measureElement, style, "data-index": index })}</Fragment>
        );
      })}
    </tbody>
  );
}

function distanceFromTop(element: HTMLElement | null): number {
  return element ? element.getBoundingClientRect().top + window.scrollY : 0;
}
