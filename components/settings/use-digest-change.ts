import { useMutation, useQueryClient } from "@tanstack/react-query";
import { digestsQuery } from "@/components/queries/digests";
import { ProblemError } from "@/components/queries/fetch-json";

/** One change, after which the list is read again. */
export function useDigestChange<T>(work: () => Promise<T>, done: (result: T) => void) {
  const queries = useQueryClient();
  const { isPending, error, mutate } = useMutation({
    mutationFn: work,
    onSuccess: done,
    onSettled: () => queries.invalidateQueries({ queryKey: digestsQuery.queryKey }),
  });
  return {
    pending: isPending,
    problem: error && (error instanceof ProblemError ? error.message : "It could not be sent. Try again."),
    change: () => mutate(),
  };
}
