import { randomUUID } from "node:crypto";
import { chmod, link, mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { newKey, openKeyRing } from "./key-ring";

/** Beside the folder of the database, never in it: a copy of the database alone opens nothing. */
export function keyFileOf(dataDir: string): string {
  return join(dataDir, "squelch.keys");
}

/** The key ring of an installation that was given none: read from its file, which the first start makes. */
export async function keysInFile(dataDir: string, say: (line: string) => void): Promise<string> {
  const path = keyFileOf(dataDir);
  const text = (await readOrNull(path)) ?? (await make(path, dataDir, say));
  openKeyRing(text);
  return text.trim();
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    const text = await readFile(path, "utf8");
    await chmod(path, 0o600);
    return text;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Whole or not at all. Two that start at once agree: whoever comes second reads what the first has written. */
async function make(path: string, dataDir: string, say: (line: string) => void): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const key = newKey();
  const draft = `${path}.${randomUUID()}`;
  try {
    const file = await open(draft, "wx", 0o600);
    await file.writeFile(`${key}\n`);
    await file.sync();
    await file.close();
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return await readFile(path, "utf8");
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
  say(`Made the key of stored secrets: ${path}. A backup needs this file too`);
  return key;
}
