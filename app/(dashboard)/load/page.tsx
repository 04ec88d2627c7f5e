import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { readFilter, type SearchParams } from "@/app/(dashboard)/read-filter";
import { UnreadableAddress } from "@/app/(dashboard)/unreadable-address";
import { LoadScreen } from "@/components/load/load-screen";
import { loadQuery } from "@/components/queries/load";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { load } from "@/db/queries/load";
import { LoadFilter } from "@/lib/contract/load";

export const metadata: Metadata = { title: "Load" };

export default async function LoadPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireViewer();
  const read = await readFilter(ctx, LoadFilter, searchParams);
  if (!read.ok) return <UnreadableAddress path="/load" wrong={read.wrong} />;
  const { filter } = read;
  const cache = makeQueryClient();
  await cache.prefetchQuery({ ...loadQuery(filter), queryFn: () => load(ctx, filter) });
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <LoadScreen filter={filter} />
    </HydrationBoundary>
  );
}
