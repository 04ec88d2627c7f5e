/**
 * Spreadsheets run what begins with one of these, so our CSV sets an apostrophe before it (lib/export/csv.ts). Cells that
 * already begin with an apostrophe before such a character get one more: then taking one away gives back what was there.
 */
const LINE_TO_GUARD = /(?<=^|[\r\n])(?=['\s]*[=+\-@\t\r＝＋－＠])/g;
const GUARDED_LINE = /(?<=^|[\r\n])'(?=['\s]*[=+\-@\t\r＝＋－＠])/g;

export function guardCell(text: string): string {
  return text.replaceAll(LINE_TO_GUARD, "'");
}

export function unguardCell(cell: string): string {
  return cell.replaceAll(GUARDED_LINE, "");
}
