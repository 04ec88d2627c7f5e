import { AppError } from "@/lib/errors";
import { csvRecords } from "./csv-records";
import { decodeBytes } from "./decode";
import { providerOf } from "./detect-format";
import { CompleteEnvelopes } from "./envelopes";
import { jsonRecords } from "./json-records";
import type {
  CsvFormat,
  Detected,
  Envelope,
  Input,
  JsonFormat,
  Outcome,
  ParsedBatch,
  ParsedRecord,
  ParseOptions,
  Provider,
} from "./provider";
import { isZone } from "./read-time";

const PORTION = 32;
const BATCH = 500;

/** The records of a file in batches, each with exactly one outcome. Memory does not grow with the file. */
export async function* parseInput(
  input: Input,
  detected: Detected,
  options: ParseOptions = {},
): AsyncGenerator<ParsedBatch> {
  const provider = providerOf(detected.provider);
  const format = provider.formats.find(({ id }) => id === detected.format);
  if (!format) throw new AppError("invalid", `${provider.label} has no format "${detected.format}".`);
  const zone = options.zone ?? null;
  if (zone !== null && !isZone(zone))
    throw new AppError("invalid", `"${zone}" is no time zone, such as Europe/Berlin.`);
  if (format.shape === "csv") yield* parseCsv(input, format, zone, detected.warnings);
  else if (format.shape === "json") yield* parseJson(input, provider, format, zone);
}

class Counted {
  bytesRead = 0;
  constructor(private readonly input: Input) {}
  async *bytes(): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.input.open()) {
      this.bytesRead += chunk.length;
      yield chunk;
    }
  }
}

async function* parseJson(
  input: Input,
  provider: Provider,
  format: JsonFormat,
  zone: string | null,
): AsyncGenerator<ParsedBatch> {
  const counted = new Counted(input);
  const others = provider.formats.filter((other) => other.shape === "json");
  const envelopes = format.needsZone ? new CompleteEnvelopes(input) : null;
  let records: ParsedRecord[] = [];
  // Values are turned into events in small portions, so that they die young: they are many times larger.
  for await (const portion of jsonRecords(decodeBytes(counted.bytes()), { batch: PORTION })) {
    for (const record of portion) {
      const { where, line } = record;
      if ("broken" in record) records.push({ where, line, outcome: "rejected", why: record.broken });
      else {
        const envelope = envelopes ? await envelopes.of(record.envelope) : record.envelope;
        records.push({ where, line, ...readJson(record.value, envelope, format, others, zone) });
      }
    }
    if (records.length < BATCH) continue;
    yield { records, bytesRead: counted.bytesRead };
    records = [];
  }
  yield { records, bytesRead: counted.bytesRead };
}

function readJson(
  value: unknown,
  envelope: Envelope | null,
  format: JsonFormat,
  others: readonly JsonFormat[],
  zone: string | null,
): Outcome {
  const context = { zone, envelope, receivedAt: null };
  const reader = others.find((other) => other.matches(value));
  if (reader) return reader.read(value, context);
  return format.matches(value) ? format.read(value, context) : { outcome: "rejected", why: notOurs(value) };
}

function notOurs(value: unknown): string {
  if (typeof value !== "object" || value === null) return `not an object: ${JSON.stringify(value)?.slice(0, 40)}`;
  const keys = Object.keys(value).slice(0, 8).join(", ");
  return keys === "" ? "an object without members" : `an object of no kind we read, with the keys ${keys}`;
}

async function* parseCsv(
  input: Input,
  format: CsvFormat,
  zone: string | null,
  told: readonly string[],
): AsyncGenerator<ParsedBatch> {
  const counted = new Counted(input);
  let read: ((cells: readonly string[]) => Outcome) | null = null;
  for await (const { header, rows, warnings } of csvRecords(decodeBytes(counted.bytes()))) {
    read ??= format.reader(header, { zone, envelope: null, receivedAt: null });
    const reader = read;
    const records = rows.map(({ where, line, ...row }): ParsedRecord => {
      if ("broken" in row) return { where, line, outcome: "rejected", why: row.broken };
      return { where, line, ...reader(row.cells) };
    });
    const fresh = warnings.filter((warning) => !told.includes(warning));
    const batch = { records, bytesRead: counted.bytesRead };
    yield fresh.length > 0 ? { ...batch, warnings: fresh } : batch;
  }
}
