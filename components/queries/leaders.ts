import { queryOptions } from "@tanstack/react-query";
import type { LeadersFilter } from "@/lib/contract/filter";
import type { LeaderAlerts, Leaders, NotMine } from "@/lib/contract/leaders";
import { fetchJson, queryString } from "./fetch-json";

export function leadersQuery(filter: LeadersFilter) {
  return queryOptions({
    queryKey: ["leaders", filter],
    queryFn: ({ signal }) => fetchJson<Leaders>(`/api/leaders?${queryString(filter)}`, { signal }),
  });
}

type OfLeader = LeadersFilter & { leader: string };

export function leaderAlertsQuery(filter: OfLeader) {
  return queryOptions({
    queryKey: ["leaders", "alerts", filter],
    queryFn: ({ signal }) => fetchJson<LeaderAlerts>(`/api/leaders/alerts?${queryString(filter)}`, { signal }),
  });
}

export function notMineQuery(filter: OfLeader) {
  return queryOptions({
    queryKey: ["leaders", "not-mine", filter],
    queryFn: ({ signal }) => fetchJson<NotMine>(`/api/leaders/not-mine?${queryString(filter)}`, { signal }),
  });
}
