import { AppError } from "@/lib/errors";

/** Enough to know an encoding or a file type; a text file may be shorter. */
const HEAD_BYTES = 1024;

/** Bytes of a file as UTF-8 without a byte order mark. What is no text is refused as a whole, with its reason. */
export async function* decodeBytes(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  try {
    const head = await readHead(chunks);
    refuseOtherTypes(head);
    const encoding = encodingOf(head);
    refuseNuls(head, encoding);
    if (encoding.name === "utf-8") {
      refuseMarkup(head.subarray(encoding.mark));
      yield head.subarray(encoding.mark);
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
      return;
    }
    yield* transcode(head.subarray(encoding.mark), chunks, encoding.name);
  } finally {
    await chunks.return?.();
  }
}

async function readHead(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < HEAD_BYTES) {
    const next = await chunks.next();
    if (next.done) break;
    head = head.length === 0 ? next.value : concat(head, next.value);
  }
  if (head.length === 0) throw new AppError("invalid", "The file is empty (0 bytes).");
  return head;
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a, 0);
  joined.set(b, a.length);
  return joined;
}

async function* transcode(
  head: Uint8Array,
  chunks: AsyncIterator<Uint8Array>,
  encoding: "utf-16le" | "utf-16be",
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  const encoder = new TextEncoder();
  const first = encoder.encode(decoder.decode(head, { stream: true }));
  refuseMarkup(first);
  yield first;
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    yield encoder.encode(decoder.decode(next.value, { stream: true }));
  }
  yield encoder.encode(decoder.decode());
}

type Encoding = { name: "utf-8" | "utf-16le" | "utf-16be"; mark: number };

function encodingOf(head: Uint8Array): Encoding {
  if (startsWith(head, [0xef, 0xbb, 0xbf])) return { name: "utf-8", mark: 3 };
  if (startsWith(head, [0xff, 0xfe])) return { name: "utf-16le", mark: 2 };
  if (startsWith(head, [0xfe, 0xff])) return { name: "utf-16be", mark: 2 };
  const [even, odd] = countNuls(head);
  const pairs = Math.min(head.length, HEAD_BYTES) / 2;
  // Latin text in UTF-16 has a NUL in nearly every pair, always on the same side; plain text has none.
  if (pairs >= 1 && odd >= pairs * 0.4 && even * 20 <= odd) return { name: "utf-16le", mark: 0 };
  if (pairs >= 1 && even >= pairs * 0.4 && odd * 20 <= even) return { name: "utf-16be", mark: 0 };
  return { name: "utf-8", mark: 0 };
}

function countNuls(head: Uint8Array): [even: number, odd: number] {
  const counts: [number, number] = [0, 0];
  const length = Math.min(head.length, HEAD_BYTES);
  for (let i = 0; i < length; i++) if (head[i] === 0) counts[i % 2 === 0 ? 0 : 1]++;
  return counts;
}

function refuseNuls(head: Uint8Array, { name }: Encoding): void {
  if (name !== "utf-8") return;
  const at = head.subarray(0, HEAD_BYTES).indexOf(0);
  if (at >= 0) throw new AppError("invalid", `This is not text: byte ${at + 1} is NUL. JSON or CSV is needed.`);
}

const OTHER_TYPES: readonly (readonly [name: string, magic: readonly number[]])[] = [
  ["a PNG picture", [0x89, 0x50, 0x4e, 0x47]],
  ["a JPEG picture", [0xff, 0xd8, 0xff]],
  ["a GIF picture", [0x47, 0x49, 0x46, 0x38]],
  ["a PDF document", [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ["a zip archive or an Excel workbook", [0x50, 0x4b, 0x03, 0x04]],
  ["an empty zip archive", [0x50, 0x4b, 0x05, 0x06]],
  ["a gzip archive", [0x1f, 0x8b]],
  ["a Zstandard archive", [0x28, 0xb5, 0x2f, 0xfd]],
  ["an old Excel workbook", [0xd0, 0xcf, 0x11, 0xe0]],
  ["a Parquet file", [0x50, 0x41, 0x52, 0x31]],
];

function refuseOtherTypes(head: Uint8Array): void {
  const found = OTHER_TYPES.find(([, magic]) => startsWith(head, magic));
  if (found) throw new AppError("invalid", `This is ${found[0]}, not an export. Unpack or save it as JSON or CSV.`);
}

function refuseMarkup(head: Uint8Array): void {
  const text = new TextDecoder("latin1").decode(head.subarray(0, HEAD_BYTES)).trimStart().toLowerCase();
  if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
    throw new AppError("invalid", "This is an HTML page, not an export; a sign-in or error page may have been saved.");
  }
  if (text.startsWith("<")) throw new AppError("invalid", "This is XML or HTML, not an export. JSON or CSV is needed.");
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return bytes.length >= magic.length && magic.every((byte, i) => bytes[i] === byte);
}
