import { queryOptions } from "@tanstack/react-query";
import type { Load, LoadFilter } from "@/lib/contract/load";
import { fetchJson, queryString } from "./fetch-json";

export function loadQuery(filter: LoadFilter) {
  return queryOptions({
    queryKey: ["load", filter],
    queryFn: ({ signal }) => fetchJson<Load>(`/api/load?${queryString(filter)}`, { signal }),
  });
}
