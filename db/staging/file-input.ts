import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { Input } from "@/lib/providers/provider";

/** A file on disk as parser input. */
export async function fileInput(path: string, name: string): Promise<Input> {
  const { size } = await stat(path);
  return { name, size, open: () => createReadStream(path, { highWaterMark: 256 * 1024 }) };
}
