import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { ActivityView, DecisionDefaults, DecisionHistory, DecisionsView, Squashed } from "@/lib/contract/decision";
import type { NoiseFilter } from "@/lib/contract/filter";
import type { DecisionKind } from "@/lib/model/decision";
import { fetchJson, queryString } from "./fetch-json";

export const decisionsQuery = queryOptions({
  queryKey: ["decisions"],
  queryFn: ({ signal }) => fetchJson<DecisionsView>("/api/decisions", { signal }),
});

export const activityQuery = infiniteQueryOptions({
  queryKey: ["decisions", "activity"],
  queryFn: ({ signal, pageParam }) =>
    fetchJson<ActivityView>(`/api/decisions/activity?${queryString({ before: pageParam })}`, { signal }),
  initialPageParam: null as string | null,
  getNextPageParam: ({ older }) => older,
});

export const squashedQuery = (filter: NoiseFilter) =>
  queryOptions({
    queryKey: ["decisions", "squashed", filter],
    queryFn: ({ signal }) => fetchJson<Squashed>(`/api/decisions/squashed?${queryString(filter)}`, { signal }),
  });

export const decisionHistoryQuery = (signatureId: string) =>
  queryOptions({
    queryKey: ["decisions", "history", signatureId],
    queryFn: ({ signal }) =>
      fetchJson<DecisionHistory>(`/api/signatures/${encodeURIComponent(signatureId)}/decisions`, { signal }),
  });

export const decisionDefaultsQuery = (signatureId: string, kind: DecisionKind) =>
  queryOptions({
    queryKey: ["decisions", "defaults", signatureId, kind],
    queryFn: ({ signal }) =>
      fetchJson<DecisionDefaults>(`/api/signatures/${encodeURIComponent(signatureId)}/decision?kind=${kind}`, {
        signal,
      }),
  });

/** What a decision changes on screens. */
export const TOUCHED_BY_DECISIONS = ["decisions", "triage", "signature", "noise", "overview", "best-set", "reports"];
