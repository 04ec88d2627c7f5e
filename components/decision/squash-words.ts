import { formatCounted } from "@/components/format/numbers";
import type { DecisionsView } from "@/lib/contract/decision";

type Squash = DecisionsView["timeToSquash"];

/** "6 days"; under two days in hours. */
export function squashDays(days: number | null): string {
  if (days === null) return "not measured";
  return days < 2
    ? formatCounted(Math.round(days * 24), "hour", "hours")
    : formatCounted(Math.round(days), "day", "days");
}

export function squashWords({ medianDays, n, notYet }: Squash): string {
  return `Time to squash ${squashDays(medianDays)} in the median, n = ${formatCounted(n, "alert", "alerts")}; ${notYet} not verified quiet yet.`;
}
