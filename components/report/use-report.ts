"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { queryString, send } from "@/components/queries/fetch-json";
import { apiPath } from "@/components/queries/reports";
import { notify } from "@/components/ui/notify";
import { noteRunning } from "@/components/verdict/use-gestures";
import type { NoteBody, NoteChange, ReportSubject, TakenBody } from "@/lib/contract/weekly-report";

type Said = string | null | (() => void);
type Step = { run: () => Promise<unknown>; said: Said; onDone?: () => void };

/** What people do to a report; what they decide in it is noted as taken there. */
export function useReport(week: string, subject: ReportSubject) {
  const queries = useQueryClient();
  const step = useMutation({
    mutationFn: ({ run }: Step) => {
      const made = run();
      noteRunning(made);
      return made;
    },
    onSuccess: async (_answer, { said, onDone }) => {
      if (typeof said === "string") notify(said);
      else said?.();
      onDone?.();
      await queries.invalidateQueries({ queryKey: ["reports"] });
    },
    onError: (error: Error) => notify(`Nothing was changed. ${error.message}`),
  });
  const at = (below: string) => `${apiPath(week)}${below}?${queryString(subject)}`;
  return {
    pending: step.isPending,
    publish: (onDone?: () => void) =>
      step.mutate({ run: () => send("POST", at("")), said: "The report is published", onDone }),
    note: (body: NoteBody, onDone: () => void) =>
      step.mutate({ run: () => send("POST", at("/notes"), body), said: null, onDone }),
    changeNote: (id: string, change: NoteChange, said: Said = null, onDone?: () => void) =>
      step.mutate({ run: () => send("PATCH", at(`/notes/${id}`), change), said, onDone }),
    take: (decisionIds: TakenBody["decisionIds"]) =>
      step.mutate({ run: () => send("POST", at("/decisions"), { decisionIds } satisfies TakenBody), said: null }),
  };
}
