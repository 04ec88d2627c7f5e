import { groupBy } from "@/lib/model/group-by";
import type { WithheldBecause } from "@/lib/model/withheld";
import { type KnownSum, narrowSum, residue } from "./narrow-sums";

/** People among whom numbers are shown without names. `people` may leave out those of the groups below it. */
export type ReleaseGroup = { id: string; parentId: string | null; people: readonly string[] };

export type Release = { shown: ReadonlySet<string>; hidden: ReadonlyMap<string, WithheldBecause> };

/** The people of a group whom the viewer may not see by name, those of the groups below it included. */
type Crowd = { id: string; people: ReadonlySet<string> };

/** Fewer people than this are never told apart; as Viva Insights has it. */
const LEAST = 5;

/**
 * Which groups' numbers about people may be shown together, in one answer or in several. Nothing that can be made of
 * the shown numbers by adding and taking away, and of those of the `named`, depends on 1 to k - 1 people; groups whose
 * people are all named give nothing away. Overlapping groups are allowed.
 */
export function releaseGroups(groups: readonly ReleaseGroup[], named: ReadonlySet<string>, k = LEAST): Release {
  const members = withPeopleBelow(groups);
  const hidden = new Map<string, WithheldBecause>();
  let crowds: Crowd[] = [];
  for (const { id } of groups) {
    const everybody = members.get(id) ?? new Set();
    const people = new Set([...everybody].filter((person) => !named.has(person)));
    if (people.size === 0) continue;
    if (people.size >= k) crowds.push({ id, people });
    else hidden.set(id, everybody.size < k ? "small" : "remainder");
  }
  const parents = new Map(groups.map(({ id, parentId }) => [id, parentId]));
  for (let next = tooTelling(crowds, parents, k); next.size > 0; next = tooTelling(crowds, parents, k)) {
    for (const id of next) hidden.set(id, "remainder");
    crowds = crowds.filter(({ id }) => !next.has(id));
  }
  return { shown: new Set(groups.flatMap(({ id }) => (hidden.has(id) ? [] : [id]))), hidden };
}

function withPeopleBelow(groups: readonly ReleaseGroup[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byId = new Map(groups.map((group) => [group.id, group]));
  const members = new Map(groups.map(({ id }) => [id, new Set<string>()]));
  for (const { id, people } of groups)
    for (const above of lineOf(id, (one) => byId.get(one)?.parentId ?? null)) {
      const set = members.get(above);
      if (set) for (const person of people) set.add(person);
    }
  return members;
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
  parents: ReadonlyMap<string, string | null>,
  k: number,
): ReadonlySet<string> {
  const { sizes, cellsOf } = cellsIn(crowds);
  const below = nearestBelow(crowds, parents);
  const sums = crowds.map(({ id }) => remainderOf(id, below.get(id) ?? [], cellsOf));
  const size = new Map(crowds.map(({ id, people }) => [id, people.size]));
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

/** People who are in the same groups cannot be told apart by any sum: they make one cell. */
function cellsIn(crowds: readonly Crowd[]): { sizes: number[]; cellsOf: ReadonlyMap<string, number[]> } {
  const groupsOf = new Map<string, number[]>();
  for (const [index, { people }] of crowds.entries())
    for (const person of people) {
      const indexes = groupsOf.get(person);
      if (indexes) indexes.push(index);
      else groupsOf.set(person, [index]);
    }
  const cells = [...groupBy(groupsOf.values(), (indexes) => indexes.join()).values()];
  const cellsOf = new Map(crowds.map(({ id }): [string, number[]] => [id, []]));
  for (const [cell, [indexes = []]] of cells.entries())
    for (const index of indexes) cellsOf.get(crowds[index]?.id ?? "")?.push(cell);
  return { sizes: cells.map(({ length }) => length), cellsOf };
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
