import { resolve } from "node:path";
import { keysInFile } from "@/db/secrets/key-file";
import { type KeyRing, openKeyRing } from "@/db/secrets/key-ring";
import { configured } from "./environment";

/** The keys that were configured, else those of the data folder's own file. */
export async function configuredKeys(say: (line: string) => void): Promise<string> {
  const { keys, dataDir } = configured();
  if (keys === null) return keysInFile(resolve(dataDir), say);
  openKeyRing(keys);
  return keys;
}

export async function configuredKeyRing(say: (line: string) => void): Promise<KeyRing> {
  return openKeyRing(await configuredKeys(say));
}
