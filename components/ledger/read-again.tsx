"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { formatCount } from "@/components/format/numbers";
import { send } from "@/components/queries/fetch-json";
import { TOUCHED_BY_READING } from "@/components/queries/ledger";
import { Button } from "@/components/ui/button";
import type { DeliveryRow } from "@/lib/contract/ledger";
import type { Ledger } from "@/lib/contract/sources";

const ENDS = ["stored", "duplicate", "ignored", "rejected"] as const;

/** Reads one kept delivery again, and says what it was before and what it is now. */
export function ReadAgain({ delivery }: { delivery: DeliveryRow }) {
  const queries = useQueryClient();
  const replay = useMutation({
    mutationFn: async () => {
      const now = await send<Ledger>("POST", `/api/deliveries/${encodeURIComponent(delivery.id)}/replay`);
      return { now, before: delivery };
    },
    onSuccess: () => Promise.all(TOUCHED_BY_READING.map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  if (!delivery.canReplay) return null;
  return (
    <div className="mt-4 border-t pt-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button size="small" disabled={replay.isPending} onClick={() => replay.mutate()}>
          {replay.isPending ? "Reading" : "Read again"}
        </Button>
        <p aria-live="polite" className="min-w-0 flex-1 basis-52 text-xs text-ink-2">
          {replay.data && movedWords(replay.data.before, replay.data.now)}
        </p>
      </div>
      {replay.error && (
        <p role="alert" className="mt-2">
          It was not read again. {replay.error.message}
        </p>
      )}
      <p className="mt-2 max-w-prose text-xs text-ink-3">
        The kept body is read anew, as after a mended parser. Its records only move between the columns of its day; the
        body stays, so it can be repeated and there is nothing to undo.
      </p>
    </div>
  );
}

function movedWords(before: Ledger, now: Ledger): string {
  const moved = ENDS.filter((end) => before[end] !== now[end]);
  if (moved.length === 0) return "Read again: nothing changed.";
  const changes = moved.map((end) => `${end} ${formatCount(before[end])} → ${formatCount(now[end])}`);
  return `Read again: ${changes.join(", ")}.`;
}
