import { queryOptions } from "@tanstack/react-query";
import type { NoiseFilter } from "@/lib/contract/filter";
import type { PersonDetail } from "@/lib/contract/person";
import { fetchJson, queryString } from "./fetch-json";

export function personQuery(id: string, filter: NoiseFilter) {
  return queryOptions({
    queryKey: ["person", id, filter],
    queryFn: ({ signal }) =>
      fetchJson<PersonDetail>(`/api/people/${encodeURIComponent(id)}?${queryString(filter)}`, { signal }),
  });
}
