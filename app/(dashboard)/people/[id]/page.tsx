import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { requireViewer } from "@/app/_http/require-viewer";
import { orNotFound } from "@/app/(dashboard)/or-not-found";
import { readFilter, type SearchParams } from "@/app/(dashboard)/read-filter";
import { UnreadableAddress } from "@/app/(dashboard)/unreadable-address";
import { hrefTo, sharedOf } from "@/components/format/href";
import { NobodyLinked } from "@/components/panels/nobody-linked";
import { PersonScreen } from "@/components/panels/person-screen";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { personQuery } from "@/components/queries/person";
import { personDetail } from "@/db/queries/named/person-detail";
import { NoiseFilter } from "@/lib/contract/filter";

export const metadata: Metadata = { title: "Person" };

type Props = { params: Promise<{ id: string }>; searchParams: SearchParams };

/** `/people/me` is whoever looks. */
export default async function PersonPage({ params, searchParams }: Props) {
  const [ctx, { id }] = [await requireViewer(), await params];
  const read = await readFilter(ctx, NoiseFilter, searchParams);
  if (!read.ok) return <UnreadableAddress path={`/people/${id}`} wrong={read.wrong} />;
  const { filter } = read;
  if (id === "me") {
    const { personId } = ctx.viewer;
    if (personId === null) return <NobodyLinked />;
    redirect(hrefTo(`/people/${personId}`, sharedOf(filter)));
  }
  const cache = makeQueryClient();
  await orNotFound(cache.fetchQuery({ ...personQuery(id, filter), queryFn: () => personDetail(ctx, id, filter) }));
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <PersonScreen id={id} filter={filter} />
    </HydrationBoundary>
  );
}
