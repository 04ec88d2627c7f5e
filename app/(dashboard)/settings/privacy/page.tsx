import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { privacySettingsQuery } from "@/components/queries/organisation";
import { shareLinksQuery } from "@/components/queries/share-links";
import { PrivacyScreen } from "@/components/settings/privacy-screen";
import { privacySettings } from "@/db/queries/privacy-settings";
import { shareLinks } from "@/db/queries/share-links";

export const metadata: Metadata = { title: "Privacy and budgets" };

export default async function Page() {
  const ctx = await requireViewer();
  const cache = makeQueryClient();
  await Promise.all([
    cache.prefetchQuery({ ...privacySettingsQuery, queryFn: () => privacySettings(ctx) }),
    cache.prefetchQuery({ ...shareLinksQuery, queryFn: () => shareLinks(ctx) }),
  ]);
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <PrivacyScreen />
    </HydrationBoundary>
  );
}
