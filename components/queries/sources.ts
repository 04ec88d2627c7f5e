import { queryOptions } from "@tanstack/react-query";
import type { Backfills } from "@/lib/contract/backfill";
import type { Deliveries, DeliveryDetail } from "@/lib/contract/ledger";
import type { Alarms, BackfillState, SourceView } from "@/lib/contract/source";
import type { ImportView, Sources } from "@/lib/contract/sources";
import { fetchJson } from "./fetch-json";

export const sourcesQuery = queryOptions({
  queryKey: ["sources"],
  queryFn: ({ signal }) => fetchJson<Sources>("/api/sources", { signal }),
  // What webhooks bring must show without a reload.
  refetchInterval: 20_000,
});

/** Somebody who has just set a sender up watches for its first delivery. */
export function sourceQuery(id: string) {
  return queryOptions({
    queryKey: ["source", id],
    queryFn: ({ signal }) => fetchJson<SourceView>(`/api/sources/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.webhook && (data.lastReceivedAt === null || data.today.waiting > 0) ? 2_000 : 15_000,
  });
}

/** Fast while one runs, so that the bar moves. */
export function backfillsQuery(sourceId: string) {
  return queryOptions({
    queryKey: ["backfills", sourceId],
    queryFn: ({ signal }) => fetchJson<Backfills>(`/api/sources/${encodeURIComponent(sourceId)}/backfills`, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.backfills.some(({ state }) => ACTIVE_BACKFILL_STATES.includes(state)) ? 1_000 : 60_000,
  });
}

export const ACTIVE_BACKFILL_STATES: readonly BackfillState[] = ["queued", "running", "waiting"];

/** What every screen must say at once. */
export const alarmsQuery = queryOptions({
  queryKey: ["alarms"],
  queryFn: ({ signal }) => fetchJson<Alarms>("/api/alarms", { signal }),
  refetchInterval: 20_000,
});

/** Why it is not ready, in its own words; null where it is. Asked only when something else has failed. */
export const notReadyQuery = queryOptions({
  queryKey: ["not-ready"],
  queryFn: async ({ signal }) => {
    const answer = await fetch("/api/readyz", { signal });
    return answer.ok ? null : (await answer.text()).trim();
  },
  staleTime: 0,
  refetchInterval: 20_000,
});

/** The address that SNS wants opened once, out of its latest confirmation that was ignored; null = none has come. */
export function confirmationQuery(sourceId: string) {
  return queryOptions({
    queryKey: ["confirmation", sourceId],
    queryFn: async ({ signal }) => {
      const listed = await fetchJson<Deliveries>(`/api/deliveries?source=${sourceId}&outcome=ignored`, { signal });
      for (const { id, kind } of listed.rows.slice(0, LOOKED_AT)) {
        if (kind !== "delivery") continue;
        const { delivery, records } = await fetchJson<DeliveryDetail>(`/api/deliveries/${id}`, { signal });
        const why = records.find((record) => record.why?.startsWith("SubscriptionConfirmation"))?.why;
        if (why) return { why, url: CONFIRMATION_URL.exec(why)?.[0] ?? null, receivedAt: delivery.receivedAt };
      }
      return null;
    },
    refetchInterval: 15_000,
  });
}

/** A confirmation comes first; later ones follow each other. */
const LOOKED_AT = 5;
const CONFIRMATION_URL = /https:\/\/sns\.[a-z0-9-]+\.amazonaws\.com\/\S+$/;

/** What the latest delivery holds, so that people can say which member is what; null = none has come. */
export function membersQuery(sourceId: string) {
  return queryOptions({
    queryKey: ["members", sourceId],
    queryFn: async ({ signal }) => {
      const { rows } = await fetchJson<Deliveries>(`/api/deliveries?source=${sourceId}`, { signal });
      const latest = rows.find(({ kind }) => kind === "delivery");
      if (!latest) return null;
      const { body, isJson, cut } = await fetchJson<DeliveryDetail>(`/api/deliveries/${latest.id}`, { signal });
      if (body === null || !isJson || cut) return null;
      const value: unknown = JSON.parse(body);
      const { detectGenericJson } = await import("@/lib/providers/detect-generic");
      return detectGenericJson(Array.isArray(value) ? value : [value], "");
    },
  });
}

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
