import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { readFilter, type SearchParams } from "@/app/(dashboard)/read-filter";
import { UnreadableAddress } from "@/app/(dashboard)/unreadable-address";
import { DecisionsScreen } from "@/components/decision/decisions-screen";
import { sharedOf } from "@/components/format/href";
import { activityQuery, decisionsQuery } from "@/components/queries/decisions";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { activity } from "@/db/queries/activity";
import { decisions } from "@/db/queries/decisions";
import { NoiseFilter } from "@/lib/contract/filter";

export const metadata: Metadata = { title: "Decisions" };

export default async function DecisionsPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireViewer();
  const read = await readFilter(ctx, NoiseFilter, searchParams);
  if (!read.ok) return <UnreadableAddress path="/decisions" wrong={read.wrong} />;
  const cache = makeQueryClient();
  await Promise.all([
    cache.prefetchQuery({ ...decisionsQuery, queryFn: () => decisions(ctx) }),
    cache.prefetchInfiniteQuery({ ...activityQuery, queryFn: () => activity(ctx, {}) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <DecisionsScreen filter={sharedOf(read.filter)} />
    </HydrationBoundary>
  );
}
