import { queryOptions } from "@tanstack/react-query";
import type { ImportView, Sources } from "@/lib/contract/sources";
import { fetchJson } from "./fetch-json";

export const sourcesQuery = queryOptions({
  queryKey: ["sources"],
  queryFn: ({ signal }) => fetchJson<Sources>("/api/sources", { signal }),
});

export const ACTIVE_STATES: readonly ImportView["state"][] = ["queued", "running", "judging", "undoing"];

/** Asked twice a second while it runs, so that the bar moves. */
export function importQuery(id: string) {
  return queryOptions({
    queryKey: ["import", id],
    queryFn: ({ signal }) => fetchJson<ImportView>(`/api/imports/${encodeURIComponent(id)}`, { signal }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && !ACTIVE_STATES.includes(state.data.state) ? false : 500),
  });
}
