"use client";

import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { sayProblem } from "./fetch-json";

/** One change of what a query shows, which is asked for anew afterwards. */
export function useChange<T>({ queryKey }: { queryKey: QueryKey }, work: () => Promise<T>, done: (result: T) => void) {
  const queries = useQueryClient();
  const { isPending, error, mutate } = useMutation({
    mutationFn: work,
    onSuccess: done,
    onSettled: () => queries.invalidateQueries({ queryKey }),
  });
  return { pending: isPending, problem: sayProblem(error), change: () => mutate() };
}
