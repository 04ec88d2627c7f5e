import { readFile } from "node:fs/promises";
import { Mapping as MappingBody } from "@/lib/contract/mapping";
import { AppError } from "@/lib/errors";
import type { Mapping } from "@/lib/model/mapping";

/** The mapping in a file: how a CSV or JSON that no provider knows is read. */
export async function readMapping(path: string): Promise<Mapping> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new AppError("invalid", `There is no file ${path}.`);
    throw error;
  });
  const read = MappingBody.safeParse(parsed(path, text));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new AppError("invalid", `${path}: ${issue?.path.join(".") || "the mapping"}: ${issue?.message}`);
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError("invalid", `${path} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
