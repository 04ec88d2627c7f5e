"use client";

import { useQuery } from "@tanstack/react-query";
import type { Route } from "next";
import Link from "next/link";
import { TableMenu } from "@/components/export/table-menu";
import { formatCount, formatCounted, formatPercent } from "@/components/format/numbers";
import { recordPagesQuery } from "@/components/queries/model-record";
import { Button } from "@/components/ui/button";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { VerdictBadge } from "@/components/verdict/verdict-badge";
import type { RecordPages, RecordPagesFilter } from "@/lib/contract/model-record";
import { PanelBody } from "./panel";
import { viewOf } from "./view";

type Props = { filter: RecordPagesFilter; onClose: () => void };

/** The pages behind a figure of the record. */
export function RecordPagesList({ filter, onClose }: Props) {
  const { said, person, reason } = filter;
  const words = [said && `said ${said}`, person && `judged ${person}`, reason && `with the reason ${reason}`];
  return (
    <section aria-label="Pages behind the figure" className="border-t pt-4">
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-medium">Pages {words.filter(Boolean).join(", ") || "that people judged"}</h3>
        <Button look="quiet" size="small" onClick={onClose}>
          Close
        </Button>
      </div>
      <PanelBody view={viewOf(useQuery(recordPagesQuery(filter)))} height={120}>
        {(pages) => <List {...pages} />}
      </PanelBody>
    </section>
  );
}

function List({ total, rows }: RecordPages) {
  return (
    <ScrollRegion label="Pages behind the figure" className="mt-2 max-h-80 overflow-auto">
      <div className="flex items-center justify-between gap-2">
        <p className="text-xs text-ink-3">
          {formatCounted(total, "page", "pages")}
          {rows.length < total && `; the newest ${formatCount(rows.length)} are shown`}
        </p>
        <TableMenu
          title="Pages behind the record"
          range={null}
          shown={() => recordPageColumns(rows)}
          all={rows.length < total ? null : { table: () => recordPageColumns(rows) }}
        />
      </div>
      <ul className="mt-1 space-y-1 text-sm">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-baseline gap-x-3">
            <Link href={`/pages/${row.id}` as Route} className="underline underline-offset-3">
              {row.title ?? "A page without a title"}
            </Link>
            <span className="inline-flex items-baseline gap-1.5 text-ink-2">
              said <VerdictBadge verdict={row.said} /> {row.saidReason} ({formatPercent(row.probability)})
            </span>
            <span className="inline-flex items-baseline gap-1.5 text-ink-2">
              judged <VerdictBadge verdict={row.person} byPerson /> {row.personReason}
            </span>
          </li>
        ))}
      </ul>
    </ScrollRegion>
  );
}

const recordPageColumns = (rows: RecordPages["rows"]) => ({
  head: ["page", "title", "said", "said reason", "probability (0-1)", "judged", "judged reason"],
  rows: rows.map(({ id, title, said, saidReason, probability, person, personReason }) => [
    id,
    title ?? "",
    said,
    saidReason ?? "",
    probability,
    person,
    personReason ?? "",
  ]),
});
