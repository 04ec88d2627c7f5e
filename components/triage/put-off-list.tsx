"use client";

import { formatCounted } from "@/components/format/numbers";
import { formatDayMonth } from "@/components/format/time";
import { Button } from "@/components/ui/button";
import type { TriageItem } from "@/lib/contract/triage";
import { takenBack, type useTriageMoves } from "./use-triage-moves";

type Props = { items: readonly TriageItem[]; zone: string; moves: ReturnType<typeof useTriageMoves> };

/** What was put off, each with the day on which it is back. */
export function PutOffList({ items, zone, moves }: Props) {
  if (items.length === 0) return null;
  return (
    <details className="rounded-xl border bg-surface shadow-card">
      <summary className="cursor-pointer px-4 py-2.5 text-sm text-ink-2 hover:text-ink pointer-coarse:py-3.5">
        {formatCounted(items.length, "alert", "alerts")} put off
      </summary>
      <ul className="border-t">
        {items.map(({ id, row, snoozedUntil }) => (
          <li key={id} className="flex items-center gap-3 border-b px-4 py-2 last:border-b-0">
            <span className="min-w-0 flex-1 truncate">{row.title}</span>
            <span className="shrink-0 text-xs text-ink-3">
              {snoozedUntil ? `back ${formatDayMonth(snoozedUntil, zone)}` : "going"}
            </span>
            <Button
              size="small"
              look="quiet"
              aria-label={`Back now: ${row.title}`}
              onClick={() =>
                void moves.move(
                  { kind: "snooze", signatures: [id], days: null },
                  `${row.title}: back on the queue`,
                  takenBack,
                )
              }
            >
              Back now
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}
