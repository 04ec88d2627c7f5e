import { infiniteQueryOptions } from "@tanstack/react-query";
import type { PagesFilter } from "@/lib/contract/filter";
import type { Pages } from "@/lib/contract/page";
import { fetchJson, queryString } from "./fetch-json";

/** Rows fetched at a time. */
export const PAGES_LIMIT = 100;

export function pagesQuery(filter: PagesFilter) {
  return infiniteQueryOptions({
    queryKey: ["pages", filter],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      fetchJson<Pages>(`/api/pages?${queryString({ ...filter, offset: pageParam, limit: PAGES_LIMIT })}`, { signal }),
    getNextPageParam: (last: Pages) => last.nextOffset,
  });
}
