"use client";

import { useRef } from "react";
import { useFilterUrl } from "@/components/frame/use-filter-url";
import { Select } from "@/components/ui/select";
import type { ChangesFilter, ChangesView } from "@/lib/contract/changes";
import { CHANGE_KINDS } from "@/lib/model/change";
import { KIND_WORDS } from "./change-words";

type Props = { filter: ChangesFilter; sources: ChangesView["sources"] };

/** What narrows the changes; the days are those of the range above. */
export function ChangesFilters({ filter: { source, kind, q }, sources }: Props) {
  const { change } = useFilterUrl();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const search = (text: string) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => change({ q: text.trim() || null }), 300);
  };
  const known = source === undefined || sources.some(({ id }) => id === source);
  return (
    <search className="flex flex-wrap items-center gap-2" aria-label="Narrow the changes">
      <input
        id="changes-search"
        key={q ?? ""}
        type="search"
        aria-label="Search changes"
        placeholder="Search title, service or person"
        defaultValue={q ?? ""}
        maxLength={200}
        onChange={({ target }) => search(target.value)}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        className="h-8 w-full rounded-md border border-line-strong bg-surface px-2.5 text-sm placeholder:text-ink-3 sm:w-60 pointer-coarse:h-11"
      />
      <Select
        aria-label="Kind"
        value={kind ?? ""}
        onChange={({ target }) => change({ kind: target.value || null })}
        className="min-w-0 max-sm:w-[calc(50%-0.25rem)]"
      >
        <option value="">Any kind</option>
        {CHANGE_KINDS.map((one) => (
          <option key={one} value={one}>
            {KIND_WORDS[one]}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Source"
        value={source ?? ""}
        onChange={({ target }) => change({ source: target.value || null })}
        className="min-w-0 max-sm:w-[calc(50%-0.25rem)] sm:max-w-64"
      >
        <option value="">Any source</option>
        {sources.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        {!known && <option value={source}>one source</option>}
      </Select>
    </search>
  );
}
