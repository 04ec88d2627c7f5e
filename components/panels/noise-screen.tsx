"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import clsx from "clsx";
import type { Route } from "next";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo, useRef, useState } from "react";
import { signatureColumns } from "@/components/export/signature-columns";
import { TableMenu } from "@/components/export/table-menu";
import { hrefTo, type LinkParams, sharedOf } from "@/components/format/href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { useFilterUrl } from "@/components/frame/use-filter-url";
import { useKeys } from "@/components/frame/use-keys";
import { useListKeys } from "@/components/frame/use-list-keys";
import { dataStateQuery } from "@/components/queries/data-state";
import { send } from "@/components/queries/fetch-json";
import { noiseQuery } from "@/components/queries/noise";
import { trendsQuery } from "@/components/queries/trends";
import { Button, buttonClass } from "@/components/ui/button";
import { notify } from "@/components/ui/notify";
import { Select } from "@/components/ui/select";
import type { NoiseFilter } from "@/lib/contract/filter";
import type { Noise } from "@/lib/contract/noise";
import type { Range, SignatureRow } from "@/lib/contract/noise-report";
import { type SignatureTrend, TREND_KINDS, type TrendKind, type Trends } from "@/lib/contract/trends";
import type { MadeMove } from "@/lib/contract/triage";
import { nothingToShow } from "./nearest-range";
import { Panel } from "./panel";
import { ReasonsPanel } from "./reasons-panel";
import { type SignatureSort, SignatureTable } from "./signature-table";
import { TopTenPanel } from "./top-ten-panel";
import { TREND_WORDS } from "./trend-words";
import { TrendsPanel } from "./trends-panel";
import { type View, viewOf } from "./view";

export function NoiseScreen({ filter }: { filter: NoiseFilter }) {
  const { data: state } = useQuery(dataStateQuery);
  const fetched = viewOf(useQuery(noiseQuery(filter)));
  const nothing = fetched.kind === "ready" && fetched.data.signatures.length === 0;
  const view: View<Noise> = nothing ? nothingToShow(fetched.data.range, state, "/noise", filter) : fetched;
  const trends = viewOf(useQuery(trendsQuery(filter)));
  return <NoisePanels view={view} trends={fetched.kind === "error" ? fetched : trends} filter={sharedOf(filter)} />;
}

type PanelsProps = {
  view: View<Noise>;
  /** They come after the figures, which do not wait for them. */
  trends: View<Trends>;
  filter: LinkParams;
};

export function NoisePanels({ view, trends, filter }: PanelsProps) {
  const { params, changeHere } = useFilterUrl();
  const kind = TREND_KINDS.find((one) => one === params.trend) ?? null;
  const byId = useMemo(
    () => (trends.kind === "ready" ? new Map(trends.data.trends.map((trend) => [trend.id, trend])) : NO_TRENDS),
    [trends],
  );
  return (
    <div className="space-y-5">
      <header>
        <p className="text-xs text-ink-3">
          {view.kind === "ready" ? `${view.data.range.label} · ${view.data.range.zone.replaceAll("_", " ")}` : "\u00a0"}
        </p>
        <h1 className="mt-1 flex flex-wrap items-baseline gap-x-3 text-[1.375rem] leading-8 font-medium tracking-tight">
          Which alerts are noise?
          <Link
            href={hrefTo("/triage/best-set", filter)}
            className={clsx(buttonClass("quiet", "small"), "ml-auto self-center")}
          >
            Best set of decisions
          </Link>
        </h1>
      </header>
      <div className="grid gap-5 lg:grid-cols-2">
        <TopTenPanel view={view} filter={filter} />
        <ReasonsPanel view={view} chosen={params.reason} onChoose={(reason) => changeHere({ reason })} />
      </div>
      <TrendsPanel view={trends} chosen={kind} onChoose={(trend) => changeHere({ trend })} filter={filter} />
      <SignaturesPanel
        view={view}
        filter={filter}
        reason={params.reason}
        onReason={(reason) => changeHere({ reason })}
        trends={byId}
        kind={kind}
        onKind={(trend) => changeHere({ trend })}
      />
    </div>
  );
}

const NO_TRENDS: ReadonlyMap<string, SignatureTrend> = new Map();

type Narrowed = {
  filter: LinkParams;
  reason: string | null;
  onReason: (reason: string | null) => void;
  trends: ReadonlyMap<string, SignatureTrend>;
  kind: TrendKind | null;
  onKind: (kind: TrendKind | null) => void;
};

function SignaturesPanel({ view, ...narrowed }: Narrowed & { view: View<Noise> }) {
  return (
    <Panel
      question="Signatures, most pain first"
      help="pain"
      view={view}
      n={({ signatures }) => `n = ${formatCounted(signatures.length, "signature", "signatures")}`}
      height={480}
      flush
    >
      {({ signatures, range }) => <List rows={signatures} range={range} {...narrowed} />}
    </Panel>
  );
}

const SORT_WORDS: Record<SignatureSort, string> = {
  pain: "most pain",
  pages: "most pages",
  noise: "highest noise share",
  sleep: "most in sleep hours",
  off: "most in off hours",
  business: "most in business hours",
  last: "paged last",
};

type ListProps = Narrowed & { rows: readonly SignatureRow[]; range: Range };

function List({ rows, range, filter, reason, onReason, trends, kind, onKind }: ListProps) {
  const router = useRouter();
  const search = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [sort, setSort] = useState<SignatureSort>("pain");
  const shown = useMemo(() => {
    const changed = kind ? rows.filter(({ id }) => trends.get(id)?.kind === kind) : rows;
    return arrange(changed, text, reason, sort);
  }, [rows, text, reason, sort, trends, kind]);
  const reasons = useMemo(() => [...new Set(rows.flatMap((row) => row.reason ?? []))].sort(), [rows]);

  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const choose = (id: string) =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  const start = useStartTriage(filter);
  const selected = useListKeys({
    length: shown.length,
    onOpen: (at) => {
      const row = shown[at];
      if (row) router.push(hrefTo(`/signatures/${row.id}`, filter));
    },
    onSearch: () => search.current?.focus(),
  });
  useKeys({
    x: () => {
      const row = selected === null ? undefined : shown[selected];
      if (row) choose(row.id);
    },
  });

  return (
    <>
      <div className="flex flex-wrap items-center gap-2 px-4 pb-3">
        <input
          ref={search}
          type="search"
          aria-label="Search signatures"
          placeholder="Search title, service, team"
          value={text}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
          className="h-8 w-full rounded-md border border-line-strong bg-surface px-2.5 text-sm placeholder:text-ink-3 sm:w-64 pointer-coarse:h-11"
        />
        <Select
          aria-label="Reason"
          value={reason ?? ""}
          onChange={({ target }) => onReason(target.value || null)}
          className="min-w-0 max-sm:flex-1"
        >
          <option value="">All reasons</option>
          {reasons.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </Select>
        <Select
          aria-label="Became noisy"
          value={kind ?? ""}
          onChange={({ target }) => onKind((target.value || null) as TrendKind | null)}
          className="min-w-0 max-sm:flex-1"
        >
          <option value="">Changed or not</option>
          {TREND_KINDS.map((one) => (
            <option key={one} value={one}>
              {TREND_WORDS[one]}
            </option>
          ))}
        </Select>
        <Select
          aria-label="Order"
          value={sort}
          onChange={({ target }) => setSort(target.value as SignatureSort)}
          className="min-w-0 max-sm:flex-1 lg:hidden"
        >
          {Object.entries(SORT_WORDS).map(([key, words]) => (
            <option key={key} value={key}>
              {words}
            </option>
          ))}
        </Select>
        <p aria-live="polite" className="text-xs text-ink-3">
          {shown.length < rows.length && `${formatCount(shown.length)} of ${formatCount(rows.length)} shown`}
        </p>
        <div className="ml-auto">
          <TableMenu
            title="Alerts"
            range={range}
            narrowedBy={["reason", "trend"]}
            allNarrowedBy={[]}
            shown={() => signatureColumns(shown)}
            all={{ table: () => signatureColumns(rows) }}
          />
        </div>
      </div>
      {chosen.size > 0 && (
        <p className="sticky top-14 z-20 flex flex-wrap items-center gap-2 border-t bg-surface px-4 py-2 max-lg:top-auto max-lg:bottom-16 max-lg:shadow-float">
          <Button look="primary" size="small" disabled={start.isPending} onClick={() => start.mutate([...chosen])}>
            Triage {chosen.size === 1 ? "this one" : `these ${formatCount(chosen.size)}`}
          </Button>
          <Button look="quiet" size="small" onClick={() => setChosen(new Set())}>
            Clear
          </Button>
          <span className="text-xs text-ink-3">Those that nobody flagged are put on the queue by hand.</span>
        </p>
      )}
      {shown.length === 0 ? (
        <p className="border-t px-4 py-6 text-ink-2">
          {kind === "gone"
            ? "What is gone does not page in this range; it is listed above. "
            : "No signature matches. "}
          <button
            type="button"
            className="font-medium underline underline-offset-4"
            onClick={() => {
              setText("");
              onReason(null);
              onKind(null);
            }}
          >
            Show all {formatCount(rows.length)}
          </button>
        </p>
      ) : (
        <div className="border-t">
          <SignatureTable
            rows={shown}
            trends={trends}
            zone={range.zone}
            filter={filter}
            sort={sort}
            onSort={setSort}
            selected={selected}
            choice={{ chosen, onChoose: choose }}
            label="Signatures"
          />
        </div>
      )}
    </>
  );
}

/** Opens the queue with these alerts alone. */
function useStartTriage(filter: LinkParams) {
  const router = useRouter();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (signatures: readonly string[]) =>
      send<MadeMove>("POST", "/api/triage/moves", { kind: "flag", signatures }),
    onSuccess: async (_made, signatures) => {
      await queries.invalidateQueries({ queryKey: ["triage"] });
      const { tz, team, service, urgency } = filter;
      const address = hrefTo("/triage", { tz, team, service, urgency });
      router.push(`${address}${address.includes("?") ? "&" : "?"}only=${signatures.join(",")}` as Route);
    },
    onError: (error) => notify(`They could not be put on the queue. ${error.message}`),
  });
}

const RANK: Record<SignatureSort, (row: SignatureRow) => number> = {
  pain: ({ pain }) => pain ?? -1,
  pages: ({ pages }) => pages,
  noise: ({ noiseShare }) => noiseShare.value ?? -1,
  sleep: ({ interruptions }) => interruptions?.sleep ?? -1,
  off: ({ interruptions }) => interruptions?.off ?? -1,
  business: ({ interruptions }) => interruptions?.business ?? -1,
  last: ({ lastPagedAt }) => Date.parse(lastPagedAt),
};

function arrange(
  rows: readonly SignatureRow[],
  text: string,
  reason: string | null,
  sort: SignatureSort,
): SignatureRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = (row: SignatureRow) => {
    const all = `${row.title} ${row.service ?? ""} ${row.team ?? ""}`.toLowerCase();
    return (!reason || row.reason === reason) && words.every((word) => all.includes(word));
  };
  // The order of the answer, most pain first, decides among equals.
  return rows.filter(matches).sort((a, b) => RANK[sort](b) - RANK[sort](a));
}
