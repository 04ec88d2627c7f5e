"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { sayProblem, send } from "@/components/queries/fetch-json";
import { notify } from "@/components/ui/notify";
import type { MeansBody, PlanView } from "@/lib/contract/apply";

const TOUCHED = ["apply", "decisions", "signature", "triage", "audit"];

/** Changes something elsewhere, at a person's click. */
export function useApplyChange(onDone: () => void = () => {}) {
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: async ({ url, body }: { url: string; body?: unknown; said: string }) => send("POST", url, body),
    onSuccess: (_none, { said }) => {
      notify(said);
      onDone();
    },
    onSettled: () => Promise.all(TOUCHED.map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  return { pending: change.isPending, problem: sayProblem(change.error), change: change.mutate, reset: change.reset };
}

/** What would be done. Asks only us, and changes nothing. */
export function usePlan(decisionId: string) {
  const plan = useMutation({
    mutationFn: (body: MeansBody) =>
      send<PlanView>("POST", `/api/decisions/${encodeURIComponent(decisionId)}/plan`, body),
  });
  return {
    pending: plan.isPending,
    problem: sayProblem(plan.error),
    ask: plan.mutate,
    plan: plan.data,
    reset: plan.reset,
  };
}

export const applyUrl = (decisionId: string) => `/api/decisions/${encodeURIComponent(decisionId)}/apply`;
