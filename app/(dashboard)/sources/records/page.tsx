import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { readFilter, type SearchParams } from "@/app/(dashboard)/read-filter";
import { DaysFilter, daysOf } from "@/app/(dashboard)/sources/days-filter";
import { UnreadableAddress } from "@/app/(dashboard)/unreadable-address";
import { RecordsScreen } from "@/components/ledger/records-screen";
import { deliveriesQuery, ledgerQuery } from "@/components/queries/ledger";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { deliveries } from "@/db/queries/deliveries";
import { ledger } from "@/db/queries/ledger";
import type { DeliveriesFilter } from "@/lib/contract/ledger";

export const metadata: Metadata = { title: "Records" };

export default async function RecordsPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireViewer();
  const read = await readFilter(ctx, DaysFilter, searchParams);
  if (!read.ok) return <UnreadableAddress path="/sources/records" wrong={read.wrong} />;
  const { source, outcome, reason } = read.filter;
  const days = daysOf(ctx, read.filter);
  const filter: DeliveriesFilter = {
    ...days,
    ...(source && { source }),
    ...(outcome && { outcome }),
    ...(reason && { reason }),
  };
  const cache = makeQueryClient();
  await Promise.all([
    cache.prefetchInfiniteQuery({ ...deliveriesQuery(filter), queryFn: () => deliveries(ctx, filter) }),
    cache.prefetchQuery({ ...ledgerQuery(days), queryFn: () => ledger(ctx, days) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <RecordsScreen filter={filter} params={read.filter} canChange={ctx.viewer.role !== "auditor"} />
    </HydrationBoundary>
  );
}
