import { parse } from "csv-parse/sync";
import { AppError } from "@/lib/errors";
import { ByteWindow } from "./byte-window";
import type { CsvHeader, Place } from "./provider";
import { decodeUtf8, describeBadByte } from "./utf8";

export type CsvRow = Place & ({ cells: readonly string[] } | { broken: string });

type CsvBatch = { header: CsvHeader; rows: readonly CsvRow[]; warnings: readonly string[] };

const MAX_COLUMNS = 1000;
/** Longer than any column is called; what follows a header that is none would take long to look through. */
const MAX_NAME = 1000;
const MAX_CELL = 1024 * 1024;
const MAX_RECORD = 32 * 1024 * 1024;
/** A record longer than this may be the work of an unclosed quote. */
const LONG_RECORD = 1024 * 1024;
/** After so many unclosed quotes that ran on for long, none may run on any more: time stays linear in the file. */
const MAX_RUNAWAYS = 8;
const ROWS_PER_BATCH = 500;
/** Rows at which PagerDuty cuts its exports without a word. */
const VENDOR_LIMITS = new Set([20_000, 100_000, 250_000]);

const LF = 10;
const CR = 13;
const QUOTE = 34;
const COMMA = 44;
const SEMICOLON = 59;
const TAB = 9;

type Frame =
  | { kind: "record"; length: number; next: number; lines: number }
  /** A quote that does not close, or closes in the middle of a cell: `opened` lines after the record's first one. */
  | { kind: "bad-quote"; opened: number; next: number; closed: boolean }
  | { kind: "too-long"; next: number }
  | { kind: "end" };

/**
 * The rows of a CSV file of any size, in batches that all carry its header. csv-parse reads the cells; what is a row is
 * decided here, over bytes, so that an unclosed quote or a byte that is no UTF-8 costs one row and not the file.
 */
export async function* csvRecords(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CsvBatch> {
  const window = new ByteWindow(bytes);
  try {
    yield* new CsvSplitter(window).run();
  } finally {
    await window.close();
  }
}

/** Lower-case, and everything but letters and digits as one `_`. */
export function normaliseHeader(raw: string): string {
  return raw
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}#]+/gu, "_")
    .replace(/^_+|_+$/g, "");
}

const CELL_START = 0;
const UNQUOTED = 1;
const QUOTED = 2;
const QUOTE_SEEN = 3;
const CELL_END = 4;
const CR_SEEN = 5;
type State = typeof CELL_START | typeof UNQUOTED | typeof QUOTED | typeof QUOTE_SEEN | typeof CELL_END | typeof CR_SEEN;

function inQuotes(state: State): boolean {
  return state === QUOTED || state === QUOTE_SEEN;
}

class CsvSplitter {
  private line = 1;
  private delimiter: number | null = null;
  private runaways = 0;
  private rowCount = 0;

  constructor(private readonly window: ByteWindow) {}

  async *run(): AsyncGenerator<CsvBatch> {
    const header = await this.header();
    const warnings = duplicatesOf(header);
    let rows: CsvRow[] = [];
    let pending: Pending[] = [];
    let size = 0;
    for (;;) {
      const frame = await this.frame();
      if (frame.kind === "end") break;
      size += this.take(frame, pending);
      if (pending.length >= ROWS_PER_BATCH || size >= LONG_RECORD) {
        rows = this.read(pending, header.raw.length);
        pending = [];
        size = 0;
        yield { header, rows, warnings: warnings.splice(0) };
      }
    }
    rows = this.read(pending, header.raw.length);
    if (VENDOR_LIMITS.has(this.rowCount)) {
      warnings.push(
        `The file has exactly ${this.rowCount.toLocaleString("en-GB")} rows, a limit at which exports are cut off: rows may be missing.`,
      );
    }
    yield { header, rows, warnings };
  }

  private async header(): Promise<CsvHeader> {
    for (;;) {
      const frame = await this.frame();
      if (frame.kind === "end") throw new AppError("invalid", "The file holds no header line.");
      if (frame.kind !== "record")
        throw new AppError("invalid", `line ${this.line}: a quote in the header is not closed`);
      const bytes = this.window.buffer.subarray(this.window.start, this.window.start + frame.length);
      if (isBlank(bytes)) {
        this.advance(frame.next, frame.lines);
        continue;
      }
      const announced = /^sep=([,;\t])\s*$/.exec(decodeUtf8(bytes) ?? "")?.[1];
      if (announced !== undefined) {
        this.delimiter = announced.charCodeAt(0); // a line which spreadsheets write for themselves
        this.advance(frame.next, frame.lines);
        continue;
      }
      this.delimiter ??= sniffDelimiter(bytes);
      const text = decodeUtf8(bytes);
      if (text === null) throw new AppError("invalid", describeBadByte(bytes, this.line, 1));
      const [cells = []] = this.parseAll([text]);
      if (typeof cells === "string") throw new AppError("invalid", `line ${this.line}: ${cells}`);
      const raw = cells.map((cell) => cell.trim());
      if (raw.length > MAX_COLUMNS) throw tooManyColumns(raw.length);
      const long = raw.findIndex((name) => name.length > MAX_NAME);
      if (long >= 0)
        throw new AppError(
          "invalid",
          `line ${this.line}: column ${long + 1} has a name of ${raw[long]?.length.toLocaleString("en-GB")} characters: this is no header of a table.`,
        );
      this.advance(frame.next, frame.lines);
      return { raw, names: raw.map(normaliseHeader) };
    }
  }

  /** Moves on past a frame and keeps its text for reading. The number of bytes it had. */
  private take(frame: Exclude<Frame, { kind: "end" }>, pending: Pending[]): number {
    const { line } = this;
    const bytes = this.window.buffer.subarray(this.window.start, this.window.start + frame.next);
    if (frame.kind === "bad-quote") {
      const how = frame.closed ? "is not closed: more text follows the next quote" : "is never closed";
      pending.push({ line, broken: `line ${line + frame.opened}: a quote opened here ${how}` });
      this.advance(frame.next, frame.opened + 1);
      return bytes.length;
    }
    if (frame.kind === "too-long") {
      pending.push({ line, broken: `line ${line}: the row is longer than ${MAX_RECORD / 1024 / 1024} MiB` });
      this.advance(frame.next, countLines(bytes));
      return bytes.length;
    }
    const row = bytes.subarray(0, frame.length);
    if (!isBlank(row)) {
      const text = decodeUtf8(row);
      if (text === null) pending.push({ line, broken: describeBadByte(row, line, 1) });
      else if (text.includes("\0")) pending.push({ line, broken: `line ${line}: the row holds a NUL character` });
      else pending.push({ line, text });
    }
    this.advance(frame.next, frame.lines);
    return bytes.length;
  }

  private advance(bytes: number, lines: number): void {
    this.window.drop(bytes);
    this.line += lines;
  }

  private read(pending: readonly Pending[], columns: number): CsvRow[] {
    const texts = pending.filter((row) => "text" in row);
    const parsed = this.parseAll(texts.map(({ text }) => text));
    let next = 0;
    return pending.map((row) => {
      this.rowCount++;
      const place = { where: `line ${row.line}`, line: row.line };
      if ("broken" in row) return { ...place, broken: row.broken };
      const cells = parsed[next++];
      if (cells === undefined || typeof cells === "string") {
        return { ...place, broken: `line ${row.line}: ${cells ?? "the row cannot be read"}` };
      }
      return { ...place, ...checkRow(cells, columns, row.line, row.text.length) };
    });
  }

  /** The cells of each row, or why it has none. All rows at once while they are well formed, which is much faster. */
  private parseAll(texts: readonly string[]): (string[] | string)[] {
    if (texts.length === 0) return [];
    try {
      const rows = this.parse(texts.join("\n"));
      if (rows.length === texts.length) return rows;
    } catch {
      // One of them is malformed: read one by one below, each with its own reason.
    }
    return texts.map((text) => {
      try {
        return this.parse(text)[0] ?? [];
      } catch (error) {
        return error instanceof Error ? error.message.replace(/ (?:on|at) line \d+/, "") : String(error);
      }
    });
  }

  private parse(text: string): string[][] {
    return parse(text, {
      delimiter: String.fromCharCode(this.delimiter ?? COMMA),
      relax_column_count: true,
      record_delimiter: ["\r\n", "\n", "\r"],
      max_record_size: MAX_RECORD,
      trim: true,
    });
  }

  /** The next row's extent. Nothing is dropped: a bad quote goes back to the line where it was opened. */
  private async frame(): Promise<Frame> {
    const { window } = this;
    const limit = this.runaways < MAX_RUNAWAYS ? MAX_RECORD : LONG_RECORD;
    let state: State = CELL_START;
    let lines = 0;
    let opened = { lines: 0, at: 0 };
    let i = 0;
    for (;;) {
      if (i > limit) return inQuotes(state) ? this.badQuote(opened, false, i) : this.tooLong();
      if (i >= window.held && !(await window.fill())) break;
      const { buffer, start, held } = window;
      for (; i < held; i++) {
        const byte = buffer[start + i] as number;
        if (state === CR_SEEN) {
          return { kind: "record", length: i - 1, next: byte === LF ? i + 1 : i, lines: lines + 1 };
        }
        if (state === QUOTED) {
          if (byte === QUOTE) state = QUOTE_SEEN;
          else if (byte === CR || (byte === LF && buffer[start + i - 1] !== CR)) lines++;
          continue;
        }
        if (state === QUOTE_SEEN) {
          state = byte === QUOTE ? QUOTED : CELL_END;
          if (state === QUOTED) continue;
        }
        if (byte === LF) return { kind: "record", length: i, next: i + 1, lines: lines + 1 };
        if (byte === CR) state = CR_SEEN;
        else if (this.endsCell(byte)) state = CELL_START;
        else if (byte === 32 || byte === TAB) continue;
        else if (state === CELL_END) return this.badQuote(opened, true, i);
        else if (byte === QUOTE && state === CELL_START) {
          state = QUOTED;
          opened = { lines, at: i };
        } else state = UNQUOTED;
      }
    }
    if (state === QUOTED) return this.badQuote(opened, false, i);
    if (i === 0) return { kind: "end" };
    return { kind: "record", length: state === CR_SEEN ? i - 1 : i, next: i, lines: lines + 1 };
  }

  /** Before the header has been read any of the usual delimiters may be the one. */
  private endsCell(byte: number): boolean {
    return this.delimiter === null ? isDelimiter(byte) : byte === this.delimiter;
  }

  private async badQuote(opened: { lines: number; at: number }, closed: boolean, seen: number): Promise<Frame> {
    if (seen - opened.at > LONG_RECORD) this.runaways++;
    const next = await this.nextLine(opened.at);
    return { kind: "bad-quote", opened: opened.lines, next, closed };
  }

  private async tooLong(): Promise<Frame> {
    return { kind: "too-long", next: await this.nextLine(0) };
  }

  /** Where the line after the given position begins. */
  private async nextLine(from: number): Promise<number> {
    const { window } = this;
    for (let i = from; ; i++) {
      while (i + 1 >= window.held) if (!(await window.fill())) return window.held;
      const byte = window.buffer[window.start + i];
      if (byte === LF) return i + 1;
      if (byte === CR) return window.buffer[window.start + i + 1] === LF ? i + 2 : i + 1;
    }
  }
}

type Pending = { line: number } & ({ text: string } | { broken: string });

function checkRow(
  cells: string[],
  columns: number,
  line: number,
  length: number,
): { cells: string[] } | { broken: string } {
  if (cells.length !== columns) {
    return { broken: `line ${line}: ${cells.length} columns where the header has ${columns}` };
  }
  // A UTF-16 unit is at most three bytes.
  const large = length * 3 < MAX_CELL ? -1 : cells.findIndex((cell) => byteLength(cell) > MAX_CELL);
  if (large >= 0) {
    const size = byteLength(cells[large] ?? "").toLocaleString("en-GB");
    return { broken: `line ${line}: cell ${large + 1} holds ${size} bytes, more than 1 MiB` };
  }
  return { cells: cells.map(unguard) };
}

function byteLength(text: string): number {
  return text.length * 3 < MAX_CELL ? 0 : new TextEncoder().encode(text).length;
}

const FORMULA_START = /(?:^|[\r\n])[ \u00a0\ufeff]*[=+\-@\t\r\0\uff1d\uff0b\uff0d\uff20]/;

/** Takes away the quote that our own export sets before a cell which a spreadsheet would calculate. */
function unguard(cell: string): string {
  return cell.charCodeAt(0) === 39 && FORMULA_START.test(cell.slice(1)) ? cell.slice(1) : cell;
}

function tooManyColumns(columns: number): AppError {
  return new AppError(
    "invalid",
    `The header has ${columns.toLocaleString("en-GB")} columns; at most ${MAX_COLUMNS.toLocaleString("en-GB")} are read. This is no page export.`,
  );
}

function duplicatesOf({ raw, names }: CsvHeader): string[] {
  const twice = names.flatMap((name, i) => (name !== "" && names.indexOf(name) !== i ? [raw[i]] : []));
  return twice.length === 0 ? [] : [`Columns that occur twice, of which the first is read: ${twice.join(", ")}.`];
}

function sniffDelimiter(header: Uint8Array): number {
  const counts = new Map([COMMA, SEMICOLON, TAB].map((byte) => [byte, 0]));
  let quoted = false;
  for (const byte of header) {
    if (byte === QUOTE) quoted = !quoted;
    else if (!quoted && isDelimiter(byte)) counts.set(byte, (counts.get(byte) ?? 0) + 1);
  }
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}

function isDelimiter(byte: number): boolean {
  return byte === COMMA || byte === SEMICOLON || byte === TAB;
}

function count(bytes: Uint8Array, wanted: number): number {
  let found = 0;
  for (const byte of bytes) if (byte === wanted) found++;
  return found;
}

function countLines(bytes: Uint8Array): number {
  return count(bytes, LF) || count(bytes, CR);
}

function isBlank(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte !== 32 && byte !== TAB && byte !== CR && byte !== LF) return false;
  return true;
}
