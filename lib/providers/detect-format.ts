import { AppError } from "@/lib/errors";
import { csvRecords } from "./csv-records";
import { decodeBytes } from "./decode";
import { detectGenericCsv, detectGenericJson } from "./detect-generic";
import { CompleteEnvelopes } from "./envelopes";
import { formOf } from "./form-body";
import { generic } from "./generic";
import { providers } from "./index";
import type { JsonRecord } from "./json-records";
import { sampleLines } from "./line-records";
import { objectRecords } from "./object-records";
import type { CsvFormat, CsvHeader, Detected, Envelope, Input, JsonFormat, Provider } from "./provider";

/** Records looked at: enough for a list that begins with odd ones. */
const SAMPLE_RECORDS = 50;
const SHOWN_COLUMNS = 12;
/** Looked at for lines of JSON behind others. */
const SHAPE_BYTES = 64 * 1024;
const SHAPE_LINES = 10;

type Shape = "json" | "csv";

/** What a file is, from its content alone. What nothing can read is refused by naming what was seen. */
export async function detectFormat(input: Input, provider?: string): Promise<Detected> {
  if (input.entries) return detectEntries(input.entries, provider);
  const wanted = provider === undefined ? providers : [providerOf(provider)];
  const candidates = wanted.filter((one) => one !== generic);
  const mayBeGeneric = candidates.length < wanted.length;
  const lines = await detectLines(input, candidates);
  if (lines) return lines;
  return (await shapeOf(input)) === "json"
    ? detectJson(input, candidates, mayBeGeneric)
    : detectCsv(input, candidates, mayBeGeneric);
}

/** The first file that can be read says whose all are; a zone is needed where any needs one. */
async function detectEntries(entries: readonly Input[], provider?: string): Promise<Detected> {
  let found: Detected | null = null;
  let refusal: AppError | null = null;
  for (const entry of entries) {
    try {
      const detected = await detectFormat(entry, found?.provider ?? provider);
      found ??= detected;
      if (detected.needsZone) found = { ...found, needsZone: true };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refusal ??= new AppError(error.code, `${entry.name}: ${error.message}`);
    }
  }
  if (found) return found;
  throw refusal ?? new AppError("invalid", "The archive holds no files.");
}

export function providerOf(id: string): Provider {
  const found = providers.find((provider) => provider.id === id);
  if (found) return found;
  throw new AppError("invalid", `No provider "${id}". Known: ${providers.map((known) => known.id).join(", ")}.`);
}

/** Logs come first: a line may begin with a bracket, and no export has lines of this kind. */
async function detectLines(input: Input, candidates: readonly Provider[]): Promise<Detected | null> {
  const formats = candidates.flatMap(({ id, formats }) =>
    formats.flatMap((format) => (format.shape === "lines" ? [{ provider: id, format }] : [])),
  );
  if (formats.length === 0) return null;
  const lines = await sampleLines(input.open());
  const found = formats.find(({ format }) => format.matches(lines));
  if (!found) return null;
  const { id, label } = found.format;
  return { provider: found.provider, format: id, label, needsZone: false, warnings: [], columns: null };
}

/**
 * JSON begins with a bracket, and no export's first column does. A form is one object. Lines of JSON may stand behind
 * others that are none: each of those is a record that cannot be read.
 */
async function shapeOf(input: Input): Promise<Shape> {
  if (await formOf(decodeBytes(input.open()))) return "json";
  for await (const bytes of decodeBytes(input.open())) {
    const first = bytes.find((byte) => byte > 32 && byte !== 44);
    if (first === undefined) continue;
    return first === 123 || first === 91 || holdsJsonLines(bytes) ? "json" : "csv";
  }
  throw new AppError("invalid", "The file holds only blanks.");
}

/** A row of a CSV that holds JSON writes its quotes twice. */
function holdsJsonLines(bytes: Uint8Array): boolean {
  const [, ...behind] = new TextDecoder().decode(bytes.subarray(0, SHAPE_BYTES)).split("\n", SHAPE_LINES);
  return behind.some((line) => line.startsWith("{") && isObjectText(line));
}

function isObjectText(line: string): boolean {
  try {
    return Object.keys(JSON.parse(line)).length > 0;
  } catch {
    return false; // no JSON, or cut off
  }
}

type Sample = JsonRecord & { value: unknown; envelope: Envelope | null };

async function detectJson(input: Input, candidates: readonly Provider[], mayBeGeneric: boolean): Promise<Detected> {
  const { sample, broken } = await sampleJson(input);
  if (sample.length === 0) {
    throw new AppError("invalid", broken ?? "The file holds an empty list: there is nothing to import.");
  }
  let best: { provider: Provider; format: JsonFormat; matched: number } | null = null;
  for (const provider of candidates) {
    for (const format of provider.formats) {
      if (format.shape !== "json" || (format.isGuest && candidates.length > 1)) continue;
      const matched = sample.filter(({ value }) => jsonFormatOf(provider, value) === format).length;
      if (matched > (best?.matched ?? 0)) best = { provider, format, matched };
    }
  }
  if (!best) {
    const values = sample.map(({ value }) => value);
    const other = mayBeGeneric ? detectGenericJson(values, seenJson(values)) : null;
    if (other) return other;
    throw new AppError("invalid", unknownJson(values, candidates));
  }
  const { provider, format } = best;
  const needsZone = await jsonNeedsZone(input, format, sample);
  return { provider: provider.id, format: format.id, label: format.label, needsZone, warnings: [], columns: null };
}

function jsonFormatOf({ formats }: Provider, value: unknown): Provider["formats"][number] | undefined {
  return formats.find((format) => format.shape === "json" && format.matches(value));
}

async function jsonNeedsZone(input: Input, format: JsonFormat, sample: readonly Sample[]): Promise<boolean> {
  if (!format.needsZone) return false;
  const envelopes = new CompleteEnvelopes(input, format.envelope ?? []);
  for (const { value, envelope } of sample) {
    const complete = await envelopes.of(envelope);
    if (format.matches(value) && format.needsZone(value, complete)) return true;
  }
  return false;
}

async function sampleJson(input: Input): Promise<{ sample: Sample[]; broken: string | null }> {
  const sample: Sample[] = [];
  let broken: string | null = null;
  for await (const records of objectRecords(input, input.open(), SAMPLE_RECORDS)) {
    for (const record of records) {
      if ("value" in record) sample.push(record);
      else broken ??= `${record.where}: ${record.broken}`;
    }
    if (sample.length >= SAMPLE_RECORDS) break;
  }
  return { sample, broken };
}

function seenJson([first]: readonly unknown[]): string {
  if (Array.isArray(first)) return "This JSON holds lists";
  if (typeof first === "object" && first !== null)
    return `This JSON holds objects with the keys ${shownList(Object.keys(first))}`;
  return `This JSON holds values such as ${JSON.stringify(first)?.slice(0, 40)}`;
}

function unknownJson(values: readonly unknown[], candidates: readonly Provider[]): string {
  const known = candidates.flatMap(({ formats }) => formats.filter(({ shape }) => shape === "json")).slice(0, 8);
  return `${seenJson(values)}: none of the exports we read. We read ${known.map(({ label }) => label).join(", ")}.`;
}

async function detectCsv(input: Input, candidates: readonly Provider[], mayBeGeneric: boolean): Promise<Detected> {
  const { header, rows, warnings } = await sampleCsv(input);
  for (const provider of candidates) {
    for (const format of provider.formats) {
      if (format.shape !== "csv" || !format.matches(header, rows)) continue;
      return {
        provider: provider.id,
        format: format.id,
        label: format.label,
        needsZone: format.needsZone?.(header, rows) === true,
        warnings: [...warnings, ...(format.warnings?.(header) ?? [])],
        columns: columnsOf(header, format),
      };
    }
  }
  const other = mayBeGeneric ? detectGenericCsv(header, rows, warnings, seenCsv(header)) : null;
  if (other) return other;
  throw new AppError("invalid", unknownCsv(header, candidates));
}

function columnsOf(header: CsvHeader, format: CsvFormat): Detected["columns"] {
  const fields = format.columns(header);
  return header.raw.map((name, index) => ({ header: name, field: fields[index] ?? null }));
}

async function sampleCsv(
  input: Input,
): Promise<{ header: CsvHeader; rows: readonly (readonly string[])[]; warnings: readonly string[] }> {
  for await (const { header, rows, warnings } of csvRecords(decodeBytes(input.open()))) {
    return { header, rows: rows.flatMap((row) => ("cells" in row ? [row.cells] : [])), warnings };
  }
  throw new AppError("invalid", "The file holds no header line.");
}

function seenCsv({ raw }: CsvHeader): string {
  return `This CSV has the columns ${shownList(raw)}: they are of no page export we know.`;
}

function unknownCsv(header: CsvHeader, candidates: readonly Provider[]): string {
  const needs = candidates.flatMap(({ formats }) =>
    formats.flatMap((format) => (format.shape === "csv" ? [`${format.needs} (${format.label})`] : [])),
  );
  return seenCsv(header) + (needs.length === 0 ? "" : ` Needed at least: ${needs.join("; or ")}.`);
}

function shownList(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN_COLUMNS).map((name) => (name.length > 40 ? `${name.slice(0, 40)}…` : name));
  const more = names.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
