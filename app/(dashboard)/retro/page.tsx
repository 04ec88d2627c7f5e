import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { readFilter, type SearchParams } from "@/app/(dashboard)/read-filter";
import { UnreadableAddress } from "@/app/(dashboard)/unreadable-address";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { overviewQuery } from "@/components/queries/overview";
import { RetroScreen } from "@/components/retro/retro-screen";
import { overview } from "@/db/queries/overview";
import { RetroFilter } from "@/lib/contract/retro";

export const metadata: Metadata = { title: "Retro pack" };

/** The sentence comes with the screen; the charts fetch what they draw, each on its own. */
export default async function RetroPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireViewer();
  const read = await readFilter(ctx, RetroFilter, searchParams);
  if (!read.ok) return <UnreadableAddress path="/retro" wrong={read.wrong} />;
  const { figures: _, ...filter } = read.filter;
  const cache = makeQueryClient();
  await cache.prefetchQuery({ ...overviewQuery(filter), queryFn: () => overview(ctx, filter) });
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <RetroScreen filter={read.filter} />
    </HydrationBoundary>
  );
}
