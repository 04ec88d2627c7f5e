"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { TableMenu } from "@/components/export/table-menu";
import { changesHref, sourcesHref } from "@/components/format/ledger-href";
import { formatCount } from "@/components/format/numbers";
import { formatDate } from "@/components/format/time";
import { useListKeys } from "@/components/frame/use-list-keys";
import { PanelBody } from "@/components/panels/panel";
import { type View, viewOf } from "@/components/panels/view";
import { allPortions } from "@/components/queries/all-portions";
import { changesQuery } from "@/components/queries/changes";
import { dataStateQuery } from "@/components/queries/data-state";
import { fetchJson, queryString } from "@/components/queries/fetch-json";
import { Button } from "@/components/ui/button";
import type { ChangeRow, ChangesFilter, ChangesView } from "@/lib/contract/changes";
import { changeColumns } from "./change-columns";
import { ChangeTable, recordHref } from "./change-table";
import { ChangesFilters } from "./changes-filters";

type Listed = { rows: readonly ChangeRow[]; more: boolean; sources: ChangesView["sources"] };

export function ChangesScreen({ filter }: { filter: ChangesFilter }) {
  const { data: state } = useQuery(dataStateQuery);
  const query = useInfiniteQuery(changesQuery(filter));
  const data = useMemo<Listed | undefined>(() => {
    const [first] = query.data?.pages ?? [];
    if (!query.data || !first) return undefined;
    const rows = query.data.pages.flatMap((page) => page.rows);
    return { rows, more: query.hasNextPage, sources: first.sources };
  }, [query.data, query.hasNextPage]);
  const view = viewOf<Listed>({ data, error: query.error, refetch: query.refetch as never });
  const zone = state?.workspaceZone ?? "UTC";
  const shown = orNothing(view, filter);
  return (
    <div className="space-y-4">
      <header>
        <p className="text-xs text-ink-3">
          {spanOf(filter, zone)} · {zone.replaceAll("_", " ")}
        </p>
        <h1 className="mt-1 text-[1.375rem] leading-8 font-medium tracking-tight">Changes</h1>
        <p className="mt-0.5 max-w-prose text-ink-2">
          What was done on purpose: deploys, configuration, edits of rules, maintenance, scaling and drills. They can
          explain a page, or be its fix. Each opens the record that told of it.
        </p>
      </header>
      <ChangesFilters filter={filter} sources={data?.sources ?? []} />
      <section
        aria-label="Changes"
        aria-busy={shown.kind === "loading"}
        className="rounded-xl border bg-surface shadow-card"
      >
        <div className={shown.kind === "ready" ? "" : "p-4"}>
          <PanelBody view={shown} height={480}>
            {(listed) => (
              <Rows
                listed={listed}
                filter={filter}
                zone={zone}
                loadingMore={query.isFetchingNextPage}
                onMore={() => void query.fetchNextPage()}
              />
            )}
          </PanelBody>
        </div>
      </section>
    </div>
  );
}

function orNothing(view: View<Listed>, filter: ChangesFilter): View<Listed> {
  if (view.kind !== "ready" || view.data.rows.length > 0) return view;
  if (view.data.sources.length === 0)
    return {
      kind: "empty",
      why: "No source has told of a change yet. Connect GitHub, GitLab or any tool that can send JSON, or drop a file of changes on Sources.",
      next: { label: "Connect a source", href: sourcesHref("/new", {}) },
    };
  const { source, kind, service, team, q } = filter;
  const narrowed = [source, kind, service, team, q].some((part) => part !== undefined);
  return {
    kind: "nothing-in-range",
    why: narrowed ? "No change in this range matches these filters." : "No change in this range.",
    next: [{ label: narrowed ? "Show without filters" : "Show two years", href: wider(narrowed) }],
  };
}

const wider = (narrowed: boolean) => changesHref(narrowed ? {} : { from: "now-2y/d", to: "now/d" });

function spanOf({ from, to }: ChangesFilter, zone: string): string {
  const since = from ? `${formatDate(from, zone)} – ` : "until ";
  return since + (to ? formatDate(new Date(Date.parse(to) - 1).toISOString(), zone) : "today, and what is planned");
}

type RowsProps = { listed: Listed; filter: ChangesFilter; zone: string; loadingMore: boolean; onMore: () => void };

function Rows({ listed: { rows, more }, filter, zone, loadingMore, onMore }: RowsProps) {
  const router = useRouter();
  const selected = useListKeys({
    length: rows.length,
    onOpen: (at) => {
      const row = rows[at];
      if (row) router.push(recordHref(row));
    },
    onSearch: () => document.getElementById("changes-search")?.focus(),
  });
  return (
    <>
      <ChangeTable rows={rows} zone={zone} selected={selected} />
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-2 border-t px-4 py-2 text-xs text-ink-3">
        <span aria-live="polite">
          {formatCount(rows.length)} shown, newest first{more ? "" : ", all of them"}
        </span>
        <TableMenu
          title="Changes"
          range={rangeFor(filter, zone)}
          narrowedBy={["source", "kind", "q"]}
          shown={() => changeColumns(rows)}
          all={{ table: () => everyChange(filter) }}
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

function rangeFor(filter: ChangesFilter, zone: string) {
  const { from, to } = filter;
  return from && to ? { from, to, zone, label: spanOf(filter, zone) } : null;
}

async function everyChange(filter: ChangesFilter) {
  const rows = await allPortions((after) =>
    fetchJson<ChangesView>(`/api/changes?${queryString({ ...filter, after })}`),
  );
  return changeColumns(rows);
}
