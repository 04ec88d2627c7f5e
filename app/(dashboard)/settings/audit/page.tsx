import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { auditQuery } from "@/components/queries/audit";
import { makeQueryClient } from "@/components/queries/make-query-client";
import { AuditScreen } from "@/components/settings/audit-screen";
import { auditRows } from "@/db/queries/audit-rows";
import { AuditFilter } from "@/lib/contract/audit";

export const metadata: Metadata = { title: "Audit log" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AuditPage({ searchParams }: Props) {
  const ctx = await requireViewer();
  const read = AuditFilter.safeParse(await searchParams);
  const filter = read.success ? read.data : {};
  const cache = makeQueryClient();
  // Whoever may not read it is told so by the request of the browser.
  if (ctx.viewer.role !== "member")
    await cache.prefetchQuery({ ...auditQuery(filter), queryFn: () => auditRows(ctx, filter) });
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <AuditScreen filter={filter} />
    </HydrationBoundary>
  );
}
