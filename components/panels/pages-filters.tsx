"use client";

import X from "lucide-react/icons/x";
import { useRef } from "react";
import { type FilterKey, useFilterUrl } from "@/components/frame/use-filter-url";
import { Select } from "@/components/ui/select";
import type { PagesFilter } from "@/lib/contract/filter";
import { HOUR_CLASSES } from "@/lib/model/interruption";
import { URGENCIES } from "@/lib/model/page-event";
import { REASONS, VERDICTS } from "@/lib/model/verdict";

/** What narrows the explorer; a filter that came with a link is shown as a chip that can be taken off. */
export function PagesFilters({ filter }: { filter: PagesFilter }) {
  const { change } = useFilterUrl();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const search = (text: string) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => change({ q: text.trim() || null }), 300);
  };
  return (
    <search className="flex flex-wrap items-center gap-2" aria-label="Narrow the pages">
      <input
        id="pages-search"
        key={filter.q ?? ""}
        type="search"
        aria-label="Search pages"
        placeholder="Search title or number"
        defaultValue={filter.q ?? ""}
        maxLength={200}
        onChange={({ target }) => search(target.value)}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        className="h-8 w-full rounded-md border border-line-strong bg-surface px-2.5 text-sm placeholder:text-ink-3 sm:w-56 pointer-coarse:h-11"
      />
      <Choice name="Verdict" field="verdict" value={filter.verdict} any="Any verdict" options={VERDICTS} />
      <Choice name="Reason" field="reason" value={filter.reason} any="Any reason" options={REASONS} />
      <Choice
        name="Hours"
        field="hours"
        value={filter.hours}
        any="Any hour"
        options={HOUR_CLASSES}
        words={{ sleep: "sleep hours", off: "off hours", business: "business hours" }}
      />
      <Choice
        name="Acknowledged"
        field="acknowledged"
        value={filter.acknowledged}
        any="Acknowledged or not"
        options={["yes", "never"]}
        words={{ yes: "acknowledged", never: "never acknowledged" }}
      />
      <Choice
        name="Urgency"
        field="urgency"
        value={filter.urgency}
        any="Any urgency"
        options={URGENCIES}
        words={{ high: "high urgency", low: "low urgency" }}
      />
      {filter.signature && <Chip label="one signature" onRemove={() => change({ signature: null })} />}
      {filter.person && <Chip label="one person" onRemove={() => change({ person: null, line: null })} />}
      {filter.line && (
        <Chip
          label={filter.line === "first" ? "as first line" : "escalated to them"}
          onRemove={() => change({ line: null })}
        />
      )}
      {filter.under && <Chip label="people under one leader" onRemove={() => change({ under: null })} />}
      {filter.rang && <Chip label={`rang people of ${filter.rang}`} onRemove={() => change({ rang: null })} />}
      {(filter.weekday ?? filter.hour) !== undefined && (
        <Chip label={clockWords(filter)} onRemove={() => change({ weekday: null, hour: null })} />
      )}
      {filter.rest && <Chip label="nights of short rest" onRemove={() => change({ rest: null })} />}
      {filter.owner && <Chip label="owned by a team they are not in" onRemove={() => change({ owner: null })} />}
    </search>
  );
}

/** "Mondays, 03:00 to 04:00, local to the person". */
function clockWords({ weekday, hour }: PagesFilter): string {
  const day = weekday === undefined ? null : `${WEEKDAYS[Number(weekday)]}s`;
  const at = hour === undefined ? null : `${clockHour(Number(hour))} to ${clockHour((Number(hour) + 1) % 24)}`;
  return `${[day, at].filter(Boolean).join(", ")}, local to the person`;
}

const clockHour = (hour: number) => `${String(hour).padStart(2, "0")}:00`;

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

type ChoiceProps = {
  name: string;
  field: FilterKey;
  value: string | undefined;
  any: string;
  options: readonly string[];
  words?: Record<string, string>;
};

function Choice({ name, field, value, any, options, words }: ChoiceProps) {
  const { change } = useFilterUrl();
  return (
    <Select
      aria-label={name}
      value={value ?? ""}
      onChange={({ target }) => change({ [field]: target.value || null })}
      className="min-w-0 max-sm:w-[calc(50%-0.25rem)]"
    >
      <option value="">{any}</option>
      {options.map((option) => (
        <option key={option} value={option}>
          {words?.[option] ?? option}
        </option>
      ))}
    </Select>
  );
}

function Chip({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <span className="inline-flex h-8 items-center gap-1 rounded-md border border-line-strong bg-hover pr-1 pl-2.5 text-sm font-medium">
      {label}
      <button
        type="button"
        aria-label={`Remove the filter ${label}`}
        onClick={onRemove}
        className="grid size-6 place-items-center rounded text-ink-3 hover:bg-pressed hover:text-ink"
      >
        <X className="size-3.5" aria-hidden />
      </button>
    </span>
  );
}
