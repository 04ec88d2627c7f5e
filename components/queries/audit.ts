import { queryOptions } from "@tanstack/react-query";
import type { AuditChain, AuditFilter, AuditView } from "@/lib/contract/audit";
import { fetchJson, queryString } from "./fetch-json";

export const auditQuery = (filter: AuditFilter) =>
  queryOptions({
    queryKey: ["audit", filter],
    queryFn: ({ signal }) => fetchJson<AuditView>(`/api/audit?${queryString(filter)}`, { signal }),
  });

export const auditChainQuery = queryOptions({
  queryKey: ["audit-chain"],
  queryFn: ({ signal }) => fetchJson<AuditChain>("/api/audit/chain", { signal }),
});
