"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { formatDuration } from "@/components/format/duration";
import { keyed } from "@/components/format/keyed";
import { formatCounted, formatPercent } from "@/components/format/numbers";
import { formatClock, formatDayTime, formatExact } from "@/components/format/time";
import { send } from "@/components/queries/fetch-json";
import { ACTIVE_BACKFILL_STATES } from "@/components/queries/sources";
import { Button } from "@/components/ui/button";
import type { BackfillView } from "@/lib/contract/backfill";
import { ProgressBar } from "./progress-bar";

type Props = { backfill: BackfillView; busy: boolean; zone: string; canChange: boolean };

const STATE_WORDS: Record<BackfillView["state"], string> = {
  queued: "waiting for its turn",
  running: "fetching",
  waiting: "waiting for the API",
  done: "done",
  failed: "failed",
  stopped: "stopped",
};

/** One backfill as it goes on, with what it could not fetch. */
export function BackfillCard({ backfill, busy, zone, canChange }: Props) {
  const { id, state, since, until, share, records, requests, retries, message, issues } = backfill;
  const active = ACTIVE_BACKFILL_STATES.includes(state);
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: (method: "DELETE" | "POST") => send<BackfillView>(method, `/api/backfills/${id}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["backfills", backfill.sourceId] }),
  });
  useRefreshAtEnd(active);
  const span = `${formatDayTime(since, zone)} – ${formatDayTime(until, zone)}`;
  return (
    <section aria-label={`Backfill ${span}`} className="rounded-lg border p-3">
      <header className="flex flex-wrap items-baseline gap-x-3">
        <h3 className="min-w-0 font-medium">{span}</h3>
        <span className="ml-auto text-xs font-medium">{STATE_WORDS[state]}</span>
      </header>
      {(active || state === "stopped" || state === "failed") && (
        <ProgressBar label={`Fetching ${span}`} share={share} />
      )}
      <p className="mt-1.5 flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-ink-2">
        {share !== null && state !== "done" && <span>{formatPercent(share)}</span>}
        <span>{formatCounted(records, "record", "records")}</span>
        <span>{formatCounted(requests, "request", "requests")}</span>
        {retries > 0 && <span>{formatCounted(retries, "tried again", "tried again")}</span>}
        {backfill.waitingUntil && <span>waits until {formatClock(backfill.waitingUntil, zone)}</span>}
        {backfill.secondsLeft !== null && <span>about {formatDuration(backfill.secondsLeft)} left</span>}
        {backfill.finishedAt && <span>ended {formatExact(backfill.finishedAt, zone)}</span>}
      </p>
      {message && <p className="mt-2 max-w-prose [overflow-wrap:anywhere]">{message}</p>}
      {issues.length > 0 && (
        <details className="mt-2 text-xs text-ink-2">
          <summary>{formatCounted(issues.length, "thing was", "things were")} not fetched</summary>
          <ul className="mt-1 list-disc space-y-0.5 pl-5 [overflow-wrap:anywhere]">
            {keyed(issues).map(({ key, item }) => (
              <li key={key}>{item}</li>
            ))}
          </ul>
        </details>
      )}
      {act.error && (
        <p role="alert" className="mt-2 font-medium">
          {act.error.message}
        </p>
      )}
      <p className="mt-2 flex gap-2 empty:hidden">
        {canChange && active && (
          <Button size="small" disabled={act.isPending} onClick={() => act.mutate("DELETE")}>
            Stop
          </Button>
        )}
        {canChange && (state === "stopped" || state === "failed") && (
          <Button size="small" disabled={act.isPending || busy} onClick={() => act.mutate("POST")}>
            Go on
          </Button>
        )}
      </p>
    </section>
  );
}

// What it fetched may have changed every figure.
function useRefreshAtEnd(active: boolean) {
  const queries = useQueryClient();
  const was = useRef(active);
  useEffect(() => {
    if (was.current && !active) void queries.invalidateQueries();
    was.current = active;
  }, [active, queries]);
}
