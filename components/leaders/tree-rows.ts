import type { LeaderRow } from "@/lib/contract/leaders";

export type TreeRow = {
  row: LeaderRow;
  /** 1 = at the top of what is shown. */
  level: number;
  /** Undefined where nobody stands below. */
  isOpen: boolean | undefined;
  /** Its place among those with the same leader above, from 1, and how many they are. */
  place: number;
  of: number;
};

/** The rows that are to be seen: nobody below a leader who is closed. Rows come with each leader before those below. */
export function treeRows(rows: readonly LeaderRow[], closed: ReadonlySet<string>): TreeRow[] {
  const ids = new Set(rows.map(({ id }) => id));
  const parentOf = ({ parentId }: LeaderRow) => (parentId !== null && ids.has(parentId) ? parentId : null);
  const children = new Map<string | null, LeaderRow[]>();
  for (const row of rows) children.set(parentOf(row), [...(children.get(parentOf(row)) ?? []), row]);
  const walk = (parent: string | null, level: number): TreeRow[] => {
    const siblings = children.get(parent) ?? [];
    return siblings.flatMap((row, index) => {
      const isOpen = children.has(row.id) ? !closed.has(row.id) : undefined;
      const one = { row, level, isOpen, place: index + 1, of: siblings.length };
      return isOpen ? [one, ...walk(row.id, level + 1)] : [one];
    });
  };
  return walk(null, 1);
}
