import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { shiftQuery } from "@/components/queries/triage";
import { ShiftScreen } from "@/components/triage/shift-screen";
import { myShift } from "@/db/queries/my-shift";

export const metadata: Metadata = { title: "My shift" };

export default async function ShiftPage() {
  const ctx = await requireViewer();
  const cache = makeQueryClient();
  await cache.prefetchQuery({ ...shiftQuery, queryFn: () => myShift(ctx) });
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <ShiftScreen />
    </HydrationBoundary>
  );
}
