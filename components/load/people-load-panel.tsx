"use client";

import { useRouter } from "next/navigation";
import { useMemo, useRef, useState } from "react";
import { HOUR_FILL, HOUR_WORD } from "@/components/charts/palette";
import { Legend } from "@/components/charts/swatch";
import { TableMenu } from "@/components/export/table-menu";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount } from "@/components/format/numbers";
import { useFilterUrl } from "@/components/frame/use-filter-url";
import { useListKeys } from "@/components/frame/use-list-keys";
import { Panel } from "@/components/panels/panel";
import type { View } from "@/components/panels/view";
import { queryString } from "@/components/queries/fetch-json";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import type { Load, LoadFilter, PersonLoad } from "@/lib/contract/load";
import { HOUR_CLASSES } from "@/lib/model/interruption";
import { URGENCIES } from "@/lib/model/page-event";
import { VERDICTS } from "@/lib/model/verdict";
import { loadColumns } from "@/lib/report/load-csv";
import { peopleWord } from "./load-words";
import { PeopleLoadTable, type PersonSort } from "./people-load-table";

type Props = { view: View<Load>; filter: LoadFilter; links: LinkParams };

export function PeopleLoadPanel({ view, filter, links }: Props) {
  return (
    <Panel
      question="Who carries the pager?"
      help="person-load"
      view={view}
      n={({ sum }) => `n = ${peopleWord(sum?.people ?? 0)}`}
      pages={hrefTo("/pages", links, { sort: "interruptions" })}
      height={520}
      flush
    >
      {(data) => <People data={data} filter={filter} links={links} />}
    </Panel>
  );
}

const SORT_WORDS: Record<PersonSort, string> = {
  name: "by name",
  sleep: "most in sleep hours",
  total: "most interruptions",
  nights: "most nights",
  budget: "over budget first",
  rate: "most per on-call day",
};

function People({ data, filter, links }: { data: Load; filter: LoadFilter; links: LinkParams }) {
  const router = useRouter();
  const { params, change, changeHere } = useFilterUrl();
  const search = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const sort = (Object.keys(SORT_WORDS) as PersonSort[]).find((key) => key === params.sort) ?? "name";
  const overOnly = params.over === "budget";
  const over = data.people.filter(({ band }) => band === "act").length;
  const shown = useMemo(() => arrange(data.people, text, overOnly, sort), [data.people, text, overOnly, sort]);
  const selected = useListKeys({
    length: shown.length,
    onOpen: (at) => {
      const row = shown[at];
      if (row) router.push(hrefTo(`/people/${row.id}`, links));
    },
    onSearch: () => search.current?.focus(),
  });
  return (
    <>
      <div className="flex flex-wrap items-center gap-2 px-4 pb-3">
        <input
          ref={search}
          type="search"
          aria-label="Search people"
          placeholder="Search name or team"
          value={text}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
          className="h-8 w-full rounded-md border border-line-strong bg-surface px-2.5 text-sm placeholder:text-ink-3 sm:w-48 pointer-coarse:h-11"
        />
        <Button
          size="small"
          className="h-8 max-sm:w-[calc(50%-0.25rem)]"
          aria-pressed={overOnly}
          look={overOnly ? "primary" : "plain"}
          onClick={() => changeHere({ over: overOnly ? null : "budget" })}
        >
          Over budget {formatCount(over)}
        </Button>
        <Select
          aria-label="Urgency"
          value={filter.urgency ?? ""}
          onChange={({ target }) => change({ urgency: target.value || null })}
          className="min-w-0 max-sm:w-[calc(50%-0.25rem)]"
        >
          <option value="">Any urgency</option>
          {URGENCIES.map((one) => (
            <option key={one} value={one}>
              {one} urgency
            </option>
          ))}
        </Select>
        <Select
          aria-label="Verdict"
          value={filter.verdict ?? ""}
          onChange={({ target }) => change({ verdict: target.value || null })}
          className="min-w-0 max-sm:w-[calc(50%-0.25rem)]"
        >
          <option value="">Any verdict</option>
          {VERDICTS.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </Select>
        <Select
          aria-label="Order"
          value={sort}
          onChange={({ target }) => changeHere({ sort: target.value === "name" ? null : target.value })}
          className="min-w-0 max-sm:w-[calc(50%-0.25rem)] xl:hidden"
        >
          {Object.entries(SORT_WORDS).map(([key, words]) => (
            <option key={key} value={key}>
              {words}
            </option>
          ))}
        </Select>
        <div className="ml-auto max-xl:hidden">
          <Legend items={HOUR_CLASSES.map((key) => ({ fill: HOUR_FILL[key], word: HOUR_WORD[key] }))} />
        </div>
        <p aria-live="polite" className="text-xs text-ink-3">
          {shown.length < data.people.length &&
            `${formatCount(shown.length)} of ${formatCount(data.people.length)} shown`}
        </p>
        <TableMenu
          title="Load of people"
          range={data.range}
          narrowedBy={["over"]}
          shown={() => loadColumns("people", shown)}
          all={{ href: `/api/load/people?${queryString(filter)}` }}
        />
      </div>
      <div className="border-t">
        <PeopleLoadTable
          rows={shown}
          data={data}
          links={links}
          sort={sort}
          onSort={(by) => changeHere({ sort: by === "name" ? null : by })}
          selected={selected}
        />
      </div>
      <Left data={data} />
    </>
  );
}

/** Those who have no row of their own. */
function Left({ data: { people, quiet, budgets } }: { data: Load }) {
  return (
    <p className="border-t px-4 py-2.5 text-xs text-ink-3">
      {people.length === 0 && quiet === 0
        ? "Nobody here may be shown to you by name: the figures above are of all together. "
        : quiet > 0 && `${peopleWord(quiet)} neither interrupted, paged nor on call. `}
      A night is that of the evening on which it began. Pages a week: under {budgets.watch} good, {budgets.watch} to{" "}
      {budgets.act} watch, over {budgets.act} act.
    </p>
  );
}

const RANK: Record<Exclude<PersonSort, "name">, (row: PersonLoad) => number> = {
  sleep: ({ interruptions }) => interruptions.sleep,
  total: ({ interruptions }) => interruptions.total,
  nights: ({ disruptedNights }) => disruptedNights,
  budget: ({ pagesPerPersonWeek }) => pagesPerPersonWeek ?? -1,
  rate: ({ rate }) => rate?.value ?? -1,
};

function arrange(rows: readonly PersonLoad[], text: string, overOnly: boolean, sort: PersonSort): PersonLoad[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = ({ name, teams, band }: PersonLoad) => {
    const all = `${name} ${teams.join(" ")}`.toLowerCase();
    return (!overOnly || band === "act") && words.every((word) => all.includes(word));
  };
  const found = rows.filter(matches);
  // The answer is sorted by name, which decides among equals.
  return sort === "name" ? found : found.sort((a, b) => RANK[sort](b) - RANK[sort](a));
}
