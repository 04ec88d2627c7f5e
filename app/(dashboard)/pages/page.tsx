import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { readFilter, type SearchParams } from "@/app/(dashboard)/read-filter";
import { UnreadableAddress } from "@/app/(dashboard)/unreadable-address";
import { PagesScreen } from "@/components/panels/pages-screen";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { PAGES_LIMIT, pagesQuery } from "@/components/queries/pages";
import { pages } from "@/db/queries/pages";
import { PagesFilter } from "@/lib/contract/filter";

export const metadata: Metadata = { title: "Pages" };

export default async function PagesPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireViewer();
  const read = await readFilter(ctx, PagesFilter, searchParams);
  if (!read.ok) return <UnreadableAddress path="/pages" wrong={read.wrong} />;
  const { filter } = read;
  const cache = makeQueryClient();
  await cache.prefetchInfiniteQuery({
    ...pagesQuery(filter),
    queryFn: () => pages(ctx, filter, { offset: 0, limit: PAGES_LIMIT }),
  });
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <PagesScreen filter={filter} />
    </HydrationBoundary>
  );
}
