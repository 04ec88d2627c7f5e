import { ByteWindow } from "./byte-window";
import { decodeBytes } from "./decode";
import type { Outcome, ParsedRecord, Place } from "./provider";
import { decodeUtf8, describeBadByte } from "./utf8";

export type LineRecord = Place & ({ text: string } | { broken: string });

const MAX_LINE = 1024 * 1024;
/** A batch ends at the first of these. */
const LINES_PER_BATCH = 500;
const BATCH_BYTES = 1024 * 1024;

const LF = 10;
const CR = 13;

/**
 * The lines of a log of any size, in batches; blank ones are none. Ends are LF or CR LF. Memory is bounded by the longest
 * line that is read: of a longer one only the place is kept.
 */
export async function* lineRecords(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<LineRecord[]> {
  const window = new ByteWindow(bytes);
  let out: LineRecord[] = [];
  let size = 0;
  try {
    for (let line = 1; ; line++) {
      const found = await nextLine(window);
      if (found === null) break;
      size += found.length;
      const record = toRecord(found.bytes, line);
      if (record) out.push(record);
      window.drop(found.dropped);
      if (out.length < LINES_PER_BATCH && size < BATCH_BYTES) continue;
      yield out;
      out = [];
      size = 0;
    }
    if (out.length > 0) yield out;
  } finally {
    await window.close();
  }
}

export function readLine(record: LineRecord, read: (line: string) => Outcome): ParsedRecord {
  const { where, line } = record;
  if ("broken" in record) return { where, line, outcome: "rejected", why: record.broken };
  return { where, line, ...read(record.text) };
}

/** `bytes` is null where the line is too long; `dropped` is what the window still holds of it. */
type Found = { bytes: Uint8Array | null; length: number; dropped: number };

async function nextLine(window: ByteWindow): Promise<Found | null> {
  let passed = 0;
  for (let at = 0; ; ) {
    const end = window.buffer.subarray(window.start, window.end).indexOf(LF, at);
    if (end >= 0) {
      const length = passed + end;
      return { bytes: length > MAX_LINE ? null : held(window, end), length, dropped: end + 1 };
    }
    at = window.held;
    if (passed + at > MAX_LINE) {
      passed += at;
      window.drop(at);
      at = 0;
    }
    if (await window.fill()) continue;
    if (passed + at === 0) return null;
    return { bytes: passed > 0 ? null : held(window, at), length: passed + at, dropped: at };
  }
}

function held(window: ByteWindow, length: number): Uint8Array {
  const bytes = window.buffer.subarray(window.start, window.start + length);
  return bytes.at(-1) === CR ? bytes.subarray(0, -1) : bytes;
}

function toRecord(bytes: Uint8Array | null, line: number): LineRecord | null {
  const place = { where: `line ${line}`, line };
  if (bytes === null) return { ...place, broken: `line ${line} is longer than ${MAX_LINE / 1024 / 1024} MiB` };
  const text = decodeUtf8(bytes);
  if (text === null) return { ...place, broken: describeBadByte(bytes, line, 1) };
  if (text.includes("\0")) return { ...place, broken: `line ${line}: the line holds a NUL character` };
  return text.trim() === "" ? null : { ...place, text };
}

const SAMPLE_LINES = 50;
const SAMPLE_BYTES = 256 * 1024;

/** The first lines of a file that say something, as far as they stand near its beginning. */
export async function sampleLines(source: AsyncIterable<Uint8Array>): Promise<string[]> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of decodeBytes(source)) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length < SAMPLE_BYTES) continue;
    text = text.slice(0, text.lastIndexOf("\n", SAMPLE_BYTES) + 1);
    break;
  }
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .slice(0, SAMPLE_LINES);
}
