import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { noiseSettingsQuery } from "@/components/queries/noise-settings";
import { NoiseSettingsScreen } from "@/components/settings/noise-settings-screen";
import { noiseSettings } from "@/db/queries/noise-settings";

export const metadata: Metadata = { title: "Noise settings" };

export default async function NoiseSettingsPage() {
  const ctx = await requireViewer();
  const cache = makeQueryClient();
  await cache.prefetchQuery({ ...noiseSettingsQuery, queryFn: () => noiseSettings(ctx) });
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <NoiseSettingsScreen />
    </HydrationBoundary>
  );
}
