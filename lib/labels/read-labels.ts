import { parse } from "csv-parse/sync";
import type { Instant } from "@/lib/model/instant";
import { REASONS, type Reason, VERDICTS, type Verdict, verdictOf } from "@/lib/model/verdict";
import { unguardCell } from "./cell-guard";
import { LABEL_COLUMNS, type Label, type LabelColumn, type LabelSubject, MAX_NOTE } from "./label";
import { meaningOf, OPSWEEKLY_TAGS } from "./opsweekly";

/** `line 4` */
export type Placed<What> = { where: string } & What;

export type ReadLabels = {
  labels: Placed<{ label: Label }>[];
  /** Rows that say nothing: `na`, or neither verdict nor tag. */
  silent: Placed<{ why: string }>[];
  errors: Placed<{ why: string }>[];
};

type Fields = Partial<Record<LabelColumn, string>>;
type Row = Placed<{ fields: Fields } | { broken: string }>;

/** Refused, with the reason for people. */
class Unreadable extends Error {}

/**
 * The labels of a file: CSV with the columns of docs/labels.md in any order, or JSON lines with the same names. A row that
 * cannot be read costs that row and is listed with its line. The same text gives the same labels. `onlyProvider`: whose
 * all pages are, where that is known; a row need not say it then.
 */
export function readLabels(text: string, onlyProvider: string | null = null): ReadLabels {
  const read: ReadLabels = { labels: [], silent: [], errors: [] };
  for (const { where, ...row } of rowsOf(text.replace(/^\ufeff/, ""))) {
    try {
      if ("broken" in row) throw new Unreadable(row.broken);
      const label = labelOf(row.fields, onlyProvider);
      if (label) read.labels.push({ where, label });
      else read.silent.push({ where, why: "it says nothing: neither a verdict, nor a reason, nor a tag" });
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      read.errors.push({ where, why: error.message });
    }
  }
  return read;
}

function rowsOf(text: string): Row[] {
  const start = text.trimStart();
  if (start === "") return [{ where: "line 1", broken: "the file is empty" }];
  return start.startsWith("{") ? jsonRows(text) : csvRows(text);
}

function jsonRows(text: string): Row[] {
  return text.split("\n").flatMap((line, index): Row[] => {
    if (line.trim() === "") return [];
    return [{ where: `line ${index + 1}`, ...jsonRow(line) }];
  });
}

function jsonRow(line: string): { fields: Fields } | { broken: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { broken: "this line is not JSON" };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { broken: "this line is not a JSON object" };
  const fields: Fields = {};
  for (const [name, told] of Object.entries(value)) {
    const column = columnOf(name);
    if (!column || told === null) continue;
    if (typeof told === "object") return { broken: `${name} is not text` };
    fields[column] = String(told);
  }
  return { fields };
}

function csvRows(text: string): Row[] {
  const broken: Row[] = [];
  const records = parse(text, {
    delimiter: delimiterOf(text),
    info: true,
    raw: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) =>
      void broken.push({ where: `line ${Number(error?.lines ?? 1)}`, broken: error?.message ?? "it cannot be read" }),
  }) as unknown as { record: string[]; raw: string; info: { lines: number } }[];
  const [header, ...rows] = records;
  const columns = (header?.record ?? []).map(columnOf);
  if (!columns.some((column) => column === "page" || column === "signature"))
    return [
      { where: "line 1", broken: "there is no column page and none signature: the first line must name the columns" },
    ];
  const read = rows.map(({ record, raw, info }): Row => {
    // `lines` counts to the end of the row; a note may run over several.
    const where = `line ${info.lines - newlinesIn(raw.trimEnd())}`;
    if (record.length !== columns.length)
      return { where, broken: `${record.length} columns where the header has ${columns.length}` };
    const fields: Fields = {};
    columns.forEach((column, at) => {
      const cell = record[at] ?? "";
      if (column && cell !== "") fields[column] = unguardCell(cell);
    });
    return { where, fields };
  });
  return [...read, ...broken];
}

function newlinesIn(text: string): number {
  return text.split(/\r\n|\r|\n/).length - 1;
}

/** Spreadsheets of some languages write semicolons. */
function delimiterOf(text: string): string {
  const first = text.trimStart().split(/[\r\n]/, 1)[0] ?? "";
  const counts = [",", ";", "\t"].map((each) => ({ each, count: first.split(each).length }));
  return counts.reduce((most, one) => (one.count > most.count ? one : most)).each;
}

const ALIASES: Readonly<Record<string, LabelColumn>> = {
  key: "page",
  page_key: "page",
  pagekey: "page",
  wronghour: "wrong_hour",
};

function columnOf(name: string): LabelColumn | undefined {
  const word = name.trim().toLowerCase().replaceAll(/[ -]+/g, "_");
  return LABEL_COLUMNS.find((column) => column === word) ?? ALIASES[word];
}

function labelOf(fields: Fields, onlyProvider: string | null): Label | null {
  const said = saidOf(fields);
  if (!said) return null;
  const about = subjectOf(fields, onlyProvider);
  const [from, until] = [instantOf(fields, "from"), instantOf(fields, "until")];
  if (about.kind === "page" && (from !== null || until !== null))
    throw new Unreadable("from and until are for signatures; this row is about a page");
  if (from !== null && until !== null && until <= from) throw new Unreadable("until does not lie after from");
  const note = fields.note ?? null;
  if (note && note.length > MAX_NOTE) throw new Unreadable(`the note has more than ${MAX_NOTE} characters`);
  const [by, at, endedAt] = [fields.by?.trim() || null, instantOf(fields, "at"), instantOf(fields, "ended")];
  return { about, ...said, note, by, at, from, until, weight: weightOf(fields.weight), endedAt };
}

function subjectOf(fields: Fields, onlyProvider: string | null): LabelSubject {
  const { page, signature, provider = onlyProvider } = fields;
  if (page && signature) throw new Unreadable("it names a page and a signature; a row is about one of them");
  if (signature) return { kind: "signature", signature: signature.trim() };
  if (!page) throw new Unreadable("it names neither a page nor a signature");
  if (!provider) throw new Unreadable("the provider of the page is missing");
  return { kind: "page", provider: provider.trim(), pageKey: page };
}

type Said = Pick<Label, "verdict" | "reason" | "wrongHour" | "tag">;

/** The verdict of its column, of its reason, or of Opsweekly's tag; where several are told they must agree. */
function saidOf(fields: Fields): Said | null {
  const told = { verdict: verdictWord(fields.verdict), reason: reasonWord(fields.reason) };
  const tag = fields.tag === undefined ? null : meaningOf(fields.tag);
  if (tag === undefined)
    throw new Unreadable(`${fields.tag} is no tag of Opsweekly; they are ${OPSWEEKLY_TAGS.join(", ")} and na`);
  const reason = told.reason ?? (told.verdict === null ? (tag?.reason ?? null) : null);
  const verdict = told.verdict ?? (reason && verdictOf(reason));
  if (verdict === null) return null;
  if (reason && verdictOf(reason) !== verdict)
    throw new Unreadable(`${reason} is a reason for ${verdictOf(reason)}, not for ${verdict}`);
  if (tag && reason !== tag.reason)
    throw new Unreadable(`the tag ${tag.tag} stands for ${tag.reason}, but the row says ${reason ?? verdict}`);
  const wrongHour = fields.wrong_hour === undefined ? (tag?.wrongHour ?? false) : flagOf(fields.wrong_hour);
  return { verdict, reason, wrongHour, tag: tag?.tag ?? null };
}

function verdictWord(text: string | undefined): Verdict | null {
  const word = text?.trim().toLowerCase();
  if (!word) return null;
  const known = VERDICTS.find((verdict) => verdict === word);
  if (!known) throw new Unreadable(`${text} is no verdict; they are ${VERDICTS.join(", ")}`);
  return known;
}

function reasonWord(text: string | undefined): Reason | null {
  const word = text?.trim().toLowerCase();
  if (!word) return null;
  const known = REASONS.find((reason) => reason === word);
  if (!known) throw new Unreadable(`${text} is no reason; they are ${REASONS.join(", ")}`);
  return known;
}

function flagOf(text: string): boolean {
  const word = text.trim().toLowerCase();
  if (["yes", "true", "1"].includes(word)) return true;
  if (["no", "false", "0"].includes(word)) return false;
  throw new Unreadable(`wrong_hour is ${text}; it is yes or no`);
}

function weightOf(text: string | undefined): number {
  if (text === undefined) return 1;
  const weight = Number(text);
  if (!(weight > 0 && weight <= 1)) throw new Unreadable(`weight is ${text}; it lies above 0 and is at most 1`);
  return weight;
}

/** A time without an offset could be anywhere in a day: it is not guessed. */
const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/i;

function instantOf(fields: Fields, column: "at" | "from" | "until" | "ended"): Instant | null {
  const text = fields[column]?.trim();
  if (!text) return null;
  const at = WITH_OFFSET.test(text) ? Date.parse(text.replace(" ", "T")) : Number.NaN;
  if (Number.isNaN(at)) throw new Unreadable(`${column} is ${text}; write it with its offset, as 2026-11-03T02:00:00Z`);
  return at;
}
