import { chainNotifications } from "@/lib/ingest/fold-interruptions";
import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import type { HourClass } from "@/lib/model/interruption";
import { type Chain, chainsNear, type PersonBook, type Ring } from "./chain-book";
import type { HistoryOpening } from "./history";
import type { Fate } from "./replay";

const DAY_MS = 86_400_000;

/** Interruptions of one person before less those after, by hour class; below 0 where a delay moved more into a class. */
export type PersonSaving = Readonly<Record<HourClass, number>> & { person: string; nights: number; estimated: boolean };

/** What people would have been spared, by folding the chains that change once more. In the order of the books. */
export function sparePeople(
  books: ReadonlyMap<string, PersonBook>,
  openings: readonly HistoryOpening[],
  fateOf: (opening: number) => Fate,
): PersonSaving[] {
  const changed = changedRings(openings, fateOf);
  return [...books.values()].flatMap((book) => {
    const changes = changed.get(book.person);
    return changes ? [spare(book, changes, fateOf)] : [];
  });
}

type Change = { person: string; at: Instant; movedTo: Instant | null };

function changedRings(openings: readonly HistoryOpening[], fateOf: (opening: number) => Fate) {
  const changes: Change[] = [];
  for (const [index, { notifications }] of openings.entries()) {
    const fate = fateOf(index);
    if (fate.kind === "kept") continue;
    const delayMs = fate.kind === "delayed" ? fate.delayMs : null;
    for (const { person, at } of notifications)
      changes.push({ person, at, movedTo: delayMs === null ? null : at + delayMs });
  }
  return groupBy(changes, ({ person }) => person);
}

function spare(
  { person, chains, place }: PersonBook,
  changes: readonly Change[],
  fateOf: (opening: number) => Fate,
): PersonSaving {
  const touched = new Set<number>();
  for (const { at, movedTo } of changes) {
    for (const index of chainsNear(chains, at)) touched.add(index);
    if (movedTo !== null) for (const index of chainsNear(chains, movedTo)) touched.add(index);
  }
  const before = [...touched].flatMap((index) => chains[index] ?? []);
  const beforeChains = [...touched].flatMap((index) => (chains[index] ? [chains[index]] : []));
  const afterChains = chainNotifications(before.flatMap((ring) => treated(ring, fateOf)));
  const counts = { sleep: 0, off: 0, business: 0 };
  const nights = new Map<string, number>();
  const count = (chain: Chain, sign: 1 | -1): void => {
    const at = chain[0]?.at;
    if (at === undefined) return;
    const { hourClass, night } = place(at);
    counts[hourClass] += sign;
    if (hourClass === "sleep" && night !== null) nights.set(night, (nights.get(night) ?? 0) + sign);
  };
  for (const chain of beforeChains) count(chain, 1);
  for (const chain of afterChains) count(chain, -1);
  const placed = [...beforeChains, ...afterChains].flatMap((chain) => chain[0]?.at ?? []);
  return {
    person,
    ...counts,
    nights: nightsSaved(nights, nightsBefore(chains, placed, place)),
    estimated: before.some(({ estimated }) => estimated),
  };
}

function treated(ring: Ring, fateOf: (opening: number) => Fate): Ring[] {
  if (ring.opening === null) return [ring];
  const fate = fateOf(ring.opening);
  if (fate.kind === "kept") return [ring];
  return fate.kind === "delayed" ? [{ ...ring, at: ring.at + fate.delayMs }] : [];
}

/** How often each night around these instants was disturbed. No night is longer than a day. */
function nightsBefore(chains: readonly Chain[], around: readonly Instant[], place: PersonBook["place"]) {
  const near = new Set(around.flatMap((at) => chainsNear(chains, at, DAY_MS)));
  const nights = new Map<string, number>();
  for (const index of near) {
    const at = chains[index]?.[0]?.at;
    if (at === undefined) continue;
    const { hourClass, night } = place(at);
    if (hourClass === "sleep" && night !== null) nights.set(night, (nights.get(night) ?? 0) + 1);
  }
  return nights;
}

/** A night is saved when nothing is left in it, and lost when something is moved into a quiet one. */
function nightsSaved(spared: ReadonlyMap<string, number>, before: ReadonlyMap<string, number>): number {
  let saved = 0;
  for (const [night, count] of spared) {
    const had = before.get(night) ?? 0;
    if (had > 0 && had - count <= 0) saved += 1;
    if (had === 0 && count < 0) saved -= 1;
  }
  return saved;
}
