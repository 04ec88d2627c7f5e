import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { type ReactNode, Suspense } from "react";
import { requireViewer } from "@/app/_http/require-viewer";
import { Frame } from "@/components/frame/frame";
import { dataStateQuery } from "@/components/queries/data-state";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { sampleViewerQuery } from "@/components/queries/people";
import { alarmsQuery } from "@/components/queries/sources";
import { alarms } from "@/db/queries/alarms";
import { dataState } from "@/db/queries/data-state";
import { sampleViewer } from "@/db/queries/sample-viewer";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const ctx = await requireViewer();
  const cache = makeQueryClient();
  await Promise.all([
    cache.prefetchQuery({ ...dataStateQuery, queryFn: () => dataState(ctx) }),
    cache.prefetchQuery({ ...alarmsQuery, queryFn: () => alarms(ctx) }),
    cache.prefetchQuery({ ...sampleViewerQuery, queryFn: () => sampleViewer(ctx) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <Suspense>
        <Frame>{children}</Frame>
      </Suspense>
    </HydrationBoundary>
  );
}
