import { Readable, type Transform } from "node:stream";
import { type Cell, csvStream } from "@/lib/export/csv";
import type { Instant } from "@/lib/model/instant";
import { guardCell } from "./cell-guard";
import { LABEL_COLUMNS, type Label, type LabelColumn } from "./label";
import { tagOf } from "./opsweekly";

type Fields = Record<LabelColumn, string | number | boolean | null>;

/** Labels as CSV; `readLabels` reads it back without loss. */
export function labelsCsv(labels: AsyncIterable<Label>): Transform {
  const rows = async function* (): AsyncGenerator<Cell[]> {
    for await (const label of labels) {
      const fields = fieldsOf(label);
      yield LABEL_COLUMNS.map((column) => cellOf(fields[column]));
    }
  };
  return csvStream(LABEL_COLUMNS, rows());
}

/** Labels as JSON lines. */
export function labelLines(labels: AsyncIterable<Label>): Readable {
  const lines = async function* (): AsyncGenerator<string> {
    for await (const label of labels) yield labelLine(label);
  };
  return Readable.from(lines());
}

/** One label as a JSON line, without what is not known. */
export function labelLine(label: Label): string {
  const told = Object.entries(fieldsOf(label)).filter(([, value]) => value !== null && value !== false);
  return `${JSON.stringify(Object.fromEntries(told))}\n`;
}

function fieldsOf(label: Label): Fields {
  const { about } = label;
  return {
    provider: about.kind === "page" ? about.provider : null,
    page: about.kind === "page" ? about.pageKey : null,
    signature: about.kind === "signature" ? about.signature : null,
    verdict: label.verdict,
    reason: label.reason,
    wrong_hour: label.wrongHour,
    note: label.note,
    by: label.by,
    at: isoOf(label.at),
    from: isoOf(label.from),
    until: isoOf(label.until),
    weight: label.weight === 1 ? null : label.weight,
    tag: tagOf(label),
    ended: isoOf(label.endedAt),
  };
}

function cellOf(value: string | number | boolean | null): Cell {
  if (typeof value === "boolean") return value ? "yes" : null;
  return typeof value === "string" ? guardCell(value) : value;
}

function isoOf(at: Instant | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
