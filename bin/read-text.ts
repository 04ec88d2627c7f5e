import { readFile } from "node:fs/promises";
import { text as textIn } from "node:stream/consumers";
import { AppError } from "@/lib/errors";

/** A whole file, or the standard input for `-`. */
export async function textOf(file: string): Promise<string> {
  if (file === "-") return await textIn(process.stdin);
  return await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new AppError("invalid", `There is no file ${file}.`);
    throw error;
  });
}

/** A word of the file must not steer the terminal. */
export function plain(line: string): string {
  return line.replaceAll(/\p{Cc}/gu, "\ufffd");
}
