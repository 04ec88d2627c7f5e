import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { privacySettingsQuery } from "@/components/queries/organisation";
import { PrivacyScreen } from "@/components/settings/privacy-screen";
import { privacySettings } from "@/db/queries/privacy-settings";

export const metadata: Metadata = { title: "Privacy and budgets" };

export default async function Page() {
  const ctx = await requireViewer();
  const cache = makeQueryClient();
  await cache.prefetchQuery({ ...privacySettingsQuery, queryFn: () => privacySettings(ctx) });
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <PrivacyScreen />
    </HydrationBoundary>
  );
}
