import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { readFilter, type SearchParams } from "@/app/(dashboard)/read-filter";
import { UnreadableAddress } from "@/app/(dashboard)/unreadable-address";
import { OverviewScreen } from "@/components/panels/overview-screen";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { overviewQuery } from "@/components/queries/overview";
import { overview } from "@/db/queries/overview";
import { NoiseFilter } from "@/lib/contract/filter";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireViewer();
  const read = await readFilter(ctx, NoiseFilter, searchParams);
  if (!read.ok) return <UnreadableAddress path="/overview" wrong={read.wrong} />;
  const { filter } = read;
  const cache = makeQueryClient();
  await cache.prefetchQuery({ ...overviewQuery(filter), queryFn: () => overview(ctx, filter) });
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <OverviewScreen filter={filter} />
    </HydrationBoundary>
  );
}
