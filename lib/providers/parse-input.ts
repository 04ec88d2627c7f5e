import { AppError } from "@/lib/errors";
import { csvRecords } from "./csv-records";
import { decodeBytes } from "./decode";
import { detectFormat, providerOf } from "./detect-format";
import { withMapping } from "./generic";
import { jsonReader } from "./json-reader";
import { lineRecords, readLine } from "./line-records";
import { objectRecords } from "./object-records";
import type {
  CsvFormat,
  Detected,
  Input,
  JsonFormat,
  LinesFormat,
  Outcome,
  ParsedBatch,
  ParsedRecord,
  ParseOptions,
  Provider,
  ReadContext,
} from "./provider";
import { checkZones } from "./read-time";

const PORTION = 32;
const BATCH = 500;

/** The records of a file in batches, each with exactly one outcome. Memory does not grow with the file. */
export async function* parseInput(
  input: Input,
  detected: Detected,
  options: ParseOptions = {},
): AsyncGenerator<ParsedBatch> {
  if (input.entries) {
    yield* parseEntries(input.entries, detected, options);
    return;
  }
  const provider = withMapping(providerOf(detected.provider), options.mapping ?? null);
  const format = provider.formats.find(({ id }) => id === detected.format);
  if (!format) throw new AppError("invalid", `${provider.label} has no format "${detected.format}".`);
  const zone = options.zone ?? null;
  checkZones(zone, options.mapping?.zone ?? null);
  const context = { zone, receivedAt: null, namespace: options.namespace ?? null };
  if (format.shape === "csv") yield* parseCsv(input, format, context, detected.warnings);
  else if (format.shape === "lines") yield* parseLines(input, format, context);
  else yield* parseJson(input, provider, format, context);
}

/** One file after the other, each found out for itself. One that cannot be read is one rejected record. */
async function* parseEntries(
  entries: readonly Input[],
  { provider, warnings: told }: Detected,
  options: ParseOptions,
): AsyncGenerator<ParsedBatch> {
  for (const entry of entries) {
    const within = (where: string): string => `${entry.name}: ${where}`;
    let bytesRead = entry.position?.() ?? 0;
    try {
      const detected = await detectFormat(entry, provider);
      const fresh = detected.warnings.filter((warning) => !told.includes(warning));
      if (fresh.length > 0) yield { records: [], bytesRead, warnings: fresh };
      for await (const batch of parseInput(entry, detected, options)) {
        bytesRead = batch.bytesRead;
        yield { ...batch, records: batch.records.map((record) => ({ ...record, where: within(record.where) })) };
      }
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      yield { records: [{ where: entry.name, line: null, outcome: "rejected", why: error.message }], bytesRead };
    }
  }
}

type InFile = Omit<ReadContext, "envelope">;

class Counted {
  private counted = 0;
  constructor(private readonly input: Input) {}
  get bytesRead(): number {
    return this.input.position?.() ?? this.counted;
  }
  async *bytes(): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.input.open()) {
      this.counted += chunk.length;
      yield chunk;
    }
  }
}

async function* parseJson(
  input: Input,
  provider: Provider,
  format: JsonFormat,
  context: InFile,
): AsyncGenerator<ParsedBatch> {
  const counted = new Counted(input);
  const read = jsonReader(provider, context, { input, wanted: format.envelope ?? [] });
  let records: ParsedRecord[] = [];
  // Values are turned into events in small portions, so that they die young: they are many times larger.
  for await (const portion of objectRecords(input, counted.bytes(), PORTION)) {
    for (const record of portion) records.push(await read(record));
    if (records.length < BATCH) continue;
    yield { records, bytesRead: counted.bytesRead };
    records = [];
  }
  yield { records, bytesRead: counted.bytesRead };
}

async function* parseLines(input: Input, format: LinesFormat, context: InFile): AsyncGenerator<ParsedBatch> {
  const counted = new Counted(input);
  const read = format.reader({ ...context, envelope: null });
  for await (const lines of lineRecords(decodeBytes(counted.bytes()))) {
    yield { records: lines.map((line) => readLine(line, read)), bytesRead: counted.bytesRead };
  }
  yield { records: [], bytesRead: counted.bytesRead };
}

async function* parseCsv(
  input: Input,
  format: CsvFormat,
  context: InFile,
  told: readonly string[],
): AsyncGenerator<ParsedBatch> {
  const counted = new Counted(input);
  let read: ((cells: readonly string[]) => Outcome) | null = null;
  for await (const { header, rows, warnings } of csvRecords(decodeBytes(counted.bytes()))) {
    read ??= format.reader(header, { ...context, envelope: null });
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
