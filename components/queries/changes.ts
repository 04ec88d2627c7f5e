import { infiniteQueryOptions } from "@tanstack/react-query";
import type { ChangesFilter, ChangesView } from "@/lib/contract/changes";
import { fetchJson, queryString } from "./fetch-json";

export function changesQuery(filter: ChangesFilter) {
  return infiniteQueryOptions({
    queryKey: ["changes", filter],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      fetchJson<ChangesView>(`/api/changes?${queryString({ ...filter, after: pageParam })}`, { signal }),
    getNextPageParam: (last: ChangesView) => last.next,
  });
}
