import { queryOptions } from "@tanstack/react-query";
import type { ShareLinksView } from "@/lib/contract/sharing";
import { fetchJson } from "./fetch-json";

export const shareLinksQuery = queryOptions({
  queryKey: ["share-links"],
  queryFn: ({ signal }) => fetchJson<ShareLinksView>("/api/share-links", { signal }),
});
