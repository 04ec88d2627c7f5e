"use client";

import { type ReactNode, useId, useState } from "react";
import { keyed } from "@/components/format/keyed";
import { Button } from "@/components/ui/button";
import { ScrollRegion } from "@/components/ui/scroll-region";

type Table = { head: readonly string[]; rows: readonly (readonly (string | number)[])[] };
type Props = { title: string; summary: string; legend?: ReactNode; table: Table; children: ReactNode };

/** A chart with a title, one sentence that says what is seen, and the same numbers as a table. */
export function Figure({ title, summary, legend, table, children }: Props) {
  const [asTable, setAsTable] = useState(false);
  const caption = useId();
  return (
    <figure aria-labelledby={caption} className="min-w-0">
      <figcaption id={caption} className="mb-3 text-xs text-ink-2">
        <span className="sr-only">{title}. </span>
        {summary}
      </figcaption>
      {asTable ? <NumberTable title={title} {...table} /> : children}
      <div className="mt-3 flex flex-wrap items-center justify-between gap-2">
        {legend ?? <span />}
        <Button look="quiet" size="small" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? "View as chart" : "View as table"}
        </Button>
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
            <tr key={String(first)} className="border-b last:border-0">
              <th scope="row" className="px-2.5 py-1 text-left font-normal">
                {first}
              </th>
              {keyed(rest).map(({ key, item: value }) => (
                <td key={key} className="px-2.5 py-1 text-right">
                  {value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
