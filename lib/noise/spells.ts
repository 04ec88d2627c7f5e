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
export function spellsOf(scene: Scene): readonly Spell[] {
  const known = OF_SCENE.get(scene);
  if (known) return known;
  const spells = madeOf(scene);
  OF_SCENE.set(scene, spells);
  return spells;
}

/** Two readers ask for the spells of one scene. */
const OF_SCENE = new WeakMap<Scene, readonly Spell[]>();

function madeOf({ sights }: Scene): Spell[] {
  const all: { openedAt: Instant; endedAt: Instant | null; endedBy: Ending; pageKey: string }[] = [];
  let inOrder = true;
  for (const { page } of sights) {
    for (const { openedAt, endedAt, endedBy } of page.openings) {
      inOrder &&= (all[all.length - 1]?.openedAt ?? openedAt) <= openedAt;
      all.push({ openedAt, endedAt, endedBy, pageKey: page.pageKey });
    }
  }
  if (!inOrder) all.sort((a, b) => a.openedAt - b.openedAt);
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
