import { AppError } from "@/lib/errors";
import type { Input } from "@/lib/providers/provider";
import { fileInput } from "./file-input";

/** The longest word, written with escapes, that may lie across the end of a portion. */
const OVERLAP = 2_048;

/** Whether a file holds one of these words, as far as its bytes show it. One that cannot be read is taken to. */
export async function fileNamesSomebody(path: string, name: string, loose: RegExp): Promise<boolean> {
  try {
    const input = await fileInput(path, name);
    for (const part of input.entries ?? [input]) if (await inputNamesSomebody(part, loose)) return true;
    return false;
  } catch (error) {
    if (error instanceof AppError) return true;
    throw error;
  }
}

async function inputNamesSomebody(input: Input, loose: RegExp): Promise<boolean> {
  let before = "";
  for await (const bytes of input.open()) {
    // Without the zeros of UTF-16, byte for byte: letters beyond ASCII are left open by the expression.
    const text = before + Buffer.from(bytes).toString("latin1").replaceAll("\u0000", "");
    if (loose.test(text)) return true;
    before = text.slice(-OVERLAP);
  }
  return false;
}
