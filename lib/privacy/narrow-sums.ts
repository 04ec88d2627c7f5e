/**
 * A number that is known: of each cell (people who are in the same groups) how often it counts, and of each group how
 * often it went into it. Coefficients are modulo PRIME.
 */
export type KnownSum = { cells: ReadonlyMap<number, number>; groups: ReadonlyMap<string, number> };

/** The largest prime below 2^26: a product of two residues is exact in a double. */
const PRIME = 67_108_859;

/** A known sum that depends on 1 to k - 1 people, or the sums of which such a one may be made; null = there is none. */
export function narrowSum(sums: readonly KnownSum[], sizes: readonly number[], k: number): KnownSum | null {
  const sizeOf = (cell: number) => sizes[cell] ?? 0;
  const peopleOf = ({ cells }: KnownSum) => [...cells.keys()].reduce((all, cell) => all + sizeOf(cell), 0);
  const cells = [...new Set(sums.flatMap((sum) => [...sum.cells.keys()]))];
  // What keeps a cell of k people or more is wide enough, so those cells have to go for a sum to be narrow.
  const { rest } = eliminate(
    sums,
    cells.filter((cell) => sizeOf(cell) >= k),
  );
  if (rest.length === 0) return null;
  const { pivots } = eliminate(
    rest,
    cells.filter((cell) => sizeOf(cell) < k),
  );
  const [narrowest] = [...pivots].sort((a, b) => peopleOf(a) - peopleOf(b));
  if (!narrowest) return null;
  // Of several, the narrowest combination is hard to find: taken as too narrow, which hides rather more than it must.
  return pivots.length === 1 && peopleOf(narrowest) >= k ? null : narrowest;
}

/** Takes each of these cells out of all sums but one, and that one away. */
function eliminate(sums: readonly KnownSum[], cells: readonly number[]): { rest: OwnSum[]; pivots: OwnSum[] } {
  const rest = new Map(sums.filter((sum) => sum.cells.size > 0).map((sum, index) => [index, ownSum(sum)]));
  const holding = new Map<number, Set<number>>();
  for (const [index, sum] of rest) for (const cell of sum.cells.keys()) withIndex(holding, cell).add(index);
  const pivots: OwnSum[] = [];
  for (const cell of cells) {
    const place = smallestOf(withIndex(holding, cell), rest);
    const pivot = place === null ? undefined : rest.get(place);
    if (place === null || !pivot) continue;
    pivots.push(pivot);
    rest.delete(place);
    for (const one of pivot.cells.keys()) withIndex(holding, one).delete(place);
    for (const index of [...withIndex(holding, cell)]) {
      const sum = rest.get(index);
      if (!sum) continue;
      takeOut(sum, pivot, cell);
      for (const one of pivot.cells.keys())
        if (sum.cells.has(one)) withIndex(holding, one).add(index);
        else withIndex(holding, one).delete(index);
      if (sum.cells.size === 0) rest.delete(index);
    }
  }
  return { rest: [...rest.values()], pivots };
}

/** A copy that is changed while cells are taken out of it. */
type OwnSum = { cells: Map<number, number>; groups: Map<string, number> };

const ownSum = ({ cells, groups }: KnownSum): OwnSum => ({ cells: new Map(cells), groups: new Map(groups) });

function withIndex(holding: Map<number, Set<number>>, cell: number): Set<number> {
  const known = holding.get(cell) ?? new Set();
  holding.set(cell, known);
  return known;
}

/** Of the sums at these places the one with the fewest cells; of equal ones the first. */
function smallestOf(places: ReadonlySet<number>, rest: ReadonlyMap<number, KnownSum>): number | null {
  let [found, least] = [-1, Number.POSITIVE_INFINITY];
  for (const place of places) {
    const size = rest.get(place)?.cells.size ?? Number.POSITIVE_INFINITY;
    if (size < least || (size === least && place < found)) [found, least] = [place, size];
  }
  return found === -1 ? null : found;
}

/** Takes so much of the other from the sum that the cell is gone. */
function takeOut(sum: OwnSum, pivot: KnownSum, cell: number): void {
  const [own, others] = [sum.cells.get(cell), pivot.cells.get(cell)];
  if (own === undefined || others === undefined) return;
  const factor = (own * inverse(others)) % PRIME;
  subtract(sum.cells, pivot.cells, factor);
  subtract(sum.groups, pivot.groups, factor);
}

/** `a - factor * b`, without zeros, in `a`. */
function subtract<K>(a: Map<K, number>, b: ReadonlyMap<K, number>, factor: number): void {
  for (const [key, value] of b) {
    const left = ((a.get(key) ?? 0) - ((factor * value) % PRIME) + PRIME) % PRIME;
    if (left === 0) a.delete(key);
    else a.set(key, left);
  }
}

export const residue = (value: number): number => ((value % PRIME) + PRIME) % PRIME;

/** By Fermat: value^(PRIME - 2). */
function inverse(value: number): number {
  let [result, base] = [1, value];
  for (let power = PRIME - 2; power > 0; power = Math.floor(power / 2)) {
    if (power % 2 === 1) result = (result * base) % PRIME;
    base = (base * base) % PRIME;
  }
  return result;
}
