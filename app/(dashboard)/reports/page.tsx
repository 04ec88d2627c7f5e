import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { orNotFound } from "@/app/(dashboard)/or-not-found";
import { type SearchParams, wordsOf } from "@/app/(dashboard)/read-filter";
import { UnreadableAddress } from "@/app/(dashboard)/unreadable-address";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { reportsQuery } from "@/components/queries/reports";
import { ReportsScreen } from "@/components/report/reports-screen";
import { reports } from "@/db/queries/reports";
import { ReportSubject } from "@/lib/contract/weekly-report";

export const metadata: Metadata = { title: "Reports" };

export default async function ReportsPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireViewer();
  const read = wordsOf(ReportSubject, await searchParams);
  if (!read.ok) return <UnreadableAddress path="/reports" wrong={read.wrong} />;
  const { filter } = read;
  const cache = makeQueryClient();
  await orNotFound(cache.fetchQuery({ ...reportsQuery(filter), queryFn: () => reports(ctx, filter) }));
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <ReportsScreen filter={filter} />
    </HydrationBoundary>
  );
}
