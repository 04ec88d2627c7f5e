import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { sourcesQuery } from "@/components/queries/sources";
import { SourcesScreen } from "@/components/sources/sources-screen";
import { sources } from "@/db/queries/sources";

export const metadata: Metadata = { title: "Sources" };

export default async function SourcesPage() {
  const ctx = await requireViewer();
  const cache = makeQueryClient();
  await cache.prefetchQuery({ ...sourcesQuery, queryFn: () => sources(ctx) });
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <SourcesScreen canChange={ctx.viewer.role === "admin"} />
    </HydrationBoundary>
  );
}
