"use client";

import { type ComponentType, type CSSProperties, Fragment, type ReactNode, type Ref, useEffect, useState } from "react";
import { keyed } from "@/components/format/keyed";

/** Up to here all rows are drawn, also by the server; above it only those on screen. */
const VIRTUAL_ABOVE = 200;

/** Goes onto the `tr`, so that it can be measured and placed. */
export type RowPlace = { ref?: Ref<HTMLTableRowElement>; style?: CSSProperties; "data-index"?: number };

export type RowsProps<T> = {
  rows: readonly T[];
  /** Height of a row in px before it is measured. */
  estimate: number;
  render: (row: T, index: number, place: RowPlace) => ReactNode;
  /** Row that must be on screen. */
  reveal?: number | null;
};

export function VirtualRows<T>(props: RowsProps<T>) {
  const Windowed = useWindowed<T>(props.rows.length > VIRTUAL_ABOVE);
  if (Windowed) return <Windowed {...props} />;
  return (
    <tbody className="block">
      {keyed(props.rows.slice(0, VIRTUAL_ABOVE)).map(({ key, item }) => (
        <Fragment key={key}>{props.render(item, key, {})}</Fragment>
      ))}
    </tbody>
  );
}

/** Null until it is there; the first rows stand in for it. */
function useWindowed<T>(needed: boolean): ComponentType<RowsProps<T>> | null {
  const [loaded, setLoaded] = useState<{ rows: ComponentType<RowsProps<T>> } | null>(null);
  useEffect(() => {
    if (needed) void import("./windowed-rows").then(({ WindowedRows }) => setLoaded({ rows: WindowedRows }));
  }, [needed]);
  return needed && loaded ? loaded.rows : null;
}
