import { queryOptions } from "@tanstack/react-query";
import type { PeopleView } from "@/lib/contract/people";
import { fetchJson } from "./fetch-json";

export const peopleQuery = queryOptions({
  queryKey: ["people"],
  queryFn: ({ signal }) => fetchJson<PeopleView>("/api/people", { signal }),
});

/** Who is who decides whose interruptions are counted together. */
export const TOUCHED_BY_PEOPLE = ["people", "overview", "noise", "signature", "pages", "page"];
