import type { LedgerDay, LedgerView } from "@/lib/contract/ledger";
import { addDays, daysBetween } from "@/lib/time/boundaries";

/** A day on which something came, or a run of days on which nothing did. */
export type DayEntry = { kind: "day"; day: LedgerDay } | { kind: "nothing"; from: string; to: string; days: number };

/** Newest first. Days without a row are said to be without one; they are not zeroes. */
export function daysOfSource(
  { from, to, days }: Pick<LedgerView, "from" | "to" | "days">,
  sourceId: string,
): DayEntry[] {
  const mine = new Map(days.filter((day) => day.sourceId === sourceId).map((day) => [day.day, day]));
  const entries: DayEntry[] = [];
  for (let back = 0; back <= daysBetween(from, to); back++) {
    const date = addDays(to, -back);
    const day = mine.get(date);
    const before = entries.at(-1);
    if (day) entries.push({ kind: "day", day });
    else if (before?.kind === "nothing") {
      before.from = date;
      before.days += 1;
    } else entries.push({ kind: "nothing", from: date, to: date, days: 1 });
  }
  return entries;
}
