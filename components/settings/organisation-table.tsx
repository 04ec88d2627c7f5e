"use client";

import clsx from "clsx";
import ChevronRight from "lucide-react/icons/chevron-right";
import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import { TableMenu } from "@/components/export/table-menu";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { useListKeys } from "@/components/frame/use-list-keys";
import { Button } from "@/components/ui/button";
import { PlainHeads } from "@/components/ui/heads";
import { VirtualRows } from "@/components/ui/virtual-rows";
import type { OrganisationView } from "@/lib/contract/organisation";
import { hoursWords } from "./hours-words";
import { organisationColumns } from "./organisation-columns";
import { flatRows, type OrganisationRow, treeRows } from "./organisation-rows";

const PersonDialog = dynamic(() => import("./organisation-person").then((module) => module.OrganisationPersonDialog), {
  ssr: false,
});

const GRID = "lg:grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)_minmax(0,1fr)_minmax(0,10rem)_minmax(0,9rem)]";
const HEADS = ["Person", "Leader", "Teams", "Zone and holidays", "Hours"];
const LOOKS = ["tree", "table"] as const;

type Props = { view: OrganisationView; onImport: () => void };

/** Everybody below whom they report to, or by name; a row opens what can be said of the person. */
export function OrganisationTable({ view, onImport }: Props) {
  const [look, setLook] = useState<(typeof LOOKS)[number]>("tree");
  const [search, setSearch] = useState("");
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [shownId, setShownId] = useState<string | null>(null);
  const { people } = view;
  const tree = look === "tree" && search === "";
  const rows = useMemo(
    () => (tree ? treeRows(people, closed) : flatRows(people, search)),
    [people, closed, search, tree],
  );
  const selected = useListKeys({
    length: rows.length,
    onOpen: (at) => setShownId(rows[at]?.id ?? null),
    onSearch: () => document.getElementById("organisation-search")?.focus(),
  });
  const toggle = (id: string) =>
    setClosed((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  const shown = people.find(({ id }) => id === shownId);
  const untold = people.every(({ leaderId, teams }) => leaderId === null && teams.length === 0);
  return (
    <section aria-labelledby="everybody" className="min-w-0 rounded-xl border bg-surface shadow-card">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 pt-3 pb-2.5">
        <h2 id="everybody" className="text-sm font-medium">
          Who leads whom today?
        </h2>
        <fieldset className="flex gap-1">
          <legend className="sr-only">Shown as</legend>
          {LOOKS.map((one) => (
            <Button key={one} look="quiet" size="small" aria-pressed={look === one} onClick={() => setLook(one)}>
              {one === "tree" ? "Tree" : "By name"}
            </Button>
          ))}
        </fieldset>
        <input
          id="organisation-search"
          type="search"
          aria-label="Search people"
          placeholder="Search name, leader, team or zone"
          value={search}
          maxLength={200}
          onChange={({ target }) => setSearch(target.value)}
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
          className="ml-auto h-8 w-full rounded-md border border-line-strong bg-surface px-2.5 text-sm placeholder:text-ink-3 sm:w-64 pointer-coarse:h-11"
        />
        <TableMenu
          title="Organisation"
          range={null}
          shown={() => organisationColumns(rows)}
          all={{ table: () => organisationColumns(treeRows(people, new Set())) }}
        />
      </header>
      <p aria-live="polite" className="sr-only">
        {search && `${formatCounted(rows.length, "person", "people")} found`}
      </p>
      {untold && (
        <div className="border-t px-4 py-4">
          <p className="max-w-prose text-ink-2">
            Nobody has told yet who leads whom and who is in which team. A file of your personnel system tells all of it
            at once: one line a person, with the e-mail of their manager.
          </p>
          {view.canChange && (
            <Button look="primary" className="mt-3" onClick={onImport}>
              Import from a file
            </Button>
          )}
        </div>
      )}
      {rows.length === 0 && search && <p className="border-t px-4 py-4 text-ink-2">Nobody matches “{search}”.</p>}
      {rows.length > 0 && (
        <table aria-label="People" aria-rowcount={rows.length + 1} className="block border-t">
          <thead className="hidden lg:block">
            <tr className={clsx("grid gap-x-3 border-b px-4 text-xs text-ink-3", GRID)}>
              <PlainHeads words={HEADS} />
            </tr>
          </thead>
          <VirtualRows
            rows={rows}
            estimate={53}
            reveal={selected}
            render={(row, index, place) => (
              <tr
                {...place}
                aria-rowindex={index + 2}
                aria-selected={selected === index || undefined}
                className={clsx(
                  "flex flex-wrap items-baseline gap-x-3 gap-y-0.5 border-b px-4 py-2 last:border-b-0 lg:grid",
                  GRID,
                  selected === index ? "bg-hover shadow-[inset_2px_0_0_var(--ink)]" : "hover:bg-hover",
                )}
              >
                <PersonCell row={row} tree={tree} onOpen={() => setShownId(row.id)} onToggle={() => toggle(row.id)} />
                <td className={clsx("block min-w-0 text-xs text-ink-2 lg:text-sm", tree && "max-lg:hidden")}>
                  {row.leaderName ?? <span className="text-ink-3">{row.under > 0 ? "nobody" : "not told"}</span>}
                </td>
                <td
                  className={clsx(
                    "block min-w-0 text-xs text-ink-2 [overflow-wrap:anywhere] lg:text-sm",
                    tree && "max-lg:pl-7",
                  )}
                >
                  {row.teams.join(", ") || <span className="text-ink-3">no team</span>}
                </td>
                <td className="block min-w-0 text-xs text-ink-2">
                  {row.timeZone?.replaceAll("_", " ") ?? <span className="text-ink-3">zone not known</span>}
                  {row.country && <span className="text-ink-3"> · {placeCode(row)}</span>}
                </td>
                <td className="block min-w-0 text-xs text-ink-2 max-lg:empty:hidden">
                  {row.hours && <span>own: {hoursWords(row.hours)}</span>}
                </td>
              </tr>
            )}
          />
        </table>
      )}
      {shown && <PersonDialog key={shown.id} person={shown} view={view} onClose={() => setShownId(null)} />}
    </section>
  );
}

type CellProps = { row: OrganisationRow; tree: boolean; onOpen: () => void; onToggle: () => void };

function PersonCell({ row, tree, onOpen, onToggle }: CellProps) {
  return (
    <th
      scope="row"
      className="flex min-w-0 items-baseline text-left font-normal max-lg:w-full"
      style={tree ? { paddingInlineStart: `${Math.min(row.depth, 6) * 1.25}rem` } : undefined}
    >
      {tree && (
        <span className="w-7 shrink-0 self-start">
          {row.reports > 0 && (
            <button
              type="button"
              aria-expanded={row.open}
              aria-label={`${formatCounted(row.reports, "person reports", "people report")} to ${row.name}`}
              onClick={onToggle}
              className="-ml-1.5 grid size-6 place-items-center rounded-md text-ink-3 hover:bg-pressed hover:text-ink pointer-coarse:size-9"
            >
              <ChevronRight className={clsx("size-4 transition-transform", row.open && "rotate-90")} aria-hidden />
            </button>
          )}
        </span>
      )}
      <span className="min-w-0">
        <button
          type="button"
          onClick={onOpen}
          className="text-left font-medium underline decoration-transparent underline-offset-4 hover:decoration-ink [overflow-wrap:anywhere] pointer-coarse:min-h-9"
        >
          {row.name}
        </button>
        {row.under > 0 && (
          <span className="ml-2 text-xs text-ink-3">
            leads {formatCount(row.reports)}
            {row.under > row.reports && `, ${formatCount(row.under)} in all`}
          </span>
        )}
        {row.leads && row.under === 0 && <span className="ml-2 text-xs text-ink-3">called a leader</span>}
        <span className="block text-xs text-ink-3 [overflow-wrap:anywhere]">{row.email ?? "no e-mail known"}</span>
      </span>
    </th>
  );
}

const placeCode = ({ country, region }: OrganisationRow) => (region ? `${country}-${region}` : country);
