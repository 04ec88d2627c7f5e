"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useId, useState } from "react";
import { formatBytes, formatPercent } from "@/components/format/numbers";
import { formatExact } from "@/components/format/time";
import { send } from "@/components/queries/fetch-json";
import { importQuery } from "@/components/queries/sources";
import { Button, buttonClass } from "@/components/ui/button";
import type { ImportView } from "@/lib/contract/sources";
import { ProgressBar } from "./progress-bar";

/** Often enough to see whether another tab is sending it. */
const LOOK_AGAIN_MS = 2_000;

type Props = { item: ImportView; zone: string; onFile: (file: File) => void };

/** A file of which a part has arrived, and that this tab does not send: a tab was closed, or another one sends it. */
export function UnfinishedCard({ item: listed, zone, onFile }: Props) {
  const queries = useQueryClient();
  const input = useId();
  const { data, dataUpdatedAt } = useQuery({
    ...importQuery(listed.id),
    initialData: listed,
    refetchInterval: LOOK_AGAIN_MS,
  });
  const arrived = data.upload?.arrived ?? data.bytes;
  const growing = useGrowing(arrived, dataUpdatedAt);
  const whole = arrived >= data.bytes;
  const listAgain = () => queries.invalidateQueries({ queryKey: ["sources"] });
  const finish = useMutation({
    mutationFn: () => send<ImportView>("POST", `/api/imports/${listed.id}/finish`),
    onSettled: listAgain,
  });
  const discard = useMutation({
    mutationFn: () => send("DELETE", `/api/imports/${listed.id}`),
    onSettled: listAgain,
  });
  useEffect(() => {
    if (data.state !== "uploading") void queries.invalidateQueries({ queryKey: ["sources"] });
  }, [data.state, queries]);
  const problem = finish.error ?? discard.error;
  const busy = finish.isPending || discard.isPending;
  return (
    <section
      aria-label={`Unfinished: ${listed.fileName}`}
      className="rounded-xl border border-dashed border-line-strong bg-surface p-4"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h3 className="min-w-0 flex-1 truncate font-medium">{listed.fileName}</h3>
        <span className="flex gap-2">
          {whole ? (
            <Button size="small" look="primary" disabled={busy} onClick={() => finish.mutate()}>
              Look at it
            </Button>
          ) : (
            <label htmlFor={input} className={buttonClass("plain", "small")}>
              Choose it to go on
              <input
                id={input}
                type="file"
                className="sr-only"
                onChange={({ target }) => {
                  const [file] = target.files ?? [];
                  if (file) onFile(file);
                  target.value = "";
                }}
              />
            </label>
          )}
          <Button size="small" look="quiet" disabled={busy} onClick={() => discard.mutate()}>
            Discard
          </Button>
        </span>
      </div>
      <ProgressBar label={`Arrived of ${listed.fileName}`} share={arrived / Math.max(1, data.bytes)} />
      <p className="mt-1.5 text-xs text-ink-2">
        {whole
          ? `All ${formatBytes(data.bytes)} have arrived. `
          : `${formatPercent(arrived / data.bytes)} of ${formatBytes(data.bytes)} have arrived. `}
        {growing
          ? "It is being sent from another tab."
          : !whole && "Drop the same file again, and it goes on from there. "}
        {!growing && data.upload && `Discarded on ${formatExact(data.upload.discardedAt, zone)} unless it goes on.`}
      </p>
      {problem && (
        <p role="alert" className="mt-2 text-ink-2">
          {problem.message}
        </p>
      )}
    </section>
  );
}

/** Whether more has come since the look before. */
function useGrowing(arrived: number, lookedAt: number): boolean {
  const [seen, setSeen] = useState({ arrived, lookedAt, growing: false });
  if (seen.lookedAt !== lookedAt) setSeen({ arrived, lookedAt, growing: arrived > seen.arrived });
  return seen.growing;
}
