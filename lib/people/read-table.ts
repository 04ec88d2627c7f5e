import { parse } from "csv-parse/sync";

/** `line 4` of a file, and the row there. */
export type Placed<What> = { line: number } & What;

type Cells<Column extends string> = Partial<Record<Column, string>>;
export type TableRow<Column extends string> = Placed<{ cells: Cells<Column> }>;
export type BadLine = Placed<{ why: string }>;

export type Table<Column extends string> = {
  /** Known columns of the header; a column that is missing says nothing, an empty cell says "none". */
  columns: ReadonlySet<Column>;
  rows: TableRow<Column>[];
  errors: BadLine[];
};

/**
 * The rows of a CSV file whose first line names the columns; commas, semicolons or tabs. A row that cannot be read costs
 * that row. `columnOf` is asked with each heading in lower case, all but letters and digits as one `_`.
 */
export function readTable<Column extends string>(
  text: string,
  columnOf: (heading: string) => Column | undefined,
): Table<Column> {
  const errors: BadLine[] = [];
  const clean = text.replace(/^\ufeff/, "");
  const records = parse(clean, {
    delimiter: delimiterOf(clean),
    info: true,
    raw: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) =>
      void errors.push({ line: Number(error?.lines ?? 1), why: error?.message ?? "it cannot be read" }),
  }) as unknown as { record: string[]; raw: string; info: { lines: number } }[];
  const [header, ...body] = records;
  const columns = (header?.record ?? []).map((heading) => columnOf(wordOf(heading)));
  const rows: TableRow<Column>[] = [];
  for (const { record, raw, info } of body) {
    // `lines` counts to the end of the row; a cell may run over several.
    const line = info.lines - (raw.trimEnd().split(/\r\n|\r|\n/).length - 1);
    if (record.every((cell) => cell.trim() === "")) continue;
    if (record.length !== columns.length)
      errors.push({ line, why: `${record.length} columns where the header has ${columns.length}` });
    else rows.push({ line, cells: cellsOf(record, columns) });
  }
  return { columns: new Set(columns.flatMap((column) => column ?? [])), rows, errors };
}

function cellsOf<Column extends string>(record: readonly string[], columns: readonly (Column | undefined)[]) {
  const cells: Cells<Column> = {};
  columns.forEach((column, at) => {
    const cell = (record[at] ?? "").trim();
    // Of two headings of one meaning the first that is filled in counts.
    if (column && cell !== "") cells[column] ??= cell;
  });
  return cells;
}

const wordOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/['’]/g, "")
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_|_$/g, "");

/** Spreadsheets of some languages write semicolons. */
function delimiterOf(text: string): string {
  const first = text.trimStart().split(/[\r\n]/, 1)[0] ?? "";
  const counts = [",", ";", "\t"].map((each) => ({ each, count: first.split(each).length }));
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).each;
}

/** True for a day that there is, as 2026-11-03. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(text);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
