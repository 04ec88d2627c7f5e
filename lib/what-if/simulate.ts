import type { Bounds, Effect } from "@/lib/model/decision";
import { groupBy } from "@/lib/model/group-by";
import type { Instant } from "@/lib/model/instant";
import type { Treatment } from "@/lib/model/treatment";
import type { Verdict } from "@/lib/model/verdict";
import { type Books, chainBooks, type PlaceOf } from "./chain-book";
import { type Delays, delaysOf } from "./delays";
import type { History, HistoryOpening } from "./history";
import { priceOf } from "./price";
import { type Fate, type ReplayTimes, replay } from "./replay";
import { type PersonSaving, sparePeople } from "./spare-people";

/** Half-open. */
export type Span = { from: Instant; to: Instant };

/** How instants are read off people's walls, and when work begins again for a ticket. */
export type Clocks = ReplayTimes & { placeOf: PlaceOf };

/** One opening that a treatment would have changed. */
export type ChangedOpening = { opening: HistoryOpening; delayMs: number | null };

export type Simulation = {
  effect: Effect;
  /** All openings that would not have paged, whatever their verdict. */
  gone: readonly ChangedOpening[];
  /** Actionable pages that would not have paged at all. */
  lost: readonly ChangedOpening[];
  /** Actionable pages that would have been part of an earlier one, without a notification of their own. */
  joined: readonly ChangedOpening[];
  /** Actionable pages that would have come later. */
  late: readonly ChangedOpening[];
  /** Pages of which nobody knows whether they were worth it, that would not have paged. */
  unclear: readonly ChangedOpening[];
  delays: Delays | null;
  /** Openings that stay because a person, or nobody known, ended them, or acted on them. */
  endedByPerson: number;
  censored: number;
  people: readonly PersonSaving[];
};

/**
 * What a treatment would have done to a history, counted over the openings in a range. Everything that rang the people
 * concerned takes part, since interruptions chain; openings outside the range stay as they were.
 */
export function simulate(history: History, treatment: Treatment, range: Span, clocks: Clocks): Simulation {
  return simulateMany(history, sameFor(history, treatment), range, clocks);
}

/** One treatment for all alerts of a history. */
export function sameFor(history: History, treatment: Treatment): ReadonlyMap<string, Treatment> {
  return new Map([...alertsOf(history).keys()].map((signature) => [signature, treatment]));
}

/**
 * The same for several alerts together, each with a treatment of its own, counted over the openings of these alerts. Their
 * savings do not add up.
 */
export function simulateMany(
  history: History,
  treatments: ReadonlyMap<string, Treatment>,
  range: Span,
  clocks: Clocks,
): Simulation {
  const priced = treat(history, treatments, range, clocks);
  return { ...withPeople(history, priced, clocks), delays: delaysOf(toldOf(history, priced)) };
}

function toldOf({ openings }: History, { places, fateOf }: Priced) {
  return places.flatMap((place) => {
    const opening = openings[place];
    return opening ? [{ opening, fate: fateOf(place) }] : [];
  });
}

/** All but what people would have been spared, which takes most of the time. */
export type Priced = Omit<Simulation, "effect" | "people" | "delays"> & {
  effect: Omit<Effect, keyof Spared>;
  fateOf: (opening: number) => Fate;
  /** Places of the openings that count. */
  places: readonly number[];
};
type Spared = Pick<Effect, "interruptionsSaved" | "sleepInterruptionsSaved" | "nightsSaved" | "estimated">;

export function treat(
  history: History,
  treatments: ReadonlyMap<string, Treatment>,
  { from, to }: Span,
  clocks: ReplayTimes,
): Priced {
  const fates = new Map<number, Fate>();
  const tally = { openings: 0, actionable: 0, unclear: 0, noise: 0, removed: 0, delayed: 0, delayedActionable: 0 };
  const prices: Record<Verdict, number> = { actionable: 0, unclear: 0, noise: 0 };
  const lists = listsOf();
  const kept = { endedByPerson: 0, censored: 0 };
  for (const [signature, treatment] of treatments) {
    const { openings: own, places } = alertsOf(history).get(signature) ?? NO_ALERT;
    const found = replay(own, treatment, clocks);
    for (const [index, opening] of own.entries()) {
      if (opening.openedAt < from || opening.openedAt >= to) continue;
      const [place, fate] = [places[index] ?? -1, found[index] ?? KEPT];
      fates.set(place, fate);
      tally.openings += 1;
      tally[opening.verdict] += 1;
      if (opening.endedBy === "person") kept.endedByPerson += 1;
      else if (opening.endedBy !== "source") kept.censored += 1;
      if (fate.kind === "kept") continue;
      const price = priceOf(opening, treatment.kind);
      const delayMs = "delayMs" in fate ? fate.delayMs : null;
      if (delayMs === null) {
        tally.removed += 1;
        prices[price] += 1;
        lists.gone.push({ opening, delayMs });
      } else {
        tally.delayed += 1;
        if (opening.verdict === "actionable") tally.delayedActionable += 1;
      }
      const list = listOf(fate, delayMs === null ? price : opening.verdict);
      if (list) lists[list].push({ opening, delayMs });
    }
  }
  return {
    effect: { from, to, ...tally, removedActionable: boundsOf(prices) },
    ...lists,
    ...kept,
    fateOf: (opening) => fates.get(opening) ?? KEPT,
    places: [...fates.keys()],
  };
}

/** What people would have been spared, by folding their interruptions once more. */
export function withPeople(
  history: History,
  { fateOf, places, ...priced }: Priced,
  { placeOf }: Clocks,
): Omit<Simulation, "delays"> {
  const people = sparePeople(booksOf(history, placeOf), places, fateOf);
  return { ...priced, effect: { ...priced.effect, ...savedOver(people) }, people };
}

const KEPT: Fate = { kind: "kept" };

type Listed = "lost" | "joined" | "late" | "unclear";

function listsOf(): Record<Listed | "gone", ChangedOpening[]> {
  return { gone: [], lost: [], joined: [], late: [], unclear: [] };
}

function listOf({ kind }: Fate, price: Verdict): Listed | null {
  if (kind === "delayed" || kind === "ticket") return price === "actionable" ? "late" : null;
  if (price === "unclear") return "unclear";
  if (price !== "actionable") return null;
  return kind === "joined" ? "joined" : "lost";
}

/** Worst: all that is unclear was actionable; best: none of it was. */
function boundsOf({ actionable, unclear }: Record<Verdict, number>): Bounds {
  return { worst: actionable + unclear, best: actionable };
}

function savedOver(people: readonly PersonSaving[]): Spared {
  let [interruptionsSaved, sleepInterruptionsSaved, nightsSaved] = [0, 0, 0];
  for (const { sleep, off, business, nights } of people) {
    interruptionsSaved += sleep + off + business;
    sleepInterruptionsSaved += sleep;
    nightsSaved += nights;
  }
  const estimated = people.some((person) => person.estimated);
  return { interruptionsSaved, sleepInterruptionsSaved, nightsSaved, estimated };
}

/** The chains of a history are the same for every position of a slider. */
const BOOKS = new WeakMap<History, { placeOf: PlaceOf; books: Books }>();

export function booksOf(history: History, placeOf: PlaceOf): Books {
  const known = BOOKS.get(history);
  if (known?.placeOf === placeOf) return known.books;
  const books = chainBooks(history, placeOf);
  BOOKS.set(history, { placeOf, books });
  return books;
}

/** Openings of one alert with their places in the history. */
type Alert = { openings: readonly HistoryOpening[]; places: readonly number[] };
const NO_ALERT: Alert = { openings: [], places: [] };
const ALERTS = new WeakMap<History, ReadonlyMap<string, Alert>>();

function alertsOf(history: History): ReadonlyMap<string, Alert> {
  const known = ALERTS.get(history);
  if (known) return known;
  const placed = history.openings.map((opening, place) => ({ place, opening }));
  const alerts = new Map(
    [...groupBy(placed, ({ opening }) => opening.signature)].map(([signature, own]) => [
      signature,
      { openings: own.map(({ opening }) => opening), places: own.map(({ place }) => place) },
    ]),
  );
  ALERTS.set(history, alerts);
  return alerts;
}
