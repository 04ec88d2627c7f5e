import type { NoiseReport } from "@/lib/contract/noise-report";
import { ALERT_HEAD, alertCells, DEFINITIONS, figureRows, PERSON_HEAD, personCells } from "./to-markdown";

const MOST_ROWS = 25;
const WIDEST = 58;

/** The noise report for a terminal. */
export function reportToText({ range, lead, totals, signatures, people }: NoiseReport): string {
  const more = signatures.length > MOST_ROWS ? [`  and ${signatures.length - MOST_ROWS} more alerts`] : [];
  return [
    `Noise report, ${range.label} (${range.zone})`,
    "",
    plain(lead ? lead.text : "No page in this range."),
    "",
    ...aligned(figureRows(totals), []),
    "",
    "Alerts by pain",
    ...aligned([ALERT_HEAD, ...signatures.slice(0, MOST_ROWS).map(alertCells)], [3, 4, 5, 6, 7, 8]),
    ...more,
    "",
    "Who was interrupted",
    ...(people.length > 0
      ? aligned([PERSON_HEAD, ...people.map(personCells)], [1, 2, 3, 4, 5, 6])
      : ["  not known: no notification or assignment in this range"]),
    "",
    ...DEFINITIONS,
    "",
  ].join("\n");
}

/** Columns of equal width, the first one cut; `right` names those with numbers. */
function aligned(rows: readonly (readonly string[])[], right: readonly number[]): string[] {
  const cells = rows.map((row) => row.map((cell, i) => (i === 0 ? cut(plain(cell)) : plain(cell))));
  const widths = (cells[0] ?? []).map((_, i) => Math.max(...cells.map((row) => (row[i] ?? "").length)));
  return cells.map((row) => {
    const line = row.map((cell, i) =>
      right.includes(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
    );
    return `  ${line.join("  ")}`.trimEnd();
  });
}

function cut(text: string): string {
  const characters = Array.from(text);
  return characters.length > WIDEST ? `${characters.slice(0, WIDEST - 1).join("")}…` : text;
}

/** A title must neither steer the terminal nor turn the order of its line. */
export function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, " ");
}
