import { queryOptions } from "@tanstack/react-query";
import type { MyShift } from "@/lib/contract/shift";
import type { Triage, TriageFilter } from "@/lib/contract/triage";
import { fetchJson, queryString } from "./fetch-json";

export function triageQuery(filter: TriageFilter) {
  return queryOptions({
    queryKey: ["triage", filter],
    queryFn: ({ signal }) => fetchJson<Triage>(`/api/triage?${queryString(filter)}`, { signal }),
  });
}

export const shiftQuery = queryOptions({
  queryKey: ["shift"],
  queryFn: ({ signal }) => fetchJson<MyShift>("/api/triage/shift", { signal }),
});
