import { AppError } from "@/lib/errors";
import type { Mapping } from "@/lib/model/mapping";
import { detectFormat } from "./detect-format";
import { parseDelivery } from "./parse-delivery";
import { parseInput } from "./parse-input";
import type { Input, ParsedRecord, Provider } from "./provider";

/** As a file whose provider is found out, or as a delivery of its provider. */
export type ReadAs = "file" | "delivery";

/** What went wrong while reading, which is nothing, whatever the bytes are. */
export type Fault = "crash" | "outcome" | "prototype";
export type Reading = { faults: readonly Fault[]; why: string | null; records: number; refused: boolean };

type Captured = { provider: Provider; mapping: Mapping | null; bytes: Uint8Array };

const ZONE = "Europe/Berlin";
const CHUNK = 4096;
const RECEIVED_AT = 1_767_312_000_000;
const WATCHED = [Object.prototype, Array.prototype, String.prototype, Function.prototype, Map.prototype];

/** Reads bytes that may be damaged, and says what should never happen: it is for tests. */
export async function readDamaged(captured: Captured, as: ReadAs): Promise<Reading> {
  const before = WATCHED.map((prototype) => Reflect.ownKeys(prototype).length);
  const reading = await attempt(captured, as);
  const isChanged = WATCHED.some((prototype, i) => Reflect.ownKeys(prototype).length !== before[i]);
  return isChanged ? { ...reading, faults: [...reading.faults, "prototype"] } : reading;
}

async function attempt({ provider, mapping, bytes }: Captured, as: ReadAs): Promise<Reading> {
  try {
    const records =
      as === "file"
        ? await readFile(bytes, mapping)
        : await parseDelivery(provider, {
            body: bytes,
            contentType: null,
            receivedAt: RECEIVED_AT,
            zone: ZONE,
            mapping,
          });
    const wrong = as === "delivery" && records.length === 0 ? "no record" : wrongIn(records);
    return { faults: wrong === null ? [] : ["outcome"], why: wrong, records: records.length, refused: false };
  } catch (error) {
    // A file may be refused as a whole, with words for people; a delivery never is.
    if (as === "file" && error instanceof AppError && error.code === "invalid" && error.message !== "")
      return { faults: [], why: null, records: 0, refused: true };
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { faults: ["crash"], why, records: 0, refused: false };
  }
}

async function readFile(bytes: Uint8Array, mapping: Mapping | null): Promise<ParsedRecord[]> {
  const input = inputOf(bytes);
  const detected = await detectFormat(input);
  const records: ParsedRecord[] = [];
  let bytesRead = 0;
  for await (const batch of parseInput(input, detected, { zone: ZONE, mapping })) {
    for (const record of batch.records) records.push(record);
    bytesRead = batch.bytesRead;
  }
  if (bytesRead !== bytes.length) throw new Error(`${bytesRead} of ${bytes.length} bytes were read`);
  return records;
}

function inputOf(bytes: Uint8Array): Input {
  const open = async function* () {
    for (let i = 0; i < bytes.length; i += CHUNK) yield bytes.subarray(i, i + CHUNK);
  };
  return { name: "a file", size: bytes.length, open };
}

const OUTCOMES: ReadonlySet<string> = new Set(["accepted", "ignored", "rejected"]);

/** A record without exactly one outcome, without a place, or with an event that says nothing. */
function wrongIn(records: readonly ParsedRecord[]): string | null {
  for (const record of records) {
    if (record.where === "") return "a record without a place";
    if (!OUTCOMES.has(record.outcome)) return `${record.where}: no outcome`;
    if (record.outcome !== "accepted") {
      if (record.why === "" || "events" in record) return `${record.where}: ${record.outcome} without a reason`;
      continue;
    }
    for (const { at, pageKey, eventKey } of record.events)
      if (!Number.isFinite(at) || pageKey === "" || eventKey === "")
        return `${record.where}: an event without time or key`;
  }
  return null;
}
