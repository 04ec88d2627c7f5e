"use client";

import clsx from "clsx";
import ChevronRight from "lucide-react/icons/chevron-right";
import type { Route } from "next";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { hourParts } from "@/components/charts/hour-parts";
import { StackedBar } from "@/components/charts/stacked-bar";
import { TableMenu } from "@/components/export/table-menu";
import { hrefTo, type LinkParams, sharedOf } from "@/components/format/href";
import { formatCount, formatCounted, formatInterval, formatPercent } from "@/components/format/numbers";
import { useFilterUrl } from "@/components/frame/use-filter-url";
import { HelpCard } from "@/components/ui/help-card";
import type { DefinitionId } from "@/lib/contract/definitions";
import type { LeadersFilter } from "@/lib/contract/filter";
import type { ComparedFigure, LeaderRow, Leaders } from "@/lib/contract/leaders";
import { leaderColumns } from "./leader-columns";
import {
  BAND_WORDS,
  CARRIES_WORDS,
  formatTenths,
  HIDDEN_WORDS,
  inHours,
  ledPeople,
  ledText,
  listsPages,
  ratioText,
  TREND_WORDS,
} from "./leader-words";
import { type TreeRow, treeRows } from "./tree-rows";
import { rangText } from "./you-panel";

/** A table whose rows open and close (WAI-ARIA 1.2). */
const TREEGRID = { role: "treegrid", "aria-multiselectable": true };

const COLUMNS =
  "xl:grid xl:grid-cols-[minmax(0,1fr)_6.25rem_6.5rem_7.5rem_4.5rem_4rem_5.75rem_7rem_6rem_6.75rem] xl:gap-x-3";

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
      {data.path.length > 0 && <Path data={data} filter={shared} />}
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
            <Row
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

const drillTo = (shared: LinkParams, leader: string): Route => hrefTo("/load/leaders", shared, { leader });

/** At most two leaders are set beside each other: the second goes into the address. */
function usePicked({ beside }: LeadersFilter): [readonly string[], (id: string) => void] {
  const { change } = useFilterUrl();
  const [one, setOne] = useState<string | null>(null);
  const both = beside?.split(",") ?? [];
  const picked = both.length === 2 ? both : one === null ? [] : [one];
  const pick = (id: string) => {
    if (both.includes(id)) {
      setOne(both.find((other) => other !== id) ?? null);
      change({ beside: null });
    } else if (both.length === 2 || one === null) {
      setOne(id);
      if (both.length === 2) change({ beside: null });
    } else if (one === id) setOne(null);
    else change({ beside: `${one},${id}` });
  };
  return [picked, pick];
}

type Acts = {
  goTo: (id: string | undefined) => void;
  setOpen: (id: string, open: boolean) => void;
  pick: (id: string) => void;
  drill: (id: string) => void;
};

/** As the WAI-ARIA pattern of a treegrid has it, with the keys of our lists besides. */
function keyOf(key: string, current: TreeRow, rows: readonly TreeRow[], acts: Acts): (() => void) | null {
  const { row, isOpen } = current;
  const index = rows.indexOf(current);
  const parent = rows.find((one) => one.row.id === row.parentId);
  switch (key) {
    case "ArrowDown":
    case "j":
      return () => acts.goTo(rows[index + 1]?.row.id);
    case "ArrowUp":
    case "k":
      return () => acts.goTo(rows[index - 1]?.row.id);
    case "Home":
      return () => acts.goTo(rows[0]?.row.id);
    case "End":
      return () => acts.goTo(rows.at(-1)?.row.id);
    case "ArrowRight":
      return isOpen === false
        ? () => acts.setOpen(row.id, true)
        : isOpen
          ? () => acts.goTo(rows[index + 1]?.row.id)
          : null;
    case "ArrowLeft":
      return isOpen ? () => acts.setOpen(row.id, false) : () => acts.goTo(parent?.row.id);
    case "x":
    case " ":
      return () => acts.pick(row.id);
    case "Enter":
    case "o":
      return () => acts.drill(row.id);
    default:
      return null;
  }
}

/** Up again, to each leader above and to all. */
function Path({ data: { path }, filter }: { data: Leaders; filter: LinkParams }) {
  return (
    <nav aria-label="Leaders above" className="px-4 pb-3 text-xs">
      <ol className="flex flex-wrap items-center gap-x-1.5 gap-y-1">
        <li>
          <Link href={hrefTo("/load/leaders", filter)} className="underline underline-offset-4">
            All leaders
          </Link>
        </li>
        {path.map(({ id, label }, index) => (
          <li key={id} className="flex items-center gap-1.5">
            <ChevronRight className="size-3 text-ink-3" aria-hidden />
            {index === path.length - 1 ? (
              <span aria-current="true" className="font-medium">
                {label}
              </span>
            ) : (
              <Link href={drillTo(filter, id)} className="underline underline-offset-4">
                {label}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

type RowProps = {
  tree: TreeRow;
  zone: string;
  privacy: Leaders["privacy"];
  filter: LinkParams;
  isCurrent: boolean;
  isPicked: boolean;
  onOpen: (open: boolean) => void;
  onPick: () => void;
  onFocus: () => void;
};

function Row({ tree, zone, privacy, filter, isCurrent, isPicked, onOpen, onPick, onFocus }: RowProps) {
  const { row, level, isOpen, place, of } = tree;
  // Only the current row's own controls are tab stops.
  const tabIndex = isCurrent ? 0 : -1;
  return (
    <tr
      data-leader={row.id}
      aria-level={level}
      aria-expanded={isOpen}
      aria-posinset={place}
      aria-setsize={of}
      aria-selected={isPicked}
      tabIndex={tabIndex}
      onFocus={onFocus}
      className={clsx(
        "grid grid-cols-2 gap-x-4 border-b px-4 py-2.5 -outline-offset-2 sm:grid-cols-3 last:border-b-0 hover:bg-hover focus-visible:bg-hover",
        isPicked && "bg-hover shadow-[inset_2px_0_0_var(--ink)]",
        COLUMNS,
      )}
    >
      <th scope="row" className="col-span-full block min-w-0 text-left font-normal xl:col-span-1">
        <Name tree={tree} filter={filter} tabIndex={tabIndex} isPicked={isPicked} onOpen={onOpen} onPick={onPick} />
      </th>
      <Own row={row} privacy={privacy} zone={zone} filter={filter} tabIndex={tabIndex} />
      <Under row={row} privacy={privacy} filter={filter} tabIndex={tabIndex} />
    </tr>
  );
}

type NameProps = Pick<RowProps, "tree" | "filter" | "isPicked" | "onOpen" | "onPick"> & { tabIndex: number };

function Name({ tree: { row, level, isOpen }, filter, tabIndex, isPicked, onOpen, onPick }: NameProps) {
  const people = formatCounted(row.people, "person", "people");
  const leaders = row.leadersUnder > 0 ? `, ${formatCounted(row.leadersUnder, "leader", "leaders")}` : "";
  return (
    <div className="flex items-start gap-1" style={{ paddingInlineStart: `${Math.min(level - 1, 6) * 0.75}rem` }}>
      {isOpen === undefined ? (
        <span aria-hidden className="size-6 shrink-0" />
      ) : (
        <button
          type="button"
          tabIndex={-1}
          aria-label={`${isOpen ? "Close" : "Open"} ${row.label}`}
          onClick={() => onOpen(!isOpen)}
          className="grid size-6 shrink-0 place-items-center rounded text-ink-3 hover:bg-pressed hover:text-ink pointer-coarse:size-11"
        >
          <ChevronRight className={clsx("size-4", isOpen && "rotate-90")} aria-hidden />
        </button>
      )}
      <div className="min-w-0 flex-1">
        <Link
          href={drillTo(filter, row.id)}
          tabIndex={tabIndex}
          className="font-medium [overflow-wrap:anywhere] hover:underline"
        >
          {row.label}
        </Link>
        {row.isSelf && <span className="ml-1.5 rounded bg-pressed px-1.5 py-px text-2xs font-medium">you</span>}
        <span className="block text-2xs text-ink-3">
          {people}
          {leaders}
          {row.name === null && " · leader not named to you"}
        </span>
        <label className="mt-0.5 inline-flex min-h-6 items-center gap-1.5 text-2xs text-ink-3">
          <input
            type="checkbox"
            tabIndex={tabIndex}
            checked={isPicked}
            onChange={onPick}
            aria-label={`Compare ${row.label}`}
            className="size-3.5 accent-ink"
          />
          compare
        </label>
      </div>
    </div>
  );
}

type CellsProps = { row: LeaderRow; privacy: Leaders["privacy"]; filter: LinkParams; tabIndex: number };

function Own({ row, zone, privacy, filter, tabIndex }: CellsProps & { zone: string }) {
  const { own } = row;
  if (!own)
    return (
      <td className="col-span-full mt-1.5 block text-xs text-ink-3 xl:col-span-4 xl:mt-0">
        Own pager not shown: only those who lead them, or are in their team, see it by name.
      </td>
    );
  const pages = hrefTo("/pages", filter, { person: row.id });
  const { first, escalated, lineNotKnown } = own.pages;
  const { sleep, off, business } = own.interruptions;
  return (
    <>
      <Cell head="Carries a pager">
        <span className="font-medium">{CARRIES_WORDS[own.carries]}</span>
        <Sub>{rangText(own, zone)}</Sub>
      </Cell>
      <Cell head="Own pages">
        <Figure href={pages} tabIndex={tabIndex}>
          {formatCount(first)} + {formatCount(escalated)}
        </Figure>
        {lineNotKnown > 0 && <Sub>{formatCount(lineNotKnown)} by a line nobody tells</Sub>}
        <Beside row={row} figures={["first", "escalated"]} between=" + " />
      </Cell>
      <Cell head="Own interruptions">
        <Figure href={pages} tabIndex={tabIndex}>
          {formatCount(sleep)} / {formatCount(off)} / {formatCount(business)}
        </Figure>
        {own.estimated > 0 && <Sub>{formatCount(own.estimated)} estimated</Sub>}
        <Beside row={row} figures={["sleep", "off", "business"]} between=" / " />
      </Cell>
      <Cell head="Disrupted nights">
        <Figure href={hrefTo("/pages", filter, { person: row.id }, inHours(privacy, "sleep"))} tabIndex={tabIndex}>
          {formatCount(own.nights)}
        </Figure>
        <Beside row={row} figures={["nights"]} between="" />
      </Cell>
    </>
  );
}

/** "median 5 + 1" and "worst 11 + 4" of the people led. */
function Beside({ row, figures, between }: { row: LeaderRow; figures: readonly ComparedFigure[]; between: string }) {
  const { led } = row;
  const median = ledText(led, "median", figures, between);
  const worst = ledText(led, "worst", figures, between);
  const names = [...new Set(figures.flatMap((figure) => led?.worstWho[figure]?.name ?? []))];
  if (!led || median === null) return null;
  return (
    <span title={ledPeople(led)}>
      <Sub>
        median {median}
        {figures.includes("first") && `, n = ${formatCount(led.n)} ${led.of === "on-call" ? "on call" : "paged"}`}
      </Sub>
      {worst !== null ? (
        <Sub>
          worst {worst}
          {names.length === 1 && ` · ${names[0]}`}
        </Sub>
      ) : (
        led.worstBand && figures.includes("first") && <Sub>worst: {BAND_WORDS[led.worstBand]}</Sub>
      )}
    </span>
  );
}

function Under({ row, privacy, filter, tabIndex }: CellsProps) {
  const { pages, noiseShare, load, trend, hidden } = row;
  const under = { ...filter, under: row.id };
  // Single pages of a few people would tell when each of them was woken.
  const pagesOf = (more: LinkParams = {}) => (listsPages(row) ? hrefTo("/pages", under, more) : null);
  return (
    <>
      <Cell head="Pages under them" className="xl:border-l xl:pl-3">
        <Figure href={pagesOf()} tabIndex={tabIndex}>
          {formatCount(pages.total)}
        </Figure>
      </Cell>
      <Cell head="Noise share">
        <Figure href={pagesOf({ verdict: "noise" })} tabIndex={tabIndex}>
          {formatPercent(noiseShare.value)}
        </Figure>
        <Sub>{formatInterval(noiseShare) ?? `n = ${formatCount(noiseShare.n)}`}</Sub>
      </Cell>
      {load ? (
        <>
          <Cell head="Interruptions">
            <Figure href={hrefTo("/pages", under, { sort: "interruptions" })} tabIndex={tabIndex}>
              {formatCount(load.interruptions.sleep)} / {formatCount(load.interruptions.off)} /{" "}
              {formatCount(load.interruptions.business)}
            </Figure>
            <StackedBar parts={hourParts(load.interruptions)} className="mt-1.5 max-xl:max-w-56" />
            {load.estimated > 0 && <Sub>{formatCount(load.estimated)} estimated</Sub>}
          </Cell>
          <Cell head="Nights a head">
            <Figure href={hrefTo("/pages", under, inHours(privacy, "sleep"))} tabIndex={tabIndex}>
              {load.nights.mean === null ? "not measured" : formatTenths(load.nights.mean)}
            </Figure>
            {load.nights.median !== null && (
              <Sub>
                median {formatTenths(load.nights.median)}
                {load.nights.max !== null && `, most ${formatCount(load.nights.max)}`}
              </Sub>
            )}
          </Cell>
        </>
      ) : (
        <td className="col-span-full mt-1.5 block text-2xs text-ink-3 xl:col-span-2 xl:mt-0">
          {hidden === null ? "Nobody under them." : `Not shown: ${HIDDEN_WORDS[hidden]}.`}
        </td>
      )}
      <Cell head="Pages, 28 days against 28 before">
        {trend ? (
          <>
            <Figure href={pagesOf({ from: trend.fromDate, to: dayBefore(trend.toDate) })} tabIndex={tabIndex}>
              {TREND_WORDS[trend.change]}
            </Figure>
            <Sub>
              {formatCount(trend.before)} → {formatCount(trend.last)}
            </Sub>
            <Sub>{ratioText(trend.ratio)}</Sub>
          </>
        ) : (
          <span className="text-xs text-ink-3">too little history</span>
        )}
      </Cell>
    </>
  );
}

const DAY_MS = 86_400_000;

/** The last day itself, as the range grammar takes it. */
function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
}

function Cell({ head, className, children }: { head: string; className?: string; children: ReactNode }) {
  return (
    <td className={clsx("mt-1.5 block min-w-0 text-sm xl:mt-0", className)}>
      <span className="block text-2xs text-ink-3 xl:hidden">{head}</span>
      {children}
    </td>
  );
}

function Figure({ href, tabIndex, children }: { href: Route | null; tabIndex: number; children: ReactNode }) {
  if (href === null) return <span className="inline-block min-h-6 font-medium">{children}</span>;
  return (
    <Link
      href={href}
      tabIndex={tabIndex}
      className="inline-block min-h-6 font-medium underline-offset-4 hover:underline"
    >
      {children}
    </Link>
  );
}

function Sub({ children }: { children: ReactNode }) {
  return <span className="block text-2xs text-ink-3">{children}</span>;
}
