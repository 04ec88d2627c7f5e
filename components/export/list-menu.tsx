"use client";

import type { FigureTable } from "./table";
import { type Span, TableMenu } from "./table-menu";

type Props = { title: string; range: Span | null; table: () => FigureTable };

/** Takes along a list that is shown whole: what is shown is everything. */
export function ListMenu({ title, range, table }: Props) {
  return <TableMenu title={title} range={range} shown={table} all={{ table }} />;
}
