import { queryOptions } from "@tanstack/react-query";
import type { DataState } from "@/lib/contract/overview";
import { fetchJson } from "./fetch-json";

export const dataStateQuery = queryOptions({
  queryKey: ["state"],
  queryFn: ({ signal }) => fetchJson<DataState>("/api/state", { signal }),
  // A quiet hour must look quiet, and a stopped source must show within a minute.
  refetchInterval: 60_000,
});
