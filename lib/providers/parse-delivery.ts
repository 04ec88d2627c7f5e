import { AppError } from "@/lib/errors";
import type { Instant } from "@/lib/model/instant";
import type { Mapping } from "@/lib/model/mapping";
import { decodeBytes } from "./decode";
import { formOf, readForm } from "./form-body";
import { withMapping } from "./generic";
import { jsonReader } from "./json-reader";
import { type JsonRecord, jsonRecords } from "./json-records";
import { MAX_DEPTH } from "./json-scan";
import { lineRecords, readLine, sampleLines } from "./line-records";
import type { Input, LinesFormat, Namespace, ParsedRecord, Provider } from "./provider";
import { checkZones } from "./read-time";
import { decodeUtf8 } from "./utf8";

const MAX_RECORDS = 10_000;
const PORTION = 32;

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

export type Delivery = {
  body: Uint8Array;
  /** As the sender's header says it; null where none did. */
  contentType: string | null;
  receivedAt: Instant;
  /** Zone of times that carry none. */
  zone: string | null;
  mapping?: Mapping | null;
  namespace?: Namespace;
};

/** The records of a webhook body or an API answer, at least one: a body that cannot be read is one rejected record. */
export async function parseDelivery(provider: Provider, delivery: Delivery): Promise<ParsedRecord[]> {
  try {
    const records = await readDelivery(provider, delivery);
    return records.length > 0 ? records : [unreadable("The body holds nothing to read.")];
  } catch (error) {
    if (error instanceof AppError) return [unreadable(error.message)];
    throw error;
  }
}

async function readDelivery(one: Provider, delivery: Delivery): Promise<ParsedRecord[]> {
  const { body, contentType, receivedAt, zone, mapping = null, namespace = null } = delivery;
  checkZones(zone, mapping?.zone ?? null);
  const provider = withMapping(one, mapping);
  const input = inputOf(body);
  const lines = await linesFormatOf(provider, input);
  if (lines) {
    const read = lines.reader({ zone, envelope: null, receivedAt, namespace });
    return upTo(lineRecords(decodeBytes(input.open())), (line) => readLine(line, read));
  }
  const wanted = provider.formats.flatMap((format) => (format.shape === "json" ? (format.envelope ?? []) : []));
  const read = jsonReader(provider, { zone, receivedAt, namespace }, { input, wanted });
  return upTo(objectsOf(input, isForm(contentType)), read);
}

/** Reads so many records. What comes behind them is one rejected record, so that it is not forgotten. */
async function upTo<T extends { where: string; line: number | null }>(
  batches: AsyncIterable<readonly T[]>,
  read: (record: T) => ParsedRecord | Promise<ParsedRecord>,
): Promise<ParsedRecord[]> {
  const records: ParsedRecord[] = [];
  for await (const batch of batches) {
    for (const record of batch) {
      if (records.length < MAX_RECORDS) records.push(await read(record));
      else {
        const { where, line } = record;
        const most = MAX_RECORDS.toLocaleString("en-GB");
        const why = `the delivery holds more than ${most} records: this one and those behind it were not read`;
        records.push({ where, line, outcome: "rejected", why });
        return records;
      }
    }
  }
  return records;
}

async function* objectsOf(input: Input, saidForm: boolean): AsyncGenerator<JsonRecord[]> {
  const form = await formOf(decodeBytes(input.open()), saidForm);
  if (!form) yield* jsonRecords(decodeBytes(input.open()), { batch: PORTION });
  else yield [{ where: "line 1", line: 1, ...("value" in form ? { ...form, envelope: null } : form) }];
}

async function linesFormatOf({ formats }: Provider, input: Input): Promise<LinesFormat | null> {
  const candidates = formats.filter((format) => format.shape === "lines");
  if (candidates.length === 0) return null;
  const lines = await sampleLines(input.open());
  return candidates.find((format) => format.matches(lines)) ?? null;
}

/**
 * The body as one JSON value, or its form as an object of strings: for the key of the delivery. Null where it cannot be
 * read so.
 */
export function bodyObject(body: Uint8Array, contentType: string | null): unknown {
  const text = decodeUtf8(body)?.replace(/^\ufeff/, "");
  if (text === undefined || isTooDeep(body)) return null;
  const form = readForm(text, isForm(contentType));
  if (form) return "value" in form ? form.value : null;
  try {
    return JSON.parse(text);
  } catch {
    return null; // reading the records says why, with its place
  }
}

function isForm(contentType: string | null): boolean {
  return contentType !== null && /^\s*application\/x-www-form-urlencoded\s*(?:;|$)/i.test(contentType);
}

/** Before it is parsed: whoever walks the value later may do so without a limit of their own. */
function isTooDeep(body: Uint8Array): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < body.length; i++) {
    const byte = body[i];
    if (inString) {
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) inString = false;
    } else if (byte === QUOTE) inString = true;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      if (++depth > MAX_DEPTH) return true;
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth--;
  }
  return false;
}

function inputOf(body: Uint8Array): Input {
  const open = async function* () {
    yield body;
  };
  return { name: "body", size: body.length, open };
}

function unreadable(why: string): ParsedRecord {
  return { where: "body", line: null, outcome: "rejected", why };
}
