"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { formatBytes } from "@/components/format/numbers";
import { send } from "@/components/queries/fetch-json";
import { Button } from "@/components/ui/button";
import type { ImportView, StartImportBody } from "@/lib/contract/sources";

type Props = { item: ImportView; sample: boolean; onOpen: () => void };

/** A file that has arrived and waits for a word: looked at, imported, or discarded. */
export function ArrivedCard({ item, sample, onOpen }: Props) {
  const queries = useQueryClient();
  const start = useMutation({
    mutationFn: (body: Partial<StartImportBody>) => send<ImportView>("POST", `/api/imports/${item.id}/start`, body),
    // The sample may be gone with all its figures.
    onSettled: () => queries.invalidateQueries(),
  });
  const discard = useMutation({
    mutationFn: () => send("DELETE", `/api/imports/${item.id}`),
    onSettled: () => queries.invalidateQueries({ queryKey: ["sources"] }),
  });
  const open = () => {
    queries.setQueryData(["import", item.id], item);
    onOpen();
  };
  const problem = start.error ?? discard.error;
  const busy = start.isPending || discard.isPending;
  return (
    <section
      aria-label={`Arrived: ${item.fileName}`}
      className="rounded-xl border border-line-strong bg-surface p-4 shadow-card"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-52">
          <h3 className="truncate font-medium">{item.fileName}</h3>
          <p className="text-xs text-ink-2">{[item.preview?.label, formatBytes(item.bytes), hint(item)].join(" · ")}</p>
        </div>
        <span className="flex gap-2">
          <Button size="small" look="quiet" disabled={busy} onClick={() => discard.mutate()}>
            Discard
          </Button>
          <Button size="small" disabled={busy} onClick={open}>
            Look at it
          </Button>
          {isPlain(item) && (
            <Button
              size="small"
              look="primary"
              disabled={busy}
              title={sample ? "The sample data are taken away first" : undefined}
              onClick={() => start.mutate({ removeSample: sample })}
            >
              {start.isPending ? "Starting" : "Import"}
            </Button>
          )}
        </span>
      </div>
      {problem && (
        <p role="alert" className="mt-2 text-ink-2">
          Nothing was imported. {problem.message}
        </p>
      )}
    </section>
  );
}

/** Nothing has to be said before it can be imported, and its first records are all readable. */
function isPlain({ preview, sameAs }: ImportView): boolean {
  if (!preview || preview.needsZone || preview.generic || sameAs) return false;
  return preview.warnings.length === 0 && preview.rows.every(({ outcome }) => outcome === "accepted");
}

function hint({ preview, sameAs }: ImportView): string {
  if (sameAs) return `the content of ${sameAs.fileName}`;
  if (preview?.generic) return "its columns must be named";
  if (preview?.needsZone) return "its zone must be said";
  return "waits for you";
}
