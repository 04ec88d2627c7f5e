import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { handOverQuery, hoursSettingsQuery } from "@/components/queries/organisation";
import { HoursScreen } from "@/components/settings/hours-screen";
import { handOverSettings } from "@/db/queries/hand-over-settings";
import { hoursSettings } from "@/db/queries/hours-settings";

export const metadata: Metadata = { title: "Hours and holidays" };

export default async function Page() {
  const ctx = await requireViewer();
  const cache = makeQueryClient();
  await Promise.all([
    cache.prefetchQuery({ ...hoursSettingsQuery, queryFn: () => hoursSettings(ctx) }),
    cache.prefetchQuery({ ...handOverQuery, queryFn: () => handOverSettings(ctx) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <HoursScreen />
    </HydrationBoundary>
  );
}
