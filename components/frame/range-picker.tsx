"use client";

import clsx from "clsx";
import Calendar from "lucide-react/icons/calendar";
import ChevronLeft from "lucide-react/icons/chevron-left";
import ChevronRight from "lucide-react/icons/chevron-right";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import { RANGE_PRESETS, rangeLabel, stepRange } from "./range-presets";
import { useFilterUrl } from "./use-filter-url";
import { useKeys } from "./use-keys";

export function RangePicker() {
  const { from, to, change } = useFilterUrl();
  const [before, after] = [stepRange(from, to, -1), stepRange(from, to, 1)];
  const apply = (range: { from: string; to: string } | null) => {
    if (range) change({ from: range.from, to: range.to });
  };
  useKeys({
    "[": () => apply(before),
    "]": () => apply(after),
    "t d": () => apply({ from: "now/d", to: "now/d" }),
    "t w": () => apply({ from: "now/w", to: "now/w" }),
    "t m": () => apply({ from: "now/M", to: "now/M" }),
    "t q": () => apply({ from: "now/Q", to: "now/Q" }),
  });
  const arrow =
    "grid h-8 w-7 place-items-center text-ink-2 hover:bg-hover disabled:opacity-35 pointer-coarse:h-11 pointer-coarse:w-9";
  return (
    <div className="inline-flex items-center rounded-md border border-line-strong">
      <button
        type="button"
        aria-label="Previous period"
        disabled={!before}
        onClick={() => apply(before)}
        className={clsx(arrow, "rounded-l-md")}
      >
        <ChevronLeft className="size-4" aria-hidden />
      </button>
      <Popover
        label="Range"
        triggerClass="inline-flex h-8 items-center gap-1.5 border-x border-line px-2.5 text-sm font-medium whitespace-nowrap hover:bg-hover pointer-coarse:h-11"
        trigger={
          <>
            <Calendar className="size-3.5 text-ink-3" aria-hidden />
            <span className="sr-only">Range: </span>
            {rangeLabel(from, to)}
          </>
        }
        className="flex w-[25rem] flex-col sm:flex-row"
      >
        {(close) => (
          <>
            <ul className="grid grid-cols-2 gap-px p-1.5 sm:w-40 sm:grid-cols-1">
              {RANGE_PRESETS.map((preset) => (
                <li key={preset.id}>
                  <button
                    type="button"
                    aria-pressed={preset.from === from && preset.to === to}
                    onClick={() => {
                      close();
                      apply(preset);
                    }}
                    className="h-8 w-full rounded-md px-2.5 text-left text-sm hover:bg-hover aria-pressed:bg-hover aria-pressed:font-medium pointer-coarse:h-11"
                  >
                    {preset.label}
                  </button>
                </li>
              ))}
            </ul>
            <CustomRange
              from={from}
              to={to}
              onApply={(range) => {
                close();
                apply(range);
              }}
            />
          </>
        )}
      </Popover>
      <button
        type="button"
        aria-label="Next period"
        disabled={!after}
        onClick={() => apply(after)}
        className={clsx(arrow, "rounded-r-md")}
      >
        <ChevronRight className="size-4" aria-hidden />
      </button>
    </div>
  );
}

const DATE = /^\d{4}-\d{2}-\d{2}/;

function CustomRange({
  from,
  to,
  onApply,
}: {
  from: string;
  to: string;
  onApply: (range: { from: string; to: string }) => void;
}) {
  const [first, setFirst] = useState(DATE.exec(from)?.[0] ?? "");
  const [last, setLast] = useState(DATE.exec(to)?.[0] ?? "");
  const ids = [useId(), useId()];
  const wrongOrder = first !== "" && last !== "" && first > last;
  const field = "h-8 w-full rounded-md border border-line-strong bg-surface px-2 text-sm pointer-coarse:h-11";
  return (
    <form
      className="flex flex-1 flex-col gap-2.5 border-t p-3.5 sm:border-t-0 sm:border-l"
      onSubmit={(event) => {
        event.preventDefault();
        onApply({ from: first, to: last });
      }}
    >
      <label htmlFor={ids[0]} className="text-xs text-ink-2">
        First day
        <input
          id={ids[0]}
          type="date"
          required
          value={first}
          onChange={({ target }) => setFirst(target.value)}
          className={`mt-1 ${field}`}
        />
      </label>
      <label htmlFor={ids[1]} className="text-xs text-ink-2">
        Last day
        <input
          id={ids[1]}
          type="date"
          required
          value={last}
          onChange={({ target }) => setLast(target.value)}
          className={`mt-1 ${field}`}
        />
      </label>
      {wrongOrder && <p className="text-xs">The last day lies before the first.</p>}
      <Button type="submit" look="primary" disabled={!first || !last || wrongOrder} className="w-full">
        Show these days
      </Button>
      <p className="text-xs text-ink-3">Whole days in the zone shown above. Weeks begin on Monday.</p>
    </form>
  );
}
