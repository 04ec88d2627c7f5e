import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { readFilter, type SearchParams } from "@/app/(dashboard)/read-filter";
import { UnreadableAddress } from "@/app/(dashboard)/unreadable-address";
import { LeadersScreen } from "@/components/leaders/leaders-screen";
import { leadersQuery } from "@/components/queries/leaders";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { leaders } from "@/db/queries/named/leaders";
import { LeadersFilter } from "@/lib/contract/filter";

export const metadata: Metadata = { title: "Leaders" };

export default async function LeadersPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireViewer();
  const read = await readFilter(ctx, LeadersFilter, searchParams);
  if (!read.ok) return <UnreadableAddress path="/load/leaders" wrong={read.wrong} />;
  const { filter } = read;
  const cache = makeQueryClient();
  await cache.prefetchQuery({ ...leadersQuery(filter), queryFn: () => leaders(ctx, filter) });
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <LeadersScreen filter={filter} />
    </HydrationBoundary>
  );
}
