import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { readFilter, type SearchParams } from "@/app/(dashboard)/read-filter";
import { UnreadableAddress } from "@/app/(dashboard)/unreadable-address";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { triageQuery } from "@/components/queries/triage";
import { TriageScreen } from "@/components/triage/triage-screen";
import { triage } from "@/db/queries/triage";
import { TriageFilter } from "@/lib/contract/triage";

export const metadata: Metadata = { title: "Triage" };

export default async function TriagePage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireViewer();
  const read = await readFilter(ctx, TriageFilter, searchParams);
  if (!read.ok) return <UnreadableAddress path="/triage" wrong={read.wrong} />;
  const { filter } = read;
  const cache = makeQueryClient();
  await cache.prefetchQuery({ ...triageQuery(filter), queryFn: () => triage(ctx, filter) });
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <TriageScreen filter={filter} />
    </HydrationBoundary>
  );
}
