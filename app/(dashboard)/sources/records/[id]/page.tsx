import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { orNotFound } from "@/app/(dashboard)/or-not-found";
import { DeliveryScreen } from "@/components/ledger/delivery-screen";
import { deliveryQuery } from "@/components/queries/ledger";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { deliveryDetail } from "@/db/queries/delivery-detail";
import { idFrom } from "@/db/queries/pages";

export const metadata: Metadata = { title: "Delivery" };

export default async function DeliveryPage({ params }: { params: Promise<{ id: string }> }) {
  const [ctx, { id }] = [await requireViewer(), await params];
  const cache = makeQueryClient();
  await orNotFound(
    cache.fetchQuery({ ...deliveryQuery(id), queryFn: async () => deliveryDetail(ctx, idFrom(id, "delivery")) }),
  );
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <DeliveryScreen id={id} canChange={ctx.viewer.role !== "auditor"} />
    </HydrationBoundary>
  );
}
