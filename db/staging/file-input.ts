import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { AppError } from "@/lib/errors";
import type { Input } from "@/lib/providers/provider";
import { archiveInput } from "./archive";

/** A file on disk as parser input; of a gzip or zip file what it holds. What is wrong with the content shows when it is read. */
export async function fileInput(path: string, name: string): Promise<Input> {
  const { size } = await stat(path);
  try {
    const packed = await archiveInput(path, name, size);
    return packed ?? { name, size, open: () => createReadStream(path, { highWaterMark: 256 * 1024 }) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { name, size, open: () => failing(error) };
  }
}

function failing(error: AppError): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) };
}
