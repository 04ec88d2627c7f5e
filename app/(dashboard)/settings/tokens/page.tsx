import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { tokensQuery } from "@/components/queries/tokens";
import { TokensScreen } from "@/components/settings/tokens-screen";
import { tokens } from "@/db/queries/tokens";

export const metadata: Metadata = { title: "API tokens" };

export default async function TokensPage() {
  const ctx = await requireViewer();
  const cache = makeQueryClient();
  await cache.prefetchQuery({ ...tokensQuery, queryFn: () => tokens(ctx) });
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <TokensScreen />
    </HydrationBoundary>
  );
}
