import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { organisationQuery } from "@/components/queries/organisation";
import { OrganisationScreen } from "@/components/settings/organisation-screen";
import { organisation } from "@/db/queries/organisation";

export const metadata: Metadata = { title: "People and organisation" };

export default async function Page() {
  const ctx = await requireViewer();
  const cache = makeQueryClient();
  await cache.prefetchQuery({ ...organisationQuery, queryFn: () => organisation(ctx) });
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <OrganisationScreen />
    </HydrationBoundary>
  );
}
