import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { gitRemotes, outboundAllow } from "@/app/_http/outbound-settings";
import { requireViewer } from "@/app/_http/require-viewer";
import { connectionsQuery } from "@/components/queries/apply";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { ConnectionsScreen } from "@/components/settings/connections-screen";
import { connectionsView } from "@/db/queries/connections";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsPage() {
  const ctx = await requireViewer();
  const cache = makeQueryClient();
  await cache.prefetchQuery({
    ...connectionsQuery,
    queryFn: () => connectionsView(ctx, { allowed: outboundAllow(), remotes: gitRemotes() }),
  });
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <ConnectionsScreen zone={ctx.zone} />
    </HydrationBoundary>
  );
}
