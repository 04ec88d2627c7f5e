import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { Deliveries, DeliveriesFilter, DeliveryDetail, LedgerFilter, LedgerView } from "@/lib/contract/ledger";
import { fetchJson, queryString } from "./fetch-json";

export function ledgerQuery(filter: LedgerFilter) {
  return queryOptions({
    queryKey: ["ledger", filter],
    queryFn: ({ signal }) => fetchJson<LedgerView>(`/api/ledger?${queryString(filter)}`, { signal }),
    // What comes in now must show without a reload.
    refetchInterval: 60_000,
  });
}

export function deliveriesQuery(filter: DeliveriesFilter) {
  return infiniteQueryOptions({
    queryKey: ["deliveries", filter],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      fetchJson<Deliveries>(`/api/deliveries?${queryString({ ...filter, after: pageParam })}`, { signal }),
    getNextPageParam: (last: Deliveries) => last.next,
  });
}

export function deliveryQuery(id: string) {
  return queryOptions({
    queryKey: ["delivery", id],
    queryFn: ({ signal }) => fetchJson<DeliveryDetail>(`/api/deliveries/${encodeURIComponent(id)}`, { signal }),
  });
}

/** Reading records again may touch every figure. */
export const TOUCHED_BY_READING = [
  "ledger",
  "deliveries",
  "delivery",
  "state",
  "sources",
  "overview",
  "noise",
  "signature",
  "pages",
  "page",
];
