import { queryOptions } from "@tanstack/react-query";
import type { PageDetail } from "@/lib/contract/page";
import { fetchJson } from "./fetch-json";

export function pageQuery(id: string) {
  return queryOptions({
    queryKey: ["page", id],
    queryFn: ({ signal }) => fetchJson<PageDetail>(`/api/pages/${encodeURIComponent(id)}`, { signal }),
  });
}
