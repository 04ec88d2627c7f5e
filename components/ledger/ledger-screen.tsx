"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { TableMenu } from "@/components/export/table-menu";
import { hrefTo } from "@/components/format/href";
import { type LedgerParams, ledgerHref, recordsHref } from "@/components/format/ledger-href";
import { formatCounted } from "@/components/format/numbers";
import { formatIsoDate, formatLocalDay } from "@/components/format/time";
import { useFilterUrl } from "@/components/frame/use-filter-url";
import { useListKeys } from "@/components/frame/use-list-keys";
import { Panel, PanelBody } from "@/components/panels/panel";
import { type NextStep, type View, viewOf } from "@/components/panels/view";
import { fetchJson, queryString } from "@/components/queries/fetch-json";
import { ledgerQuery } from "@/components/queries/ledger";
import { LedgerBar } from "@/components/sources/ledger-bar";
import { Select } from "@/components/ui/select";
import { useRowFocus } from "@/components/ui/use-row-focus";
import type { LedgerFilter, LedgerSource, LedgerView } from "@/lib/contract/ledger";
import type { Ledger } from "@/lib/contract/sources";
import { type DayEntry, daysOfSource } from "./day-entries";
import { ledgerColumns, spanOf, spanWords } from "./ledger-columns";
import { SourceDays } from "./source-days";
import { SourceSums } from "./source-sums";

/** Above so many sources one is chosen before its days are shown. */
const MOST_SOURCES = 6;

type ScreenProps = { filter: LedgerFilter; params: LedgerParams; canChange: boolean };

export function LedgerScreen({ filter, params, canChange }: ScreenProps) {
  const view = viewOf(useQuery(ledgerQuery(filter)));
  return <LedgerPanels view={orNothing(view, params)} params={params} canChange={canChange} />;
}

/** Why there is nothing to show, and the shortest way to something. */
function orNothing(view: View<LedgerView>, params: LedgerParams): View<LedgerView> {
  if (view.kind !== "ready") return view;
  const { sources, days, from, to } = view.data;
  if (sources.length === 0)
    return {
      kind: "empty",
      why: "Nothing has been received yet. Import an export of your pager or connect a webhook; every record is then accounted for here.",
      next: { label: "Go to Sources", href: hrefTo("/sources") },
    };
  if (days.length > 0) return view;
  return {
    kind: "nothing-in-range",
    why: `Nothing was received ${spanWords(from, to)}, and nothing was turned away.`,
    next: [...nearestDay(view.data, params), ...(params.source ? [allSources(params)] : [])],
  };
}

function nearestDay({ sources, zone }: LedgerView, params: LedgerParams): NextStep[] {
  const last = sources
    .flatMap(({ lastReceivedAt }) => lastReceivedAt ?? [])
    .sort()
    .at(-1);
  if (last === undefined) return [];
  const day = formatIsoDate(last, zone);
  return [{ label: `Show ${formatLocalDay(day)}`, href: ledgerHref({ ...params, from: day, to: day }) }];
}

function allSources(params: LedgerParams): NextStep {
  return { label: "Show all sources", href: ledgerHref({ ...params, source: null }) };
}

type Props = { view: View<LedgerView>; params: LedgerParams; canChange: boolean };

export function LedgerPanels({ view, params, canChange }: Props) {
  return (
    <div className="space-y-5">
      <header>
        <p className="text-xs text-ink-3">
          {view.kind === "ready"
            ? `${spanWords(view.data.from, view.data.to)} · days of ${view.data.zone.replaceAll("_", " ")}, the zone of the workspace`
            : "\u00a0"}
        </p>
        <h1 className="mt-1 max-w-4xl text-[1.375rem] leading-8 font-medium tracking-tight">
          {view.kind === "ready" ? sentenceOf(view.data) : "Ledger"}
        </h1>
      </header>
      <Panel
        question="Is everything here?"
        help="ledger"
        view={view}
        height={56}
        n={({ total }) => recordsWord(total.received)}
        actions={(data) => (
          <TableMenu
            title="Ledger"
            range={spanOf(data)}
            narrowedBy={["source"]}
            allNarrowedBy={[]}
            shown={() => ledgerColumns(data)}
            all={{ table: () => everyDay(data) }}
          />
        )}
      >
        {({ total, from, to }) => (
          <LedgerBar
            ledger={total}
            hrefOf={(end) => recordsHref({ ...params, from, to, outcome: end === "received" ? null : end })}
          />
        )}
      </Panel>
      {view.kind === "ready" && <Sources data={view.data} params={params} canChange={canChange} />}
      {view.kind === "loading" && (
        <section className="rounded-xl border bg-surface p-4 shadow-card">
          <PanelBody view={view} height={360}>
            {() => null}
          </PanelBody>
        </section>
      )}
    </div>
  );
}

function Sources({ data, params, canChange }: { data: LedgerView; params: LedgerParams; canChange: boolean }) {
  const router = useRouter();
  const { sources } = data;
  const dayByDay = sources.length <= MOST_SOURCES;
  const parts = useMemo(() => placedDays(data, dayByDay), [data, dayByDay]);
  const listed = useMemo(() => parts.flatMap(({ entries }) => entries.filter(({ kind }) => kind === "day")), [parts]);
  const selected = useListKeys({
    length: listed.length,
    onOpen: (at) => {
      const entry = listed[at];
      if (entry?.kind === "day")
        router.push(recordsHref({ ...params, source: entry.day.sourceId, from: entry.day.day, to: entry.day.day }));
    },
    onSearch: () => document.getElementById("ledger-source")?.focus(),
  });
  useRowFocus("ledger-row-", selected);
  return (
    <>
      <ChooseSource sources={sources} chosen={params.source ?? null} />
      {sources.length > 1 && <SourceSums sources={sources} params={params} range={data} />}
      {!dayByDay && <p className="text-ink-2">Choose one of the sources to see it day by day.</p>}
      {parts.map(({ source, entries, first }) => (
        <SourceDays
          key={source.id}
          source={source}
          entries={entries}
          first={first}
          selected={selected}
          range={data}
          params={params}
          canChange={canChange}
        />
      ))}
    </>
  );
}

type Placed = { source: LedgerSource; entries: DayEntry[]; first: number };

/** The days of each source, with the place of its first one among all that the keys walk. */
function placedDays(data: LedgerView, dayByDay: boolean): Placed[] {
  if (!dayByDay) return [];
  let first = 0;
  return data.sources.map((source) => {
    const entries = daysOfSource(data, source.id);
    const placed = { source, entries, first };
    first += entries.filter(({ kind }) => kind === "day").length;
    return placed;
  });
}

/** Stays while one source is chosen, as the way back to all of them. */
function ChooseSource({ sources, chosen }: { sources: readonly LedgerSource[]; chosen: string | null }) {
  const { change } = useFilterUrl();
  if (sources.length < 2 && chosen === null) return null;
  return (
    <Select
      id="ledger-source"
      aria-label="Source"
      value={chosen ?? ""}
      onChange={({ target }) => change({ source: target.value || null })}
      className="max-w-full"
    >
      <option value="">All sources</option>
      {sources.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}

/** Of all sources, whichever is chosen. */
async function everyDay({ from, to }: LedgerView) {
  return ledgerColumns(await fetchJson<LedgerView>(`/api/ledger?${queryString({ from, to })}`));
}

const recordsWord = (count: number) => formatCounted(count, "record", "records");

function sentenceOf({ total, sources }: LedgerView): string {
  const refused = sources.reduce((sum, source) => sum + source.refused, 0);
  const waiting = sources.reduce((sum, source) => sum + source.waiting, 0);
  const parts = [
    `${recordsWord(total.received)} received, ${fate(total)}`,
    waiting > 0 && `${formatCounted(waiting, "delivery waits", "deliveries wait")} to be read`,
    refused > 0 && `${formatCounted(refused, "request was", "requests were")} turned away at the door`,
  ].filter(Boolean);
  return `${parts.join("; ")}.`;
}

function fate({ received, rejected }: Ledger): string {
  if (received === 0) return "none lost";
  if (rejected === 0) return "every one of them read";
  return `${formatCounted(rejected, "of them", "of them")} could not be read`;
}
