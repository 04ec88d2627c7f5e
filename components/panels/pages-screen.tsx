"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useMemo, useRef, useState } from "react";
import { TableMenu } from "@/components/export/table-menu";
import { hrefTo, sharedOf } from "@/components/format/href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { useFilterUrl } from "@/components/frame/use-filter-url";
import { useListKeys } from "@/components/frame/use-list-keys";
import { dataStateQuery } from "@/components/queries/data-state";
import { queryString } from "@/components/queries/fetch-json";
import { pagesQuery } from "@/components/queries/pages";
import { Button } from "@/components/ui/button";
import { HelpCard } from "@/components/ui/help-card";
import { JudgeBar } from "@/components/verdict/judge-bar";
import { useChosenRows } from "@/components/verdict/use-chosen-rows";
import type { PagesFilter } from "@/lib/contract/filter";
import type { Range } from "@/lib/contract/noise-report";
import type { PageRow } from "@/lib/contract/page";
import { PAGES_HEAD, pageCells } from "@/lib/report/pages-table";
import { nothingToShow } from "./nearest-range";
import { type PageSort, PageTable } from "./page-table";
import { PagesFilters } from "./pages-filters";
import { PanelBody } from "./panel";
import { type View, viewOf } from "./view";

export type PagesSoFar = { rows: readonly PageRow[]; total: number; range: Range; more: boolean };

export function PagesScreen({ filter }: { filter: PagesFilter }) {
  const { data: state } = useQuery(dataStateQuery);
  const query = useInfiniteQuery(pagesQuery(filter));
  const first = query.data?.pages[0];
  const soFar = useMemo<PagesSoFar | undefined>(
    () =>
      first && {
        rows: query.data?.pages.flatMap(({ rows }) => rows) ?? [],
        total: first.total,
        range: first.range,
        more: query.hasNextPage,
      },
    [first, query.data, query.hasNextPage],
  );
  const fetched = viewOf<PagesSoFar>({ data: soFar, error: query.error, refetch: query.refetch as never });
  const view: View<PagesSoFar> =
    fetched.kind === "ready" && fetched.data.total === 0
      ? nothingToShow(fetched.data.range, state, "/pages", filter)
      : fetched;
  return (
    <PagesPanel
      view={view}
      filter={filter}
      loadingMore={query.isFetchingNextPage}
      onMore={() => void query.fetchNextPage()}
    />
  );
}

type Props = { view: View<PagesSoFar>; filter: PagesFilter; loadingMore: boolean; onMore: () => void };

export function PagesPanel({ view, filter, loadingMore, onMore }: Props) {
  return (
    <div className="space-y-4">
      <header>
        <p className="text-xs text-ink-3">
          {view.kind === "ready" ? `${view.data.range.label} · ${view.data.range.zone.replaceAll("_", " ")}` : "\u00a0"}
        </p>
        <h1 className="mt-1 flex flex-wrap items-baseline gap-x-2 text-[1.375rem] leading-8 font-medium tracking-tight">
          Pages
          <span className="text-sm font-normal tracking-normal text-ink-3">
            {view.kind === "ready" && `n = ${formatCounted(view.data.total, "page", "pages")}`}
          </span>
          <HelpCard id="pages" className="self-center" />
          {view.kind === "ready" && (
            <TableMenu
              title="Pages"
              range={view.data.range}
              narrowedBy={NARROWED_BY}
              shown={() => ({ head: PAGES_HEAD, rows: view.data.rows.map(pageCells) })}
              all={{ href: `/api/pages/csv?${queryString(filter)}` }}
            />
          )}
        </h1>
      </header>
      <PagesFilters filter={filter} />
      <section
        aria-label="Pages"
        aria-busy={view.kind === "loading"}
        className="rounded-xl border bg-surface shadow-card"
      >
        <div className={view.kind === "ready" ? "" : "p-4"}>
          <PanelBody view={view} height={560}>
            {(data) => <Explorer data={data} filter={filter} loadingMore={loadingMore} onMore={onMore} />}
          </PanelBody>
        </div>
      </section>
    </div>
  );
}

type ExplorerProps = { data: PagesSoFar; filter: PagesFilter; loadingMore: boolean; onMore: () => void };

function Explorer({ data: { rows, total, range, more }, filter, loadingMore, onMore }: ExplorerProps) {
  const router = useRouter();
  const { change } = useFilterUrl();
  const links = useMemo(() => sharedOf(filter), [filter]);
  const place = useState<number | null>(null);
  const selected = useListKeys({
    length: rows.length,
    onOpen: (at) => {
      const row = rows[at];
      if (row) router.push(hrefTo(`/pages/${row.id}`, links));
    },
    onSearch: () => document.getElementById("pages-search")?.focus(),
    place,
  });
  const { chosen, choose, clear } = useChosenRows(rows, place);
  const sortBy = (by: PageSort) =>
    change({ sort: by === "opened" ? null : by, dir: filter.sort === by && filter.dir === "desc" ? "asc" : null });
  const end = useEnd(more && !loadingMore, onMore);
  return (
    <>
      <JudgeBar
        filter={filter}
        total={total}
        chosen={chosen}
        row={selected === null ? null : (rows[selected] ?? null)}
        onClear={clear}
        onJudged={() => place[1]((at) => (at === null ? null : Math.min(rows.length - 1, at + 1)))}
      />
      <PageTable
        rows={rows}
        zone={range.zone}
        filter={links}
        label="Pages"
        sort={{ by: filter.sort, dir: filter.dir }}
        onSort={sortBy}
        selected={selected}
        total={total}
        chosen={chosen}
        onChoose={choose}
      />
      <div
        ref={end}
        className="flex min-h-11 flex-wrap items-center justify-between gap-2 px-4 py-2 text-xs text-ink-3"
      >
        <span aria-live="polite">
          {formatCount(rows.length)} of {formatCount(total)} loaded
        </span>
        {more && (
          <Button size="small" disabled={loadingMore} onClick={onMore}>
            {loadingMore ? "Loading" : "Load more"}
          </Button>
        )}
      </div>
    </>
  );
}

const NARROWED_BY = [
  "signature",
  "reason",
  "person",
  "line",
  "under",
  "owner",
  "rang",
  "hours",
  "weekday",
  "hour",
  "rest",
  "acknowledged",
  "q",
];

/** Fetches on when the end comes near. */
function useEnd(active: boolean, onNear: () => void) {
  const end = useRef<HTMLDivElement>(null);
  const near = useRef(onNear);
  useEffect(() => {
    near.current = onNear;
  });
  useEffect(() => {
    if (!active || !end.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && near.current(), {
      rootMargin: "800px",
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [active]);
  return end;
}
