import { queryOptions } from "@tanstack/react-query";
import type { ApplyView } from "@/lib/contract/apply";
import type { ConnectionsView } from "@/lib/contract/connections";
import { fetchJson } from "./fetch-json";

export const connectionsQuery = queryOptions({
  queryKey: ["connections"],
  queryFn: ({ signal }) => fetchJson<ConnectionsView>("/api/connections", { signal }),
});

/** What stands elsewhere is looked at every minute. */
export function applyQuery(decisionId: string) {
  return queryOptions({
    queryKey: ["apply", decisionId],
    queryFn: ({ signal }) => fetchJson<ApplyView>(`/api/decisions/${encodeURIComponent(decisionId)}/apply`, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.applications.some(({ state }) => state === "standing") ? 30_000 : false,
  });
}
