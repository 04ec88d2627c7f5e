import type { TreeRow } from "./tree-rows";

type Acts = {
  goTo: (id: string | undefined) => void;
  setOpen: (id: string, open: boolean) => void;
  pick: (id: string) => void;
  drill: (id: string) => void;
};

/** As the WAI-ARIA pattern of a treegrid has it, with the keys of our lists besides. */
export function keyOf(key: string, current: TreeRow, rows: readonly TreeRow[], acts: Acts): (() => void) | null {
  const { row, isOpen } = current;
  const index = rows.indexOf(current);
  const parent = rows.find((one) => one.row.id === row.parentId);
  switch (key) {
    case "ArrowDown":
    case "j":
      return () => acts.goTo(rows[index + 1]?.row.id);
    case "ArrowUp":
    case "k":
      return () => acts.goTo(rows[index - 1]?.row.id);
    case "Home":
      return () => acts.goTo(rows[0]?.row.id);
    case "End":
      return () => acts.goTo(rows.at(-1)?.row.id);
    case "ArrowRight":
      return isOpen === false
        ? () => acts.setOpen(row.id, true)
        : isOpen
          ? () => acts.goTo(rows[index + 1]?.row.id)
          : null;
    case "ArrowLeft":
      return isOpen ? () => acts.setOpen(row.id, false) : () => acts.goTo(parent?.row.id);
    case "x":
    case " ":
      return () => acts.pick(row.id);
    case "Enter":
    case "o":
      return () => acts.drill(row.id);
    default:
      return null;
  }
}
