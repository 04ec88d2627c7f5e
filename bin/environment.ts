import { readFileSync } from "node:fs";
import { type Config, readConfig, SECRET_SETTINGS } from "@/lib/config";
import { AppError } from "@/lib/errors";

/** The environment with every NAME_FILE of a secret read into NAME. */
export function environment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const read: NodeJS.ProcessEnv = { ...env };
  for (const name of SECRET_SETTINGS) {
    const file = env[`${name}_FILE`];
    if (!file) continue;
    if (env[name]) throw new AppError("invalid", `Both ${name} and ${name}_FILE are set: keep one.`);
    read[name] = secretIn(name, file);
    delete read[`${name}_FILE`];
  }
  return read;
}

function secretIn(name: string, file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new AppError(
      "invalid",
      `${name}_FILE cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** What this process was configured with. */
export function configured(): Config {
  return readConfig(environment());
}
