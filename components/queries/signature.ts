import { queryOptions } from "@tanstack/react-query";
import type { NoiseFilter } from "@/lib/contract/filter";
import type { SignatureDetail } from "@/lib/contract/signature";
import { fetchJson, queryString } from "./fetch-json";

export function signatureQuery(id: string, filter: NoiseFilter) {
  return queryOptions({
    queryKey: ["signature", id, filter],
    queryFn: ({ signal }) =>
      fetchJson<SignatureDetail>(`/api/signatures/${encodeURIComponent(id)}?${queryString(filter)}`, { signal }),
  });
}
