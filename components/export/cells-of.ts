import type { FigureTable } from "./table";

/** A table as it stands on the screen: whole numbers as numbers, anything else as its words. */
export function cellsOf(table: HTMLTableElement): FigureTable {
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
  const head = table.tHead?.rows[0];
  return { head: head ? textsOf(head) : [], rows: rows.map((row) => textsOf(row).map(typed)) };
}

/** A cell over several columns stands in the first of them. */
function textsOf({ cells }: HTMLTableRowElement): string[] {
  return [...cells].flatMap((cell) => [
    wordsIn(cell).join(" ").replaceAll(/\s+/g, " ").trim(),
    ...Array.from({ length: cell.colSpan - 1 }, () => ""),
  ]);
}

/** What repeats the head for a phone or a screen reader is none of the cell's own words. */
const BESIDE = ".sr-only, .sm\\:hidden, [aria-hidden], [aria-haspopup]";

/** Elements stand apart, as they do on the screen; pieces of one text do not. */
function wordsIn(node: Node): string[] {
  const runs: string[] = [""];
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) runs.push(`${runs.pop() ?? ""}${child.textContent ?? ""}`);
    else if (child instanceof Element && !child.matches(BESIDE)) runs.push(...wordsIn(child), "");
  }
  return runs;
}

const typed = (text: string): string | number =>
  /^\d{1,3}(,\d{3})*$/.test(text) ? Number(text.replaceAll(",", "")) : text;
