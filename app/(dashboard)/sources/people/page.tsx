import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { PeopleScreen } from "@/components/people/people-screen";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { peopleQuery } from "@/components/queries/people";
import { peopleAccounts } from "@/db/queries/people-accounts";

export const metadata: Metadata = { title: "People" };

export default async function PeoplePage() {
  const ctx = await requireViewer();
  const cache = makeQueryClient();
  await cache.prefetchQuery({ ...peopleQuery, queryFn: () => peopleAccounts(ctx) });
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <PeopleScreen canChange={ctx.viewer.role !== "auditor"} />
    </HydrationBoundary>
  );
}
