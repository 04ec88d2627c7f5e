"use client";

import { formatAgo } from "@/components/format/duration";
import { formatDate, formatExact } from "@/components/format/time";
import { TICK_MS, useNow } from "./use-now";

/** "3 min ago", with the exact time behind it; the date where it is long ago or the clock is not known yet. */
export function Age({ at, zone }: { at: string; zone: string }) {
  const now = useNow();
  const seconds = now === null ? null : (now - Date.parse(at)) / 1000;
  const isNear = seconds !== null && seconds >= -TICK_MS / 1000 && seconds <= 14 * 86_400;
  return (
    <time dateTime={at} title={`${formatExact(at, zone)} ${zone.replaceAll("_", " ")}`} className="whitespace-nowrap">
      {isNear ? formatAgo(seconds) : formatDate(at, zone)}
    </time>
  );
}
