import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { digestSettings } from "@/app/_http/digest-tools";
import { requireViewer } from "@/app/_http/require-viewer";
import { digestsQuery } from "@/components/queries/digests";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { DigestsScreen } from "@/components/settings/digests-screen";
import { digestsView } from "@/db/queries/digests";

export const metadata: Metadata = { title: "Digests" };

export default async function DigestsPage() {
  const ctx = await requireViewer();
  const cache = makeQueryClient();
  await cache.prefetchQuery({ ...digestsQuery, queryFn: () => digestsView(ctx, digestSettings()) });
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <DigestsScreen />
    </HydrationBoundary>
  );
}
