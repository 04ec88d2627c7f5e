import { CHAIN_MS } from "@/lib/ingest/fold-interruptions";
import type { Instant } from "@/lib/model/instant";
import type { Books, PersonBook, Ring } from "./chain-book";
import type { Priced } from "./simulate";
import { beginnings, ringsAt, touchedChains } from "./spare-people";

/**
 * How many interruptions more there would be if one alert of several were left as it is, for each of them. Only what rings
 * near its own notifications can change, so each such knot is folded again by itself.
 */
export function interruptionsWithout(
  books: Books,
  { places, fateOf }: Pick<Priced, "places" | "fateOf">,
  signatureOf: (opening: number) => string,
): ReadonlyMap<string, number> {
  const counted = new Set(places);
  const more = new Map<string, number>();
  const alertOf = ({ opening }: Ring) => (opening !== null && counted.has(opening) ? signatureOf(opening) : null);
  for (const [book, chains] of touchedChains(books, places, fateOf))
    for (const knot of knotsOf(book, chains, fateOf)) {
      const left = (without: string | null) =>
        beginnings(
          knot.flatMap((ring) => {
            const at = without !== null && alertOf(ring) === without ? ring.at : ringsAt(ring, fateOf);
            return at === null ? [] : [at];
          }),
        ).length;
      const all = left(null);
      for (const alert of new Set(knot.map(alertOf)))
        if (alert !== null) more.set(alert, (more.get(alert) ?? 0) + left(alert) - all);
    }
  return more;
}

/** Notifications in chains as they are or as they would be, whichever of them moves: no chain reaches from one knot into another. */
function knotsOf({ chains }: PersonBook, touched: ReadonlySet<number>, fateOf: Priced["fateOf"]): Ring[][] {
  const rings = [...touched].flatMap((index) => chains[index] ?? []);
  const ats: { ring: number; at: Instant }[] = [];
  for (const [ring, one] of rings.entries()) {
    ats.push({ ring, at: one.at });
    const after = ringsAt(one, fateOf);
    if (after !== null && after !== one.at) ats.push({ ring, at: after });
  }
  ats.sort((a, b) => a.at - b.at);
  const parent = rings.map((_, ring) => ring);
  const rootOf = (ring: number): number => {
    let at = ring;
    while (parent[at] !== at) at = parent[at] ?? at;
    parent[ring] = at;
    return at;
  };
  for (const [index, { ring, at }] of ats.entries()) {
    const before = ats[index - 1];
    if (before && at - before.at <= CHAIN_MS) parent[rootOf(ring)] = rootOf(before.ring);
  }
  const knots = new Map<number, Ring[]>();
  for (const [ring, one] of rings.entries()) {
    const root = rootOf(ring);
    const knot = knots.get(root);
    if (knot) knot.push(one);
    else knots.set(root, [one]);
  }
  return [...knots.values()];
}
