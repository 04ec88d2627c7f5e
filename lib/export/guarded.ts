/** Before what a spreadsheet may take for a formula: first on any physical line, blanks or not in front of it. */
const FORMULA = /(?<=^|[\r\n])(?=[^\S\r\n]*[=+\-@\t\r＝＋－＠])/g;

/** Text that no spreadsheet runs: a leading apostrophe before anything that could begin a formula. */
export function guarded(text: string): string {
  return text.replaceAll("\0", "\ufffd").replaceAll(FORMULA, "'");
}
