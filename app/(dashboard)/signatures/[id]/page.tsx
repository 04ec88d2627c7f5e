import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { orNotFound } from "@/app/(dashboard)/or-not-found";
import { readFilter, type SearchParams } from "@/app/(dashboard)/read-filter";
import { UnreadableAddress } from "@/app/(dashboard)/unreadable-address";
import { SignatureScreen } from "@/components/panels/signature-screen";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { signatureQuery } from "@/components/queries/signature";
import { signatureDetail } from "@/db/queries/signature-detail";
import { NoiseFilter } from "@/lib/contract/filter";

export const metadata: Metadata = { title: "Signature" };

type Props = { params: Promise<{ id: string }>; searchParams: SearchParams };

export default async function SignaturePage({ params, searchParams }: Props) {
  const [ctx, { id }] = [await requireViewer(), await params];
  const read = await readFilter(ctx, NoiseFilter, searchParams);
  if (!read.ok) return <UnreadableAddress path={`/signatures/${id}`} wrong={read.wrong} />;
  const { filter } = read;
  const cache = makeQueryClient();
  await orNotFound(
    cache.fetchQuery({ ...signatureQuery(id, filter), queryFn: () => signatureDetail(ctx, id, filter) }),
  );
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <SignatureScreen id={id} filter={filter} />
    </HydrationBoundary>
  );
}
