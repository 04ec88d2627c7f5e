"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { sayProblem, send } from "@/components/queries/fetch-json";
import { TOUCHED_BY_ORGANISATION } from "@/components/queries/organisation";
import { notify } from "@/components/ui/notify";

type Call = { method: "PUT" | "POST"; url: string; body: unknown };
/** Calls one after the other, and what is told when all are through. */
type Change = { calls: readonly Call[]; said: string };

/** Stores changes of the organisation and its rules, and asks anew for whatever shows them. */
export function useOrganisationChange(onDone?: () => void) {
  const queries = useQueryClient();
  const refresh = () =>
    Promise.all(TOUCHED_BY_ORGANISATION.map((key) => queries.invalidateQueries({ queryKey: [key] })));
  const change = useMutation({
    mutationFn: async ({ calls }: Change) => {
      for (const { method, url, body } of calls) await send(method, url, body);
    },
    onSuccess: (_none, { said }) => {
      notify(said);
      onDone?.();
    },
    // Of several the first may be through.
    onSettled: refresh,
  });
  const { error } = change;
  return {
    pending: change.isPending,
    problem: sayProblem(error),
    change: change.mutate,
    reset: change.reset,
  };
}
