import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { readFilter, type SearchParams } from "@/app/(dashboard)/read-filter";
import { UnreadableAddress } from "@/app/(dashboard)/unreadable-address";
import { NoiseScreen } from "@/components/panels/noise-screen";
import { RecordSection } from "@/components/panels/record-panel";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { noiseQuery } from "@/components/queries/noise";
import { noise } from "@/db/queries/noise";
import { NoiseFilter } from "@/lib/contract/filter";

export const metadata: Metadata = { title: "Noise" };

export default async function NoisePage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireViewer();
  const read = await readFilter(ctx, NoiseFilter, searchParams);
  if (!read.ok) return <UnreadableAddress path="/noise" wrong={read.wrong} />;
  const { filter } = read;
  const cache = makeQueryClient();
  await cache.prefetchQuery({ ...noiseQuery(filter), queryFn: () => noise(ctx, filter) });
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <div className="space-y-5">
        <NoiseScreen filter={filter} />
        <RecordSection />
      </div>
    </HydrationBoundary>
  );
}
