import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireViewer } from "@/app/_http/require-viewer";
import { orNotFound } from "@/app/(dashboard)/or-not-found";
import { type SearchParams, wordsOf } from "@/app/(dashboard)/read-filter";
import { UnreadableAddress } from "@/app/(dashboard)/unreadable-address";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { reportQuery } from "@/components/queries/reports";
import { ReportScreen } from "@/components/report/report-screen";
import { weeklyReport } from "@/db/queries/weekly-report";
import { ReportFilter, WeekId } from "@/lib/contract/weekly-report";

type Props = { params: Promise<{ week: string }>; searchParams: SearchParams };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Report ${(await params).week}` };
}

export default async function ReportPage({ params, searchParams }: Props) {
  const ctx = await requireViewer();
  const week = WeekId.safeParse((await params).week);
  if (!week.success) notFound();
  const read = wordsOf(ReportFilter, await searchParams);
  if (!read.ok) return <UnreadableAddress path={`/reports/${week.data}`} wrong={read.wrong} />;
  const { filter } = read;
  const cache = makeQueryClient();
  await orNotFound(
    cache.fetchQuery({
      ...reportQuery(week.data, filter),
      queryFn: () => weeklyReport(ctx, week.data, filter, filter),
    }),
  );
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <ReportScreen week={week.data} filter={filter} />
    </HydrationBoundary>
  );
}
