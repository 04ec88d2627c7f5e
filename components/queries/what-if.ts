import { queryOptions } from "@tanstack/react-query";
import type { BestSetView } from "@/lib/contract/best-set";
import type { WhatIf } from "@/lib/contract/what-if";
import type { TreatmentKind } from "@/lib/model/treatment";
import { fetchJson, queryString } from "./fetch-json";

/** All settings of a kind, so that a slider over them answers at once. */
export function whatIfQuery(signatureId: string, kind: TreatmentKind, until: string) {
  return queryOptions({
    queryKey: ["what-if", signatureId, kind, until],
    queryFn: ({ signal }) => fetchJson<WhatIf>(`/api/what-if?${queryString({ signatureId, kind, until })}`, { signal }),
  });
}

/** Asked for once: it replays months of a whole team. */
export function bestSetQuery(team: string) {
  return queryOptions({
    queryKey: ["best-set", team],
    queryFn: ({ signal }) => fetchJson<BestSetView>(`/api/what-if/best-set?${queryString({ team })}`, { signal }),
    staleTime: 300_000,
  });
}
