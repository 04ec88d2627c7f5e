import type { Instant } from "@/lib/model/instant";
import type { Page } from "@/lib/model/page";

export const BULK_THRESHOLDS = { closings: 10, withinMs: 60_000 };

/** Keys of pages that one person closed together with at least nine others within 60 s: tidying up, no sign of a fix. */
export function bulkCloses(pages: Iterable<Pick<Page, "pageKey" | "endedAt" | "endedByPerson">>): Set<string> {
  const byPerson = new Map<string, { at: Instant; pageKey: string }[]>();
  for (const { pageKey, endedAt, endedByPerson } of pages) {
    if (endedAt === null || endedByPerson === null) continue;
    const closings = byPerson.get(endedByPerson);
    if (closings) closings.push({ at: endedAt, pageKey });
    else byPerson.set(endedByPerson, [{ at: endedAt, pageKey }]);
  }
  const bulk = new Set<string>();
  for (const closings of byPerson.values()) {
    closings.sort((a, b) => a.at - b.at);
    let marked = 0;
    for (let last = BULK_THRESHOLDS.closings - 1; last < closings.length; last += 1) {
      const first = last - BULK_THRESHOLDS.closings + 1;
      const span = (closings[last]?.at ?? 0) - (closings[first]?.at ?? 0);
      if (span > BULK_THRESHOLDS.withinMs) continue;
      for (let index = Math.max(first, marked); index <= last; index += 1) bulk.add(closings[index]?.pageKey ?? "");
      marked = last + 1;
    }
  }
  return bulk;
}
