import { chainNotifications } from "@/lib/ingest/fold-interruptions";
import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import type { HourClass } from "@/lib/model/interruption";
import { type Chain, chainsNear, type PersonBook, type Ring } from "./chain-book";
import type { HistoryOpening } from "./history";
import type { Fate } from "./replay";

/** Interruptions of one person before less those after, by hour class; below 0 where a delay moved more into a class. */
export type PersonSaving = Readonly<Record<HourClass, number>> & { person: string; nights: number; estimated: boolean };

/** What people would have been spared, by folding the chains that change once more. In the order of the books. */
export function sparePeople(
  books: ReadonlyMap<string, PersonBook>,
  openings: readonly HistoryOpening[],
  places: readonly number[],
  fateOf: (opening: number) => Fate,
): PersonSaving[] {
  const changed = changedRings(openings, places, fateOf);
  return [...books.values()].flatMap((book) => {
    const changes = changed.get(book.person);
    return changes ? [spare(book, changes, fateOf)] : [];
  });
}

type Change = { person: string; at: Instant; movedTo: Instant | null };

function changedRings(
  openings: readonly HistoryOpening[],
  places: readonly number[],
  fateOf: (opening: number) => Fate,
) {
  const changes: Change[] = [];
  for (const place of places) {
    const { notifications = [] } = openings[place] ?? {};
    const fate = fateOf(place);
    if (fate.kind === "kept") continue;
    const delayMs = fate.kind === "delayed" ? fate.delayMs : null;
    for (const { person, at } of notifications)
      changes.push({ person, at, movedTo: delayMs === null ? null : at + delayMs });
  }
  return groupBy(changes, ({ person }) => person);
}

function spare(book: PersonBook, changes: readonly Change[], fateOf: (opening: number) => Fate): PersonSaving {
  const { person, chains, place } = book;
  const touched = new Set<number>();
  for (const { at, movedTo } of changes) {
    for (const index of chainsNear(chains, at)) touched.add(index);
    if (movedTo !== null) for (const index of chainsNear(chains, movedTo)) touched.add(index);
  }
  const before = [...touched].flatMap((index) => (chains[index] ? [chains[index]] : []));
  const after = chainNotifications(before.flatMap((chain) => chain.flatMap((ring) => treated(ring, fateOf))));
  const counts = { sleep: 0, off: 0, business: 0 };
  const nights = new Map<string, { at: Instant; spared: number }>();
  const count = (chain: Chain, sign: 1 | -1): void => {
    const at = chain[0]?.at;
    if (at === undefined) return;
    const { hourClass, night } = place(at);
    counts[hourClass] += sign;
    if (night === null) return;
    const told = nights.get(night);
    if (told) told.spared += sign;
    else nights.set(night, { at, spared: sign });
  };
  for (const chain of before) count(chain, 1);
  for (const chain of after) count(chain, -1);
  const estimated = before.some((chain) => chain.some((ring) => ring.estimated));
  return { person, ...counts, nights: nightsSaved(nights, book), estimated };
}

function treated(ring: Ring, fateOf: (opening: number) => Fate): Ring[] {
  if (ring.opening === null) return [ring];
  const fate = fateOf(ring.opening);
  if (fate.kind === "kept") return [ring];
  return fate.kind === "delayed" ? [{ ...ring, at: ring.at + fate.delayMs }] : [];
}

/** A night is saved when nothing is left in it, and lost when something is moved into a quiet one. */
function nightsSaved(nights: ReadonlyMap<string, { at: Instant; spared: number }>, { disturbed }: PersonBook): number {
  let saved = 0;
  for (const [night, { at, spared }] of nights) {
    const had = disturbed(night, at);
    if (had > 0 && had - spared <= 0) saved += 1;
    if (had === 0 && spared < 0) saved -= 1;
  }
  return saved;
}
