import type { Metadata } from "next";
import { requireViewer } from "@/app/_http/require-viewer";
import { readFilter, type SearchParams } from "@/app/(dashboard)/read-filter";
import { UnreadableAddress } from "@/app/(dashboard)/unreadable-address";
import { BestSetScreen } from "@/components/what-if/best-set-screen";
import { TriageFilter } from "@/lib/contract/triage";

export const metadata: Metadata = { title: "Best set" };

export default async function BestSetPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireViewer();
  const read = await readFilter(ctx, TriageFilter, searchParams);
  if (!read.ok) return <UnreadableAddress path="/triage/best-set" wrong={read.wrong} />;
  return <BestSetScreen filter={read.filter} />;
}
