import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream";
import { crc32, createGunzip } from "node:zlib";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { AppError } from "@/lib/errors";
import type { Input } from "@/lib/providers/provider";

const MAX_ENTRIES = 100;
const MAX_RATIO = 100;
const MAX_BYTES = 4 * 1024 ** 3;
/** A small file may repeat itself more than a large one. */
const RATIO_FROM_BYTES = 1024 * 1024;
const READ_BYTES = 256 * 1024;
/** A local header without its name. */
const LOCAL_HEADER_BYTES = 30;

/** What a packed file holds, as one input or several; null where it is not packed. Told by its content. */
export async function archiveInput(path: string, name: string, size: number): Promise<Input | null> {
  const magic = await firstBytes(path);
  if (magic.startsWith("1f8b")) return gzipInput(path, name, size);
  if (magic === "504b0304" || magic === "504b0506") return zipInput(path, name, size);
  return null;
}

async function firstBytes(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString("hex", 0, bytesRead);
  } finally {
    await file.close();
  }
}

function gzipInput(path: string, name: string, size: number): Input {
  let packed = 0;
  const open = async function* () {
    const file = createReadStream(path, { highWaterMark: READ_BYTES });
    const gunzip = createGunzip({ chunkSize: READ_BYTES });
    packed = 0;
    pipeline(file, gunzip, () => {}); // a failure of either ends the other, and the loop below
    let bytes = 0;
    try {
      for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
        bytes += chunk.length;
        packed = gunzip.bytesWritten;
        refuseBomb(bytes, packed);
        yield chunk;
      }
    } catch (error) {
      throw readable(error);
    } finally {
      file.destroy();
      gunzip.destroy();
    }
  };
  return { name, size, open, position: () => packed };
}

function refuseBomb(bytes: number, packed: number): void {
  if (bytes > MAX_BYTES) throw refused("it unpacks to more than 4 GiB");
  if (bytes > RATIO_FROM_BYTES && bytes > packed * MAX_RATIO)
    throw refused(`it unpacks to more than ${MAX_RATIO} times its size, which no export does`);
}

async function zipInput(path: string, name: string, size: number): Promise<Input> {
  const entries = await zipEntries(path);
  checkEntries(entries);
  let before = 0;
  const inputs = entries.map((entry) => {
    const input = entryInput(path, entry, before);
    before += entry.compressedSize;
    return input;
  });
  const [only] = inputs;
  if (!only) throw refused("it holds no files");
  // Whoever does not know of the entries reads the packed bytes, and refuses them.
  return inputs.length === 1
    ? { ...only, name, size }
    : { name, size, open: () => createReadStream(path), entries: inputs };
}

/** The files of a zip. Their names are labels: nothing is ever written under them. */
async function zipEntries(path: string): Promise<Entry[]> {
  let zip: ZipFile | null = null;
  const entries: Entry[] = [];
  try {
    zip = await openPromise(path, { autoClose: false });
    if (zip.entryCount > MAX_ENTRIES)
      throw refused(`it holds ${zip.entryCount.toLocaleString("en-GB")} files, at most ${MAX_ENTRIES} are read`);
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName === "[Content_Types].xml")
        throw new AppError("invalid", "This is an Excel workbook or another office file. Save it as CSV.");
      // Folders, and what a Mac keeps about each file.
      if (!entry.fileName.endsWith("/") && !entry.fileName.startsWith("__MACOSX/")) entries.push(entry);
    }
    return entries;
  } catch (error) {
    throw readable(error);
  } finally {
    zip?.close();
  }
}

/** By what the directory says; that it lies shows while inflating. */
function checkEntries(entries: readonly Entry[]): void {
  let bytes = 0;
  for (const entry of entries) {
    if (entry.isEncrypted()) throw refused(`${shown(entry.fileName)} in it is encrypted`);
    bytes += entry.uncompressedSize;
    if (bytes > MAX_BYTES) throw refused("it unpacks to more than 4 GiB");
    refuseBomb(entry.uncompressedSize, entry.compressedSize);
  }
  const places = [...entries].sort((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader);
  for (const [i, entry] of places.entries()) {
    const next = places[i + 1];
    const end = entry.relativeOffsetOfLocalHeader + LOCAL_HEADER_BYTES + entry.compressedSize;
    if (next && end > next.relativeOffsetOfLocalHeader) throw refused("files in it overlap");
  }
}

function entryInput(path: string, entry: Entry, before: number): Input {
  const { uncompressedSize, compressedSize } = entry;
  let bytes = 0;
  const open = async function* () {
    bytes = 0;
    let crc = 0;
    let zip: ZipFile | null = null;
    try {
      zip = await openPromise(path, { autoClose: false });
      const stream = await zip.openReadStreamPromise(entry);
      try {
        for await (const chunk of stream as AsyncIterable<Uint8Array>) {
          bytes += chunk.length;
          crc = crc32(chunk, crc);
          refuseBomb(bytes, compressedSize);
          yield chunk;
        }
      } finally {
        stream.destroy();
      }
      if (crc !== entry.crc32) throw refused("its checksum is wrong: it is damaged");
    } catch (error) {
      throw readable(error);
    } finally {
      zip?.close();
    }
  };
  const share = (): number => (uncompressedSize === 0 ? 0 : Math.min(1, bytes / uncompressedSize));
  const position = (): number => before + Math.floor(compressedSize * share());
  return { name: shown(entry.fileName), size: uncompressedSize, open, position };
}

function shown(name: string): string {
  return name.length > 100 ? `…${name.slice(-100)}` : name;
}

function refused(why: string): AppError {
  return new AppError("invalid", `This archive cannot be read: ${why}.`);
}

/** What the packed bytes made impossible, in words; a failure of the machine stays one. */
function readable(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  const code = "code" in error ? String(error.code) : "";
  if (code === "Z_BUF_ERROR") return refused("it is cut off");
  if (code.startsWith("Z_")) return refused("it is damaged");
  return code === "" || code.startsWith("ERR_") ? refused(error.message.replace(/\.$/, "")) : error;
}
