import { groupBy } from "@/lib/model/group-by";
import type { WithheldBecause } from "@/lib/model/withheld";
import { type KnownSum, narrowSum, residue } from "./narrow-sums";

/** People among whom numbers are shown without names. `people` may leave out those of the groups below it. */
export type ReleaseGroup = { id: string; parentId: string | null; people: readonly string[] };

type HiddenBecause = Exclude<WithheldBecause, "weeks">;

export type Release = { shown: ReadonlySet<string>; hidden: ReadonlyMap<string, HiddenBecause> };

/** The people of a group whom the viewer may not see by name, those of the groups below it included. */
type Crowd = { id: string; size: number; atoms: readonly number[] };

/** Fewer people than this are never told apart; as Viva Insights has it. */
const LEAST = 5;

/**
 * Which groups' numbers about people may be shown together, in one answer or in several. Nothing that can be made of
 * the shown numbers by adding and taking away, and of those of the `named`, depends on 1 to k - 1 people; groups whose
 * people are all named give nothing away. Overlapping groups are allowed.
 */
export function releaseGroups(groups: readonly ReleaseGroup[], named: ReadonlySet<string>, k = LEAST): Release {
  const hidden = new Map<string, HiddenBecause>();
  const kept: Members[] = [];
  for (const { id, everybody, others } of membersOf(groups, named)) {
    if (others.length === 0) continue;
    if (others.length >= k) kept.push({ id, people: others });
    else hidden.set(id, everybody < k ? "small" : "remainder");
  }
  const { sizes, crowds: all } = atomsIn(kept);
  let crowds = all;
  const parents = new Map(groups.map(({ id, parentId }) => [id, parentId]));
  const tooTellingNow = () => tooTelling(crowds, sizes, parents, k);
  for (let next = tooTellingNow(); next.size > 0; next = tooTellingNow()) {
    for (const id of next) hidden.set(id, "remainder");
    crowds = crowds.filter(({ id }) => !next.has(id));
  }
  return { shown: new Set(groups.flatMap(({ id }) => (hidden.has(id) ? [] : [id]))), hidden };
}

/** People as numbers, each once. */
type Members = { id: string; people: readonly number[] };

/** Of each group how many people it has with those of the groups below it, and who of them is not named. */
function* membersOf(
  groups: readonly ReleaseGroup[],
  named: ReadonlySet<string>,
): Generator<{ id: string; everybody: number; others: number[] }> {
  const { numbered, isNamed } = numberedPeople(groups, named);
  const byId = new Map(groups.map((group) => [group.id, group]));
  const inside = new Map(groups.map(({ id }): [string, number[]] => [id, []]));
  for (const [index, { id }] of groups.entries())
    for (const above of lineOf(id, (one) => byId.get(one)?.parentId ?? null)) inside.get(above)?.push(index);
  const seenIn = new Int32Array(isNamed.length).fill(-1);
  for (const [place, { id }] of groups.entries()) {
    const others: number[] = [];
    let everybody = 0;
    for (const index of inside.get(id) ?? [])
      for (const person of numbered[index] ?? []) {
        if (seenIn[person] === place) continue;
        seenIn[person] = place;
        everybody += 1;
        if (isNamed[person] === 0) others.push(person);
      }
    yield { id, everybody, others };
  }
}

function numberedPeople(groups: readonly ReleaseGroup[], named: ReadonlySet<string>) {
  const numbers = new Map<string, number>();
  const isNamed: number[] = [];
  const numbered = groups.map(({ people }) =>
    people.map((person) => {
      const known = numbers.get(person);
      if (known !== undefined) return known;
      numbers.set(person, isNamed.length);
      return isNamed.push(named.has(person) ? 1 : 0) - 1;
    }),
  );
  return { numbered, isNamed };
}

/**
 * People who are in the same groups are never told apart, whichever of the groups are hidden: each such set is one atom.
 * The atoms of a crowd are in the order of its people.
 */
function atomsIn(members: readonly Members[]): { sizes: readonly number[]; crowds: Crowd[] } {
  const atomOf = new Map<number, number>();
  let atoms = 0;
  for (const { people } of members) {
    const split = new Map<number, number>();
    for (const person of people) {
      const before = atomOf.get(person) ?? -1;
      const after = split.get(before) ?? atoms++;
      split.set(before, after);
      atomOf.set(person, after);
    }
  }
  const sizes = new Array<number>(atoms).fill(0);
  for (const atom of atomOf.values()) sizes[atom] = (sizes[atom] ?? 0) + 1;
  const crowds = members.map(({ id, people }) => ({
    id,
    size: people.length,
    atoms: [...new Set(people.map((person) => atomOf.get(person) ?? -1))],
  }));
  return { sizes, crowds };
}

/** A group and those above it. */
function lineOf(id: string, parentOf: (id: string) => string | null): ReadonlySet<string> {
  const line = new Set<string>();
  for (let at: string | null = id; at !== null && !line.has(at); at = parentOf(at)) line.add(at);
  return line;
}

/** The smallest group of each sum that tells too much. */
function tooTelling(
  crowds: readonly Crowd[],
  atomSizes: readonly number[],
  parents: ReadonlyMap<string, string | null>,
  k: number,
): ReadonlySet<string> {
  const { sizes, cellsOf } = cellsIn(crowds, atomSizes);
  const below = nearestBelow(crowds, parents);
  const sums = crowds.map(({ id }) => remainderOf(id, below.get(id) ?? [], cellsOf));
  const size = new Map(crowds.map((crowd) => [crowd.id, crowd.size]));
  const found = new Set<string>();
  for (const part of apart(sums)) {
    const narrow = narrowSum(part, sizes, k);
    const [smallest] = [...(narrow?.groups.keys() ?? [])].sort(
      (a, b) => (size.get(a) ?? 0) - (size.get(b) ?? 0) || (a < b ? -1 : 1),
    );
    if (smallest !== undefined) found.add(smallest);
  }
  return found;
}

/** People who are in the same groups cannot be told apart by any sum: they make one cell, of one atom or of several. */
function cellsIn(
  crowds: readonly Crowd[],
  atomSizes: readonly number[],
): { sizes: number[]; cellsOf: ReadonlyMap<string, number[]> } {
  const groupsOf = new Map<number, number[]>();
  for (const [index, { atoms }] of crowds.entries())
    for (const atom of atoms) {
      const indexes = groupsOf.get(atom);
      if (indexes) indexes.push(index);
      else groupsOf.set(atom, [index]);
    }
  const cells = [...groupBy(groupsOf, ([, indexes]) => indexes.join()).values()];
  const cellsOf = new Map(crowds.map(({ id }): [string, number[]] => [id, []]));
  for (const [cell, [first]] of cells.entries())
    for (const index of first?.[1] ?? []) cellsOf.get(crowds[index]?.id ?? "")?.push(cell);
  const sizes = cells.map((atoms) => atoms.reduce((all, [atom]) => all + (atomSizes[atom] ?? 0), 0));
  return { sizes, cellsOf };
}

/** Under each shown group the shown ones with no other shown one between. */
function nearestBelow(
  crowds: readonly Crowd[],
  parents: ReadonlyMap<string, string | null>,
): ReadonlyMap<string, string[]> {
  const below = new Map(crowds.map(({ id }): [string, string[]] => [id, []]));
  for (const { id } of crowds) {
    const [, ...line] = lineOf(id, (one) => parents.get(one) ?? null);
    const above = line.find((one) => below.has(one));
    if (above !== undefined) below.get(above)?.push(id);
  }
  return below;
}

function remainderOf(id: string, below: readonly string[], cellsOf: ReadonlyMap<string, number[]>): KnownSum {
  const counts = new Map((cellsOf.get(id) ?? []).map((cell) => [cell, 1]));
  for (const child of below) for (const cell of cellsOf.get(child) ?? []) counts.set(cell, (counts.get(cell) ?? 0) - 1);
  const groups: [string, number][] = [[id, 1], ...below.map((child): [string, number] => [child, residue(-1)])];
  return {
    cells: new Map([...counts].flatMap(([cell, count]) => (count === 0 ? [] : [[cell, residue(count)]]))),
    groups: new Map(groups),
  };
}

/** Sums that share no cell, directly or through others, cannot be combined to anything narrower. */
function apart(sums: readonly KnownSum[]): KnownSum[][] {
  const first = new Map<number, number>();
  const leader = sums.map((_, index) => index);
  const find = (index: number): number => {
    let at = index;
    for (let up = leader[at] ?? at; up !== at; up = leader[at] ?? at) at = up;
    return at;
  };
  for (const [index, { cells }] of sums.entries())
    for (const cell of cells.keys()) {
      const other = first.get(cell);
      if (other === undefined) first.set(cell, index);
      else leader[find(index)] = find(other);
    }
  return [...groupBy(sums.entries(), ([index]) => find(index)).values()].map((part) => part.map(([, sum]) => sum));
}
