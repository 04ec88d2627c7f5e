import type { Instant } from "@/lib/model/instant";
import type { Ending } from "@/lib/model/page";
import type { Scene } from "./history";

/** A stretch in which an alert was open without a break, however many pages told it. */
export type Spell = {
  openedAt: Instant;
  /** Null where the end is not known. */
  clearedAt: Instant | null;
  endedBy: Ending;
  pageKeys: string[];
};

/** The openings of all pages as spells, in order: pages that overlap are one opening of the alert, not two. */
export function spellsOf({ sights }: Scene): Spell[] {
  const all = sights.flatMap(({ page }) => page.openings.map((opening) => ({ ...opening, pageKey: page.pageKey })));
  all.sort((a, b) => a.openedAt - b.openedAt);
  const spells: Spell[] = [];
  for (const { openedAt, endedAt, endedBy, pageKey } of all) {
    const current = spells[spells.length - 1];
    if (!current || current.clearedAt === null || openedAt >= current.clearedAt) {
      spells.push({ openedAt, clearedAt: endedAt, endedBy, pageKeys: [pageKey] });
      continue;
    }
    current.pageKeys.push(pageKey);
    if (endedAt !== null && endedAt <= current.clearedAt) continue;
    current.clearedAt = endedAt;
    current.endedBy = endedBy;
  }
  return spells;
}
