import { formatDayMonth } from "@/components/format/time";

/** "2 Nov–30 Nov": first and last day of a half-open span. */
export function spanWords({ from, to }: { from: number; to: number }, zone: string): string {
  const [first, last] = [from, Math.max(from, to - 1)].map((at) => formatDayMonth(new Date(at).toISOString(), zone));
  return first === last ? `${first}` : `${first}–${last}`;
}
