"use client";

import X from "lucide-react/icons/x";
import { useFilterUrl } from "@/components/frame/use-filter-url";
import { Select } from "@/components/ui/select";
import { type DeliveriesFilter, type LedgerSource, OUTCOMES } from "@/lib/contract/ledger";

type Props = { filter: DeliveriesFilter; sources: readonly LedgerSource[] };

/** What narrows the records; the days are those of the range above. */
export function RecordsFilters({ filter: { source, outcome, reason }, sources }: Props) {
  const { change } = useFilterUrl();
  const known = source === undefined || sources.some(({ id }) => id === source);
  return (
    <search className="flex flex-wrap items-center gap-2" aria-label="Narrow the records">
      <Select
        id="records-source"
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
      <Select
        aria-label="Outcome"
        value={outcome ?? ""}
        onChange={({ target }) => change({ outcome: target.value || null, reason: null })}
        className="min-w-0 max-sm:w-[calc(50%-0.25rem)]"
      >
        <option value="">Any outcome</option>
        {OUTCOMES.map((word) => (
          <option key={word} value={word}>
            {word}
          </option>
        ))}
      </Select>
      {reason !== undefined && (
        <span className="inline-flex min-h-8 max-w-full items-center gap-1 rounded-md border border-line-strong bg-hover py-0.5 pr-1 pl-2.5 text-sm font-medium">
          <span className="min-w-0 [overflow-wrap:anywhere]">{reason}</span>
          <button
            type="button"
            aria-label={`Remove the reason ${reason}`}
            onClick={() => change({ reason: null })}
            className="grid size-6 shrink-0 place-items-center rounded text-ink-3 hover:bg-pressed hover:text-ink"
          >
            <X className="size-3.5" aria-hidden />
          </button>
        </span>
      )}
    </search>
  );
}
