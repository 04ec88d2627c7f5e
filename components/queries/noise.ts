import { queryOptions } from "@tanstack/react-query";
import type { NoiseFilter } from "@/lib/contract/filter";
import type { Noise } from "@/lib/contract/noise";
import { fetchJson, queryString } from "./fetch-json";

export function noiseQuery(filter: NoiseFilter) {
  return queryOptions({
    queryKey: ["noise", filter],
    queryFn: ({ signal }) => fetchJson<Noise>(`/api/noise?${queryString(filter)}`, { signal }),
  });
}
