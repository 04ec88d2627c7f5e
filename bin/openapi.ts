import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { CONTRACT_FILES, openapi as describe } from "@/lib/contract/openapi";
import { AppError } from "@/lib/errors";
import { version } from "@/package.json";

const FOLDER = "lib/contract";
const DOCUMENT = "docs/openapi.json";

export const openapi = new Command("openapi")
  .description(`for developers: write ${DOCUMENT}, which describes what can be read by HTTP, from the contracts`)
  .action(async () => {
    const path = join(process.cwd(), DOCUMENT);
    await writeFile(path, await openapiText(process.cwd()));
    console.log(`Wrote ${DOCUMENT}`);
  });

/** As it stands in the file, of a checkout. */
export async function openapiText(root: string): Promise<string> {
  const comments: Record<string, string> = {};
  for (const name of CONTRACT_FILES) {
    const text = await readFile(join(root, FOLDER, `${name}.ts`), "utf8").catch(() => null);
    if (text === null) throw new AppError("invalid", `There is no ${FOLDER}/${name}.ts here: run this in a checkout.`);
    comments[name] = text;
  }
  return `${JSON.stringify(describe(version, comments), null, 1)}\n`;
}
