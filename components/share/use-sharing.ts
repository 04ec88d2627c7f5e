"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ProblemError } from "@/components/queries/fetch-json";
import { shareLinksQuery } from "@/components/queries/share-links";

/** One change of what is shared; the list is asked for anew afterwards. */
export function useSharing<T>(work: () => Promise<T>, done: (result: T) => void) {
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: work,
    onSuccess: done,
    onSettled: () => queries.invalidateQueries({ queryKey: shareLinksQuery.queryKey }),
  });
  const { error } = change;
  return {
    pending: change.isPending,
    problem: error && (error instanceof ProblemError ? error.message : "It could not be sent. Try again."),
    change: () => change.mutate(),
  };
}
