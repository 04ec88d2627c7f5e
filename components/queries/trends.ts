import { queryOptions } from "@tanstack/react-query";
import type { NoiseFilter } from "@/lib/contract/filter";
import type { OneTrend, Trends } from "@/lib/contract/trends";
import { fetchJson, queryString } from "./fetch-json";

// Both keys begin as those of what they stand beside: what changes that changes them too.
export function trendsQuery(filter: NoiseFilter) {
  return queryOptions({
    queryKey: ["noise", "trends", filter],
    queryFn: ({ signal }) => fetchJson<Trends>(`/api/noise/trends?${queryString(filter)}`, { signal }),
  });
}

export function signatureTrendQuery(id: string, filter: NoiseFilter) {
  return queryOptions({
    queryKey: ["signature", "trend", id, filter],
    queryFn: ({ signal }) =>
      fetchJson<OneTrend>(`/api/signatures/${encodeURIComponent(id)}/trend?${queryString(filter)}`, { signal }),
  });
}
