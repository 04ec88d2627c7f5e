import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { readFilter, type SearchParams } from "@/app/(dashboard)/read-filter";
import { DaysFilter, daysOf } from "@/app/(dashboard)/sources/days-filter";
import { UnreadableAddress } from "@/app/(dashboard)/unreadable-address";
import { LedgerScreen } from "@/components/ledger/ledger-screen";
import { ledgerQuery } from "@/components/queries/ledger";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { ledger } from "@/db/queries/ledger";

export const metadata: Metadata = { title: "Ledger" };

export default async function LedgerPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireViewer();
  const read = await readFilter(ctx, DaysFilter, searchParams);
  if (!read.ok) return <UnreadableAddress path="/sources/ledger" wrong={read.wrong} />;
  const { source } = read.filter;
  const filter = { ...daysOf(ctx, read.filter), ...(source && { source }) };
  const cache = makeQueryClient();
  await cache.prefetchQuery({ ...ledgerQuery(filter), queryFn: () => ledger(ctx, filter) });
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <LedgerScreen
        filter={filter}
        params={{ ...shownOf(read.filter), source }}
        canChange={ctx.viewer.role !== "auditor"}
      />
    </HydrationBoundary>
  );
}

/** What stays in the address when one moves on. */
function shownOf({ from, to, tz, team, service, urgency }: DaysFilter) {
  return { from, to, tz, team, service, urgency };
}
