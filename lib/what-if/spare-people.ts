import { CHAIN_MS } from "@/lib/ingest/fold-interruptions";
import type { Instant } from "@/lib/model/instant";
import type { HourClass } from "@/lib/model/interruption";
import { type Books, chainsNear, type PersonBook, type Ring } from "./chain-book";
import type { Fate } from "./replay";

/** Interruptions of one person before less those after, by hour class; below 0 where a delay moved more into a class. */
export type PersonSaving = Readonly<Record<HourClass, number>> & { person: string; nights: number; estimated: boolean };

type FateOf = (opening: number) => Fate;

/** What people would have been spared, by folding the chains that change once more. In the order of the books. */
export function sparePeople(books: Books, places: readonly number[], fateOf: FateOf): PersonSaving[] {
  const touched = touchedChains(books, places, fateOf);
  return books.people.flatMap((book) => {
    const chains = touched.get(book);
    return chains ? [spare(book, chains, fateOf)] : [];
  });
}

/** The chains of each person that lose a notification, and those beside which one comes to lie. */
export function touchedChains(
  { rungOf }: Books,
  places: readonly number[],
  fateOf: FateOf,
): ReadonlyMap<PersonBook, ReadonlySet<number>> {
  const touched = new Map<PersonBook, Set<number>>();
  for (const place of places) {
    const fate = fateOf(place);
    if (fate.kind === "kept") continue;
    for (const { book, chain, at } of rungOf(place)) {
      const own = touched.get(book) ?? new Set();
      touched.set(book, own.add(chain));
      if (fate.kind === "delayed") for (const near of chainsNear(book.chains, at + fate.delayMs)) own.add(near);
    }
  }
  return touched;
}

function spare(book: PersonBook, touched: ReadonlySet<number>, fateOf: FateOf): PersonSaving {
  const { person, chains, place } = book;
  const counts = { sleep: 0, off: 0, business: 0 };
  const nights = new Map<string, { at: Instant; spared: number }>();
  const count = (at: Instant, sign: 1 | -1): void => {
    const { hourClass, night } = place(at);
    counts[hourClass] += sign;
    if (night === null) return;
    const told = nights.get(night);
    if (told) told.spared += sign;
    else nights.set(night, { at, spared: sign });
  };
  const left: Instant[] = [];
  let estimated = false;
  for (const index of touched) {
    const chain = chains[index] ?? [];
    if (chain[0]) count(chain[0].at, 1);
    for (const ring of chain) {
      if (ring.estimated) estimated = true;
      const at = ringsAt(ring, fateOf);
      if (at !== null) left.push(at);
    }
  }
  for (const at of beginnings(left)) count(at, -1);
  return { person, ...counts, nights: nightsSaved(nights, book), estimated };
}

/** When a notification comes after all; null = it does not. */
export function ringsAt(ring: Ring, fateOf: FateOf): Instant | null {
  if (ring.opening === null) return ring.at;
  const fate = fateOf(ring.opening);
  if (fate.kind === "kept") return ring.at;
  return fate.kind === "delayed" ? ring.at + fate.delayMs : null;
}

/** Where the chains of loud notifications begin, which are one interruption each. */
export function beginnings(ats: readonly Instant[]): Instant[] {
  const begun: Instant[] = [];
  let previousAt = Number.NEGATIVE_INFINITY;
  for (const at of Float64Array.from(ats).sort()) {
    if (at - previousAt > CHAIN_MS) begun.push(at);
    previousAt = at;
  }
  return begun;
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
