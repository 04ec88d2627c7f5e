import { queryOptions } from "@tanstack/react-query";
import type { NoiseFilter } from "@/lib/contract/filter";
import type { Overview } from "@/lib/contract/overview";
import { fetchJson, queryString } from "./fetch-json";

export function overviewQuery(filter: NoiseFilter) {
  return queryOptions({
    queryKey: ["overview", filter],
    queryFn: ({ signal }) => fetchJson<Overview>(`/api/overview?${queryString(filter)}`, { signal }),
  });
}
