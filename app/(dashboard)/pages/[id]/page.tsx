import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { orNotFound } from "@/app/(dashboard)/or-not-found";
import { readFilter, type SearchParams } from "@/app/(dashboard)/read-filter";
import { UnreadableAddress } from "@/app/(dashboard)/unreadable-address";
import { sharedOf } from "@/components/format/href";
import { PageScreen } from "@/components/panels/page-screen";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { pageQuery } from "@/components/queries/page";
import { dataState } from "@/db/queries/data-state";
import { pageDetail } from "@/db/queries/page-detail";
import { NoiseFilter } from "@/lib/contract/filter";

export const metadata: Metadata = { title: "Page" };

type Props = { params: Promise<{ id: string }>; searchParams: SearchParams };

export default async function PagePage({ params, searchParams }: Props) {
  const [ctx, { id }] = [await requireViewer(), await params];
  const read = await readFilter(ctx, NoiseFilter, searchParams);
  if (!read.ok) return <UnreadableAddress path={`/pages/${id}`} wrong={read.wrong} />;
  const zone = read.filter.tz ?? (await dataState(ctx)).workspaceZone;
  const cache = makeQueryClient();
  await orNotFound(cache.fetchQuery({ ...pageQuery(id), queryFn: () => pageDetail(ctx, id) }));
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <PageScreen id={id} zone={zone} filter={sharedOf(read.filter)} />
    </HydrationBoundary>
  );
}
