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

/** The same as a table for a retro document. */
export function markdownOf({ head, rows }: FigureTable, caption: Caption): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.map((cell) => escaped(String(cell))).join(" | ")} |`;
  const rule = `|${head.map((_, index) => (index === 0 ? "---" : "--:")).join("|")}|`;
  const table = [line(head), rule, ...rows.map((row) => line(row.map(cellValue)))];
  return [
    `**${escaped(caption.title)}**`,
    escaped(caption.sentence),
    table.join("\n"),
    ...captionLines(caption).map(escaped),
  ].join("\n\n");
}

const escaped = (text: string) => text.replaceAll(/[\\`*_{}[\]<>|]/g, "\\$&").replaceAll(/\r?\n/g, " ");
