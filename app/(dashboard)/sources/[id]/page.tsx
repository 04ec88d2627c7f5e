import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { senderOrigin } from "@/app/_http/sender-origin";
import { orNotFound } from "@/app/(dashboard)/or-not-found";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { backfillsQuery, sourceQuery } from "@/components/queries/sources";
import { SourceScreen } from "@/components/sources/source-screen";
import { backfillsOf } from "@/db/queries/backfills";
import { idFrom } from "@/db/queries/pages";
import { sourceView } from "@/db/queries/source-list";

export const metadata: Metadata = { title: "Source" };

type Props = { params: Promise<{ id: string }> };

export default async function SourcePage({ params }: Props) {
  const [ctx, { id }] = [await requireViewer(), await params];
  const cache = makeQueryClient();
  await orNotFound(
    cache.fetchQuery({ ...sourceQuery(id), queryFn: async () => sourceView(ctx, idFrom(id, "source")) }),
  );
  await cache.prefetchQuery({ ...backfillsQuery(id), queryFn: () => backfillsOf(ctx, idFrom(id, "source")) });
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <SourceScreen id={id} origin={await senderOrigin()} canChange={ctx.viewer.role === "admin"} />
    </HydrationBoundary>
  );
}
