import type { Slot } from "./mask-title";

/** A variable part of a title over the pages of a signature. */
type SlotUse = {
  /** From 0, in the order of the template. */
  slot: number;
  mask: string;
  /** Most pages first; as many as there are. */
  values: readonly { value: string; pages: number }[];
  pages: number;
  /** So few values over so many pages are names, not numbers: two alerts may be in one. */
  isName: boolean;
};

/** A slot with at most this many values over at least this many openings is a name. Our proposal: noise.md 2.10. */
const NAME_SLOT = { values: 5, openings: 20 } as const;

/** What stood in each slot of a template, page by page, counted. */
export function countSlots(pages: Iterable<readonly Slot[]>): SlotUse[] {
  const counts: { mask: string; values: Map<string, number> }[] = [];
  for (const slots of pages)
    for (const [slot, { mask, value }] of slots.entries()) {
      counts[slot] ??= { mask, values: new Map() };
      const key = value.toLowerCase();
      counts[slot].values.set(key, (counts[slot].values.get(key) ?? 0) + 1);
    }
  return counts.map(({ mask, values }, slot) => {
    const counted = [...values].map(([value, n]) => ({ value, pages: n }));
    const openings = counted.reduce((sum, { pages: n }) => sum + n, 0);
    return {
      slot,
      mask,
      values: counted.sort((a, b) => b.pages - a.pages || (a.value < b.value ? -1 : 1)),
      pages: openings,
      isName: counted.length > 1 && counted.length <= NAME_SLOT.values && openings >= NAME_SLOT.openings,
    };
  });
}
