"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { formatAgo } from "@/components/format/duration";
import { ledgerHref } from "@/components/format/ledger-href";
import { formatCount } from "@/components/format/numbers";
import { formatDate } from "@/components/format/time";
import { dataStateQuery } from "@/components/queries/data-state";
import { TICK_MS, useNow } from "@/components/ui/use-now";

export function FreshnessChip() {
  const { data, isError } = useQuery(dataStateQuery);
  const now = useNow();
  if (!data) return <span className="text-xs text-ink-3">{isError ? "freshness not known" : ""}</span>;
  return (
    <Link
      href={ledgerHref({})}
      className="inline-flex h-8 items-center rounded-md px-2 text-xs whitespace-nowrap text-ink-2 hover:bg-hover hover:text-ink"
    >
      {data.lastEventAt === null ? "no events yet" : `last event ${since(data.lastEventAt, data.workspaceZone, now)}`}
      {" · "}
      {formatCount(data.rejectedRecords)} rejected
    </Link>
  );
}

// The server prints the date, the browser the age: the two do not share a clock.
function since(iso: string, zone: string, now: number | null): string {
  const seconds = now === null ? null : (now - Date.parse(iso)) / 1000;
  return seconds === null || seconds < -TICK_MS / 1000 || seconds > 14 * 86_400
    ? formatDate(iso, zone)
    : formatAgo(seconds);
}
