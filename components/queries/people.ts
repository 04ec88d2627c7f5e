import { queryOptions } from "@tanstack/react-query";
import type { PeopleView, SampleViewer } from "@/lib/contract/people";
import { fetchJson } from "./fetch-json";

export const peopleQuery = queryOptions({
  queryKey: ["people"],
  queryFn: ({ signal }) => fetchJson<PeopleView>("/api/people", { signal }),
});

/** Who is who decides whose interruptions are counted together. */
export const TOUCHED_BY_PEOPLE = [
  "people",
  "person",
  "load",
  "leaders",
  "overview",
  "noise",
  "signature",
  "pages",
  "page",
];

/** As whom the sample is looked at; null where there is more than the sample. */
export const sampleViewerQuery = queryOptions({
  queryKey: ["sample-viewer"],
  queryFn: ({ signal }) => fetchJson<SampleViewer | null>("/api/sample/viewer", { signal }),
});
