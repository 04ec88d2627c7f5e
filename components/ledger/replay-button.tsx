"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { formatCounted } from "@/components/format/numbers";
import { send } from "@/components/queries/fetch-json";
import { TOUCHED_BY_READING } from "@/components/queries/ledger";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/notify";
import type { ReplayBody, ReplayResult } from "@/lib/contract/ledger";

type Props = { source: string; outcome: ReplayBody["outcome"]; reason: string | null };

/** Reads the kept deliveries of a source again that were left out for this reason, on whatever day they came. */
export function ReplayButton({ source, outcome, reason }: Props) {
  const queries = useQueryClient();
  const replay = useMutation({
    mutationFn: () => send<ReplayResult>("POST", "/api/deliveries/replay", { source, outcome, reason }),
    onSuccess: async (result) => {
      notify(wordsOf(result));
      await Promise.all(TOUCHED_BY_READING.map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
    onError: (error) => notify(`Nothing was read again. ${error.message}`),
  });
  return (
    <span className="flex flex-wrap items-baseline gap-x-2.5">
      <Button
        size="small"
        disabled={replay.isPending}
        title={READ_AGAIN}
        aria-label={`Read again what was ${outcome}${reason === null ? "" : `: ${reason}`}`}
        onClick={() => replay.mutate()}
      >
        {replay.isPending ? "Reading" : "Read again"}
      </Button>
      <span aria-live="polite" className="text-xs text-ink-2">
        {replay.data && wordsOf(replay.data)}
      </span>
    </span>
  );
}

/** There is no undo, and why none is needed. */
const READ_AGAIN =
  "Reads the kept bodies again, on every day they came. Records only move between the columns of their day; the bodies stay, so it can be repeated and nothing is lost.";

function wordsOf({ replayed, failed, left }: ReplayResult): string {
  if (replayed + failed === 0)
    return "Nothing could be read again: these records came in files, or their bodies are no longer kept. Import the file again instead.";
  return [
    `${formatCounted(replayed, "delivery", "deliveries")} read again.`,
    failed > 0 && `${formatCounted(failed, "delivery", "deliveries")} still cannot be read.`,
    left > 0 && `${formatCounted(left, "delivery is", "deliveries are")} left: read again to go on.`,
  ]
    .filter(Boolean)
    .join(" ");
}
