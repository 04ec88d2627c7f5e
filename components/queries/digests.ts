import { queryOptions } from "@tanstack/react-query";
import type { DigestPreview, DigestsView } from "@/lib/contract/digests";
import { fetchJson } from "./fetch-json";

/** What is on its way is seen to arrive. */
const AGAIN_MS = 15_000;

export const digestsQuery = queryOptions({
  queryKey: ["digests"],
  queryFn: ({ signal }) => fetchJson<DigestsView>("/api/digests", { signal }),
  refetchInterval: AGAIN_MS,
});

export function digestPreviewQuery(id: string) {
  return queryOptions({
    queryKey: ["digests", id, "preview"],
    queryFn: ({ signal }) => fetchJson<DigestPreview>(`/api/digests/${id}/preview`, { signal }),
    staleTime: 0,
  });
}
