import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { readFilter, type SearchParams } from "@/app/(dashboard)/read-filter";
import { DaysFilter } from "@/app/(dashboard)/sources/days-filter";
import { UnreadableAddress } from "@/app/(dashboard)/unreadable-address";
import { ChangesScreen } from "@/components/changes/changes-screen";
import { changesQuery } from "@/components/queries/changes";
import { makeQueryClient } from "@/components/queries/make-query-client";
import type { Ctx } from "@/db/ctx";
import { changesList } from "@/db/queries/changes";
import { ChangesFilter } from "@/lib/contract/changes";
import { resolveRange } from "@/lib/time/range";

export const metadata: Metadata = { title: "Changes" };

const ScreenFilter = DaysFilter.extend({ kind: ChangesFilter.shape.kind, q: ChangesFilter.shape.q });
type ScreenFilter = ReturnType<typeof ScreenFilter.parse>;

export default async function ChangesPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireViewer();
  const read = await readFilter(ctx, ScreenFilter, searchParams);
  if (!read.ok) return <UnreadableAddress path="/sources/changes" wrong={read.wrong} />;
  const filter = filterOf(ctx, read.filter);
  const cache = makeQueryClient();
  await cache.prefetchInfiniteQuery({ ...changesQuery(filter), queryFn: () => changesList(ctx, filter) });
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <ChangesScreen filter={filter} />
    </HydrationBoundary>
  );
}

/** A range that reaches to now has no end: maintenance is declared before it begins. */
function filterOf(ctx: Pick<Ctx, "zone" | "now">, read: ScreenFilter): ChangesFilter {
  const { source, kind, service, team, q } = read;
  const { from, to } = resolveRange({ from: read.from, to: read.to, zone: read.tz ?? ctx.zone, now: ctx.now });
  return {
    from: new Date(from).toISOString(),
    ...(to < ctx.now && { to: new Date(to).toISOString() }),
    ...(source && { source }),
    ...(kind && { kind }),
    ...(service && { service }),
    ...(team && { team }),
    ...(q && { q }),
  };
}
