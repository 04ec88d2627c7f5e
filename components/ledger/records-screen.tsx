"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { TableMenu } from "@/components/export/table-menu";
import { type LedgerParams, recordsHref } from "@/components/format/ledger-href";
import { formatCount } from "@/components/format/numbers";
import { useListKeys } from "@/components/frame/use-list-keys";
import { PanelBody } from "@/components/panels/panel";
import { type View, viewOf } from "@/components/panels/view";
import { allPortions } from "@/components/queries/all-portions";
import { dataStateQuery } from "@/components/queries/data-state";
import { fetchJson, queryString } from "@/components/queries/fetch-json";
import { deliveriesQuery, ledgerQuery } from "@/components/queries/ledger";
import { Button } from "@/components/ui/button";
import type { Deliveries, DeliveriesFilter, DeliveryRow, LedgerSource } from "@/lib/contract/ledger";
import { recordColumns, spanOf, spanWords } from "./ledger-columns";
import { rowHref } from "./record-row";
import { RecordTable } from "./record-table";
import { RecordsFilters } from "./records-filters";
import { ReplayButton } from "./replay-button";

export type Recorded = { rows: readonly DeliveryRow[]; more: boolean };

type ScreenProps = { filter: DeliveriesFilter; params: LedgerParams; canChange: boolean };

export function RecordsScreen({ filter, params, canChange }: ScreenProps) {
  const { data: state } = useQuery(dataStateQuery);
  const { data: ledger } = useQuery(ledgerQuery({ from: filter.from, to: filter.to }));
  const query = useInfiniteQuery(deliveriesQuery(filter));
  const data = useMemo<Recorded | undefined>(
    () => query.data && { rows: query.data.pages.flatMap(({ rows }) => rows), more: query.hasNextPage },
    [query.data, query.hasNextPage],
  );
  const view = viewOf<Recorded>({ data, error: query.error, refetch: query.refetch as never });
  return (
    <RecordsPanel
      view={orNothing(view, filter, params)}
      filter={filter}
      params={params}
      sources={ledger?.sources ?? []}
      zone={state?.workspaceZone ?? "UTC"}
      canChange={canChange}
      loadingMore={query.isFetchingNextPage}
      onMore={() => void query.fetchNextPage()}
    />
  );
}

function orNothing(view: View<Recorded>, filter: DeliveriesFilter, params: LedgerParams): View<Recorded> {
  if (view.kind !== "ready" || view.data.rows.length > 0 || view.data.more) return view;
  const { from, to, source, outcome, reason } = filter;
  const narrowed = Boolean(source || outcome || reason);
  const span = from && to ? ` ${spanWords(from, to)}` : "";
  return {
    kind: "nothing-in-range",
    why: narrowed ? `No records${span} match these filters.` : `Nothing was received${span}.`,
    next: narrowed
      ? [{ label: "Show without filters", href: recordsHref({ ...params, source: null, outcome: null, reason: null }) }]
      : [],
  };
}

type Props = {
  view: View<Recorded>;
  filter: DeliveriesFilter;
  params: LedgerParams;
  sources: readonly LedgerSource[];
  zone: string;
  canChange: boolean;
  loadingMore: boolean;
  onMore: () => void;
};

export function RecordsPanel({ view, filter, params, sources, zone, canChange, loadingMore, onMore }: Props) {
  const { from, to, source, outcome, reason } = filter;
  const readable = source !== undefined && (outcome === "rejected" || outcome === "ignored");
  return (
    <div className="space-y-4">
      <header>
        <p className="text-xs text-ink-3">
          {from && to && `${spanWords(from, to)} · `}
          {zone.replaceAll("_", " ")}
        </p>
        <h1 className="mt-1 text-[1.375rem] leading-8 font-medium tracking-tight">Records</h1>
        <p className="mt-0.5 max-w-prose text-ink-2">
          Deliveries of webhooks and of the providers' APIs, files, and the records of files that were left out. Each
          opens as it came.
        </p>
      </header>
      <RecordsFilters filter={filter} sources={sources} />
      {canChange && readable && view.kind === "ready" && (
        <ReplayButton source={source} outcome={outcome} reason={reason ?? null} />
      )}
      <section
        aria-label="Records"
        aria-busy={view.kind === "loading"}
        className="rounded-xl border bg-surface shadow-card"
      >
        <div className={view.kind === "ready" ? "" : "p-4"}>
          <PanelBody view={view} height={480}>
            {(data) => (
              <Listed
                data={data}
                filter={filter}
                zone={zone}
                params={params}
                loadingMore={loadingMore}
                onMore={onMore}
              />
            )}
          </PanelBody>
        </div>
      </section>
    </div>
  );
}

type ListedProps = Pick<Props, "filter" | "zone" | "params" | "loadingMore" | "onMore"> & { data: Recorded };

function Listed({ data: { rows, more }, filter, zone, loadingMore, onMore }: ListedProps) {
  const { from, to } = filter;
  const router = useRouter();
  const selected = useListKeys({
    length: rows.length,
    onOpen: (at) => {
      const row = rows[at];
      if (row) router.push(rowHref(row));
    },
    onSearch: () => document.getElementById("records-source")?.focus(),
  });
  return (
    <>
      <RecordTable rows={rows} zone={zone} selected={selected} />
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-2 px-4 py-2 text-xs text-ink-3">
        <span aria-live="polite">
          {formatCount(rows.length)} shown, newest first{more ? "" : ", all of them"}
        </span>
        <TableMenu
          title="Records"
          range={from && to ? spanOf({ from, to, zone }) : null}
          narrowedBy={["source", "outcome", "reason"]}
          shown={() => recordColumns(rows)}
          all={{ table: () => everyRecord(filter) }}
        />
        {more && (
          <Button size="small" disabled={loadingMore} onClick={onMore}>
            {loadingMore ? "Loading" : "Load more"}
          </Button>
        )}
      </div>
    </>
  );
}

async function everyRecord(filter: DeliveriesFilter) {
  const rows = await allPortions((after) =>
    fetchJson<Deliveries>(`/api/deliveries?${queryString({ ...filter, after })}`),
  );
  return recordColumns(rows);
}
