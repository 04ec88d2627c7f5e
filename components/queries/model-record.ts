import { queryOptions } from "@tanstack/react-query";
import type { ModelRecordView, PagePrediction, RecordPages, RecordPagesFilter } from "@/lib/contract/model-record";
import { fetchJson, queryString } from "./fetch-json";

/** It follows a word within seconds: asked again while it waits. */
const AGAIN_MS = 3_000;

export const modelRecordQuery = queryOptions({
  queryKey: ["noise", "record"],
  queryFn: ({ signal }) => fetchJson<ModelRecordView>("/api/noise/record", { signal }),
  refetchInterval: ({ state }) => (state.data?.waiting ? AGAIN_MS : false),
});

export function recordPagesQuery(filter: RecordPagesFilter) {
  return queryOptions({
    queryKey: ["noise", "record", "pages", filter],
    queryFn: ({ signal }) => fetchJson<RecordPages>(`/api/noise/record/pages?${queryString(filter)}`, { signal }),
  });
}

export function pagePredictionQuery(id: string) {
  return queryOptions({
    queryKey: ["page", id, "prediction"],
    queryFn: ({ signal }) => fetchJson<PagePrediction>(`/api/pages/${encodeURIComponent(id)}/prediction`, { signal }),
  });
}
