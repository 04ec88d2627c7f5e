import { QueryClient } from "@tanstack/react-query";
import { ProblemError } from "./fetch-json";

/** Fresh for half a minute: what the server prefetched is not fetched again by the browser at once. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // The server does not wait and try again: the browser will.
        retry: (failures, error) =>
          typeof window !== "undefined" &&
          failures < 1 &&
          !(error instanceof ProblemError && error.problem.status < 500),
        refetchOnWindowFocus: true,
      },
    },
  });
}
