import { Command } from "commander";
import { AppError } from "@/lib/errors";
import { detectFormat } from "@/lib/providers/detect-format";
import { type NeutralDocument, toNeutralDocument } from "@/lib/providers/neutral";
import { parseInput } from "@/lib/providers/parse-input";
import type { Detected, Input, ParseOptions } from "@/lib/providers/provider";
import { plain } from "@/lib/report/to-text";
import { readMapping } from "./mapping-option";
import { openInput } from "./read-pages";
import { toStdout } from "./write-lines";
import { toZone } from "./zone-option";

type Options = { provider?: string; zone?: string; mapping?: string };

export const parse = new Command("parse")
  .description("print what a file or a webhook body was read as: {provider, format, events, ignored, issues}")
  .argument("<file>", "an export or a body; - reads from the standard input")
  .option("--provider <id>", "the provider, where the content does not tell")
  .option("--zone <zone>", "zone of times that carry none", toZone)
  .option("--mapping <file>", "how a CSV or JSON that no provider knows is read")
  .action(run);

async function run(file: string, options: Options): Promise<void> {
  const mapping = options.mapping === undefined ? null : await readMapping(options.mapping);
  const provider = options.provider ?? (mapping ? "generic" : undefined);
  const input = await openInput(file);
  try {
    const detected = await detectFormat(input, provider);
    if (detected.needsMapping && !mapping) propose(detected);
    await print(input, detected, { zone: options.zone ?? null, mapping });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const issues = [{ where: "file", message: error.message }];
    await toStdout(
      `${JSON.stringify({ provider: provider ?? null, format: null, events: [], ignored: [], issues })}\n`,
    );
    process.exitCode = 1;
  }
}

/** On the standard error, so that the document stays as it is. */
function propose({ warnings, mapping }: Detected): void {
  const how = "Save this mapping, correct it, and say --mapping with its file:";
  const lines = [`${warnings[0]} ${how}`, ...JSON.stringify(mapping, null, 2).split("\n")];
  for (const line of lines) process.stderr.write(`${plain(line)}\n`);
}

/** One event on a line, as they are read; what was left out at the end. */
async function print(input: Input, detected: Detected, options: ParseOptions): Promise<void> {
  const { provider, format } = detected;
  const ignored: NeutralDocument["ignored"][number][] = [];
  const issues: NeutralDocument["issues"][number][] = [];
  let separator = "\n";
  await toStdout(`{"provider":${JSON.stringify(provider)},"format":${JSON.stringify(format)},"events":[`);
  for await (const batch of parseInput(input, detected, options)) {
    const document = toNeutralDocument(provider, format, batch.records);
    ignored.push(...document.ignored);
    issues.push(...document.issues);
    for (const event of document.events) {
      await toStdout(separator + JSON.stringify(event));
      separator = ",\n";
    }
  }
  await toStdout(`\n],"ignored":${JSON.stringify(ignored)},"issues":${JSON.stringify(issues)}}\n`);
}
