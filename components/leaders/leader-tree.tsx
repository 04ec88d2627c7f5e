"use client";

import clsx from "clsx";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useRef, useState } from "react";
import { TableMenu } from "@/components/export/table-menu";
import { hrefTo, sharedOf } from "@/components/format/href";
import { formatCounted } from "@/components/format/numbers";
import { HelpCard } from "@/components/ui/help-card";
import type { DefinitionId } from "@/lib/contract/definitions";
import type { LeadersFilter } from "@/lib/contract/filter";
import type { Leaders } from "@/lib/contract/leaders";
import { COLUMNS } from "./leader-cells";
import { leaderColumns } from "./leader-columns";
import { drillTo, LeaderPath } from "./leader-path";
import { LeaderTreeRow } from "./leader-row";
import { keyOf } from "./tree-keys";
import { treeRows } from "./tree-rows";
import { usePicked } from "./use-picked";

/** A table whose rows open and close (WAI-ARIA 1.2). */
const TREEGRID = { role: "treegrid", "aria-multiselectable": true };

const HEADS: readonly { name: string; help: DefinitionId }[] = [
  { name: "Carries a pager", help: "leader-pager" },
  { name: "Own pages", help: "leader-own" },
  { name: "Own interruptions", help: "interruptions" },
  { name: "Nights", help: "disrupted-nights" },
  { name: "Pages", help: "leader-pages" },
  { name: "Noise share", help: "noise-share" },
  { name: "Interruptions", help: "hour-class" },
  { name: "Nights a head", help: "leader-nights" },
  { name: "Pages, 28 days", help: "leader-trend" },
];

/** Leaders in the order of the organisation, by name and never by load. Arrow keys walk, open and close it. */
export function LeaderTree({ data, filter }: { data: Leaders; filter: LeadersFilter }) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState<string | null>(null);
  const [picked, pick] = usePicked(filter);
  const router = useRouter();
  const table = useRef<HTMLTableElement>(null);
  const rows = treeRows(data.rows, closed);
  const current = rows.find(({ row }) => row.id === at) ?? rows[0];
  const shared = sharedOf(filter);

  const goTo = (id: string | undefined) => {
    if (id === undefined) return;
    setAt(id);
    table.current?.querySelector<HTMLElement>(`[data-leader="${id}"]`)?.focus();
  };
  const setOpen = (id: string, open: boolean) =>
    setClosed((before) => new Set(open ? [...before].filter((one) => one !== id) : [...before, id]));
  const onKeyDown = (event: KeyboardEvent) => {
    const isRow = event.target instanceof HTMLElement && event.target.dataset.leader !== undefined;
    if (!current || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const act = keyOf(event.key, current, rows, {
      goTo,
      setOpen,
      pick,
      drill: (id) => router.push(drillTo(shared, id)),
    });
    // In a row's links Enter and Space are theirs.
    if (!act || (!isRow && (event.key === "Enter" || event.key === " "))) return;
    event.preventDefault();
    act();
  };

  return (
    <>
      {data.path.length > 0 && <LeaderPath data={data} filter={shared} />}
      <table
        ref={table}
        id="leaders-tree"
        {...TREEGRID}
        aria-label="Leaders and their organisations"
        aria-rowcount={data.rows.length + 1}
        className="block scroll-mt-20 border-t"
        onKeyDown={onKeyDown}
      >
        <thead className="block">
          <tr className={clsx("flex flex-wrap gap-x-3 border-b px-4 py-1 text-xs text-ink-3", COLUMNS)}>
            <th scope="col" className="self-center text-left font-normal max-xl:sr-only">
              Leader
            </th>
            {HEADS.map(({ name, help }, index) => (
              <th
                key={name}
                scope="col"
                className={clsx("inline-flex items-center text-left font-normal", index === 4 && "xl:border-l xl:pl-3")}
              >
                {name}
                <HelpCard id={help} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="block">
          {rows.map((one) => (
            <LeaderTreeRow
              key={one.row.id}
              tree={one}
              zone={data.range.zone}
              privacy={data.privacy}
              filter={shared}
              isCurrent={one.row.id === current?.row.id}
              isPicked={picked.includes(one.row.id)}
              onOpen={(open) => setOpen(one.row.id, open)}
              onPick={() => pick(one.row.id)}
              onFocus={() => setAt(one.row.id)}
            />
          ))}
        </tbody>
      </table>
      <p aria-live="polite" className="flex flex-wrap gap-x-4 gap-y-1 px-4 py-2.5 text-xs text-ink-3">
        <span>
          Own pages are first line + escalated; interruptions are sleep / off hours / business. Beneath: the median and
          the worst of the people led.
        </span>
        {picked.length === 1 && <span className="font-medium text-ink">Choose one more leader to compare.</span>}
        {data.leftOut > 0 && (
          <span>{formatCounted(data.leftOut, "leader is", "leaders are")} deeper: open one above.</span>
        )}
      </p>
      <div className="px-4 pb-2">
        <TableMenu
          title="Leaders"
          range={data.range}
          narrowedBy={["leader"]}
          shown={() => leaderColumns(rows.map(({ row }) => row))}
          all={{ href: hrefTo("/api/leaders/csv", filter) }}
        />
      </div>
    </>
  );
}
