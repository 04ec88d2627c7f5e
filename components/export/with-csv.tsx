"use client";

import { type ReactNode, useRef } from "react";
import { cellsOf } from "./cells-of";
import { ListMenu } from "./list-menu";
import type { Span } from "./table-menu";

type Props = { title: string; range: Span | null; children: ReactNode };

/** A small table that is shown whole: its CSV, what is shown and everything alike, is what stands in its cells. */
export function WithCsv({ title, range, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const shown = () => {
    const table = box.current?.querySelector("table");
    if (!table) throw new Error("The table is not on the screen.");
    return cellsOf(table);
  };
  return (
    <>
      <div ref={box}>{children}</div>
      <p className="flex justify-end px-2 py-1 print:hidden">
        <ListMenu title={title} range={range} table={shown} />
      </p>
    </>
  );
}
