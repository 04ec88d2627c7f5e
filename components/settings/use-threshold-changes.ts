"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { formatCounted } from "@/components/format/numbers";
import { sayProblem, send } from "@/components/queries/fetch-json";
import { TOUCHED_BY_THRESHOLDS } from "@/components/queries/noise-settings";
import { notify } from "@/components/ui/notify";
import type { NoiseSettings, SavedThresholds, ThresholdsBody, ThresholdsPreview } from "@/lib/contract/noise-settings";
import { faultOf, placeOf } from "./threshold-words";

export type Edits = Readonly<Record<string, string>>;

/** What was typed and not saved, what it would do, and saving it. */
export function useThresholdChanges(settings: NoiseSettings) {
  const queries = useQueryClient();
  const [edits, setEdits] = useState<Edits>({});
  const { changes, faults } = readEdits(settings, edits);
  const preview = useMutation({
    mutationFn: (body: ThresholdsBody) => send<ThresholdsPreview>("POST", "/api/settings/noise/preview", body),
  });
  const save = useMutation({
    mutationFn: (body: ThresholdsBody) => send<SavedThresholds>("PATCH", "/api/settings/noise", body),
    onSuccess: async ({ alerts }) => {
      await Promise.all(TOUCHED_BY_THRESHOLDS.map((key) => queries.invalidateQueries({ queryKey: [key] })));
      setEdits({});
      preview.reset();
      notify(`Saved. ${formatCounted(alerts, "alert was", "alerts were")} judged again.`);
    },
  });
  const edit = (place: string, text: string) => {
    setEdits((known) => ({ ...known, [place]: text }));
    preview.reset();
    save.reset();
  };
  const discard = () => {
    setEdits({});
    preview.reset();
    save.reset();
  };
  const failed = save.error ?? preview.error;
  return {
    edits,
    edit,
    discard,
    changes,
    faults,
    preview: preview.data ?? null,
    pending: save.isPending ? "save" : preview.isPending ? "preview" : null,
    problem: sayProblem(failed),
    tryOut: () => preview.mutate({ changes }),
    store: () => save.mutate({ changes }),
  } as const;
}

function readEdits({ detectors, teams }: NoiseSettings, edits: Edits) {
  const changes: ThresholdsBody["changes"] = [];
  let faults = 0;
  for (const { reason, thresholds } of detectors)
    for (const threshold of thresholds)
      for (const team of [null, ...teams]) {
        const text = edits[placeOf(team, reason, threshold.name)];
        if (text === undefined) continue;
        const known = team === null ? threshold.workspace : (threshold.teams[team] ?? null);
        if (faultOf(text, threshold)) faults += 1;
        else {
          const value = text.trim() === "" ? null : Number(text.replace(",", "."));
          if (value !== known) changes.push({ team, reason, name: threshold.name, value });
        }
      }
  return { changes, faults };
}
