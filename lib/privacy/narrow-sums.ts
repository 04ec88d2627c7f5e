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
function eliminate(sums: readonly KnownSum[], cells: readonly number[]): { rest: KnownSum[]; pivots: KnownSum[] } {
  let rest = sums.filter((sum) => sum.cells.size > 0);
  const pivots: KnownSum[] = [];
  for (const cell of cells) {
    const [pivot] = rest.filter((sum) => sum.cells.has(cell)).sort((a, b) => a.cells.size - b.cells.size);
    if (!pivot) continue;
    pivots.push(pivot);
    rest = rest
      .filter((sum) => sum !== pivot)
      .map((sum) => without(sum, pivot, cell))
      .filter((sum) => sum.cells.size > 0);
  }
  return { rest, pivots };
}

/** The sum less so much of the other that the cell is gone. */
function without(sum: KnownSum, pivot: KnownSum, cell: number): KnownSum {
  const [own, others] = [sum.cells.get(cell), pivot.cells.get(cell)];
  if (own === undefined || others === undefined) return sum;
  const factor = (own * inverse(others)) % PRIME;
  return {
    cells: minus(sum.cells, pivot.cells, factor),
    groups: minus(sum.groups, pivot.groups, factor),
  };
}

/** `a - factor * b`, without zeros. */
function minus<K>(a: ReadonlyMap<K, number>, b: ReadonlyMap<K, number>, factor: number): Map<K, number> {
  const result = new Map(a);
  for (const [key, value] of b) {
    const left = ((result.get(key) ?? 0) - ((factor * value) % PRIME) + PRIME) % PRIME;
    if (left === 0) result.delete(key);
    else result.set(key, left);
  }
  return result;
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
