import { stringify } from "csv-stringify/browser/esm/sync";
import { type Caption, captionLines, filtersText } from "@/lib/export/caption";
import { guarded } from "@/lib/export/guarded";
import { cellValue, type FigureTable } from "./table";

const safe = (value: string | number) => (typeof value === "string" ? guarded(value) : value);

/** The numbers of a figure as CSV; what they are about is repeated in the last columns of every row. UTF-8, CRLF. */
export function csvOf({ head, rows }: FigureTable, { title, range, zone, filters, n, madeAt }: Caption): string {
  const about = { figure: title, range, zone, filters: filtersText(filters), n, "made at": madeAt };
  const repeated = Object.values(about).map((value) => safe(value ?? ""));
  return stringify(
    rows.map((row) => [...row.map((cell) => safe(cellValue(cell))), ...repeated]),
    { header: true, columns: [...head, ...Object.keys(about)], quoted_string: true, record_delimiter: "windows" },
  );
}

/** The same as a table for a retro document, with what it is about. */
export function markdownOf(table: FigureTable, caption: Caption): string {
  return [
    `**${inMarkdown(caption.title)}**`,
    inMarkdown(caption.sentence),
    markdownTable(table),
    ...captionLines(caption).map(inMarkdown),
  ].join("\n\n");
}

export function markdownTable({ head, rows }: FigureTable): string {
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => inMarkdown(String(cell))).join(" | ")} |`;
  const rule = `|${head.map((_, index) => (index === 0 ? "---" : "--:")).join("|")}|`;
  return [line(head), rule, ...rows.map((row) => line(row.map(cellValue)))].join("\n");
}

/** Text that is text in Markdown: no mark-up, no link, no HTML, on one line. */
export const inMarkdown = (text: string): string =>
  text
    .replaceAll(/[\\`*_{}[\]<>|&~#]/g, "\\$&")
    .replaceAll(/[\r\n\u2028\u2029]+/g, " ")
    // Else these are made links without being asked.
    .replaceAll(/(https?|ftp|mailto)(?=:)|(?<=\b)www(?=\.)/gi, "$&\u200b");
