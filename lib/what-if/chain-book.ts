import { CHAIN_MS, chainNotifications, type PageNotification } from "@/lib/ingest/fold-interruptions";
import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import type { PlacedInstant } from "@/lib/time/hour-rules";
import type { History } from "./history";

/** One notification in a chain, with the place of the opening that it belongs to; null = of another alert. */
export type Ring = PageNotification & { opening: number | null };

export type Chain = readonly Ring[];

/** The interruptions of one person as they were. */
export type PersonBook = {
  person: string;
  chains: readonly Chain[];
  place: (at: Instant) => PlacedInstant;
  /** How often a night was disturbed; `at` is an instant in it. */
  disturbed: (night: string, at: Instant) => number;
};

/** Where a notification of an opening lies. */
type RungAt = { book: PersonBook; chain: number; at: Instant };

export type Books = { people: readonly PersonBook[]; rungOf: (opening: number) => readonly RungAt[] };

export type PlaceOf = (person: string) => (at: Instant) => PlacedInstant;

const DAY_MS = 86_400_000;

/** Of other alerts it matters only when they rang. */
const ELSEWHERE = "";

/** Everybody whom the openings rang, with all chains of theirs. */
export function chainBooks({ openings, others }: History, placeOf: PlaceOf): Books {
  const ours = openings.flatMap(({ pageKey, notifications }, opening) =>
    notifications.map((each) => ringOf(each, pageKey, opening)),
  );
  const concerned = groupBy(ours, ({ person }) => person);
  const elsewhere = byPerson(others);
  for (const [person, rings] of concerned)
    for (const other of elsewhere.get(person) ?? []) rings.push(ringOf(other, ELSEWHERE, null));
  const people = [...concerned].map(([person, rings]) => {
    const chains = chainNotifications(rings);
    const place = remembering(placeOf(person));
    return { person, chains, place, disturbed: disturbances(chains, place) };
  });
  return { people, rungOf: placesOfRings(people) };
}

const NEVER_RUNG: readonly RungAt[] = [];

function placesOfRings(people: readonly PersonBook[]): Books["rungOf"] {
  const rung: RungAt[][] = [];
  for (const book of people)
    for (const [chain, rings] of book.chains.entries())
      for (const { opening, at } of rings) {
        if (opening === null) continue;
        const own = rung[opening];
        if (own) own.push({ book, chain, at });
        else rung[opening] = [{ book, chain, at }];
      }
  return (opening) => rung[opening] ?? NEVER_RUNG;
}

/** No night is longer than a day. Each is counted once, for all positions of a slider. */
function disturbances(chains: readonly Chain[], place: PersonBook["place"]): PersonBook["disturbed"] {
  const known = new Map<string, number>();
  return (night, at) => {
    const before = known.get(night);
    if (before !== undefined) return before;
    const count = chainsNear(chains, at, DAY_MS).filter((index) => {
      const began = chains[index]?.[0]?.at;
      return began !== undefined && place(began).night === night;
    }).length;
    known.set(night, count);
    return count;
  };
}

type Others = History["others"];
const PEOPLE = new WeakMap<Others, ReadonlyMap<string, Others>>();

/** Alerts of one history share what else rang. */
function byPerson(others: Others): ReadonlyMap<string, Others> {
  const known = PEOPLE.get(others);
  if (known) return known;
  const people = groupBy(others, ({ person }) => person);
  PEOPLE.set(others, people);
  return people;
}

function ringOf({ person, at, estimated }: History["others"][number], pageKey: string, opening: number | null): Ring {
  // A history holds loud notifications alone; which of the loud channels it was makes no difference.
  return { person, at, estimated, channel: "push", pageKey, opening };
}

/** The sliders ask for the same instants again and again. */
function remembering(place: (at: Instant) => PlacedInstant): (at: Instant) => PlacedInstant {
  const known = new Map<Instant, PlacedInstant>();
  return (at) => {
    const before = known.get(at);
    if (before) return before;
    const placed = place(at);
    known.set(at, placed);
    return placed;
  };
}

/** Indexes of the chains that a notification at an instant would be part of, or lie beside. */
export function chainsNear(chains: readonly Chain[], at: Instant, within = CHAIN_MS): number[] {
  const near: number[] = [];
  for (let index = firstEndingFrom(chains, at - within); index < chains.length; index += 1) {
    if ((chains[index]?.[0]?.at ?? Infinity) > at + within) break;
    near.push(index);
  }
  return near;
}

/** Chains follow each other, so that their ends are in order too. */
function firstEndingFrom(chains: readonly Chain[], at: Instant): number {
  let [low, high] = [0, chains.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const chain = chains[middle];
    if ((chain?.[chain.length - 1]?.at ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
