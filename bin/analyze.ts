import { Command, InvalidArgumentError, Option } from "commander";
import type { NoiseReport } from "@/lib/contract/noise-report";
import { AppError } from "@/lib/errors";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { analyze as analyzeCollected, nothingCollected } from "@/lib/report/analyze";
import { reportToMarkdown } from "@/lib/report/to-markdown";
import { reportToText } from "@/lib/report/to-text";
import { resolveRange } from "@/lib/time/range";
import { readMapping } from "./mapping-option";
import { readPages } from "./read-pages";
import { toZone } from "./zone-option";

type Options = {
  format: "text" | "md" | "json";
  tz: string;
  zone?: string;
  from?: string;
  to?: string;
  compare: boolean;
  names: boolean;
  provider?: string;
  mapping?: string;
  failOn: Limit[];
};

/** A figure that a pipeline may fail on. */
const FIGURES = {
  "noise-share": ({ totals }: NoiseReport) => totals.noiseShare.value,
  "unclear-share": ({ totals }: NoiseReport) => totals.unclearShare.value,
  "sleep-interruptions": ({ totals }: NoiseReport) => totals.interruptions?.sleep ?? null,
  "disrupted-nights": ({ totals }: NoiseReport) => totals.disruptedNights,
  pages: ({ totals }: NoiseReport) => totals.pages,
} as const;
type Figure = keyof typeof FIGURES;
type Limit = { figure: Figure; most: number };

/** Distinct from a failure to read (1), so that a pipeline can tell the two apart. */
const EXIT_OVER_LIMIT = 3;

export const analyze = new Command("analyze")
  .description("read exports without a server and print the noise report")
  .argument("<file...>", "exports of a provider")
  .addOption(new Option("--format <format>", "how to print it").choices(["text", "md", "json"]).default("text"))
  .option("--tz <zone>", "zone of days and weeks, such as Europe/Berlin", toZone, "UTC")
  .option("--zone <zone>", "zone of times in the files that carry none", toZone)
  .option("--from <time>", "start of the range: a date, now-7d, now-1w/w (default: the first page)")
  .option("--to <time>", "end of the range (default: the last page)")
  .option("--no-compare", "leave the period before out")
  .option("--names", "print people's names instead of the provider's ids, or of numbers where it has none", false)
  .option("--provider <id>", "the provider, where the content does not tell")
  .option("--mapping <file>", "how a CSV or JSON that no provider knows is read")
  .option(
    "--fail-on <figure=most>",
    `exit with ${EXIT_OVER_LIMIT} when a figure is above: ${Object.keys(FIGURES).join(", ")}`,
    toLimit,
    [],
  )
  .action(run);

async function run(files: string[], options: Options): Promise<void> {
  const collected = nothingCollected();
  const mapping = options.mapping === undefined ? null : await readMapping(options.mapping);
  const provider = options.provider ?? (mapping ? "generic" : undefined);
  for (const file of files) await readPages(file, { provider, zone: options.zone ?? null, mapping }, collected);
  const report = analyzeCollected(collected, {
    zone: options.tz,
    settings: DEFAULT_SETTINGS,
    range: rangeOf(options),
    compare: options.compare,
    names: options.names,
  });
  if (!report) throw new AppError("invalid", "No page was read from these files.");
  process.stdout.write(printed(report, options.format));
  for (const { figure, most } of options.failOn) {
    const value = FIGURES[figure](report);
    if (value !== null && value <= most) continue;
    process.stderr.write(`${figure} is ${value === null ? "not known" : value.toFixed(3)}, the limit is ${most}\n`);
    process.exitCode = EXIT_OVER_LIMIT;
  }
}

function rangeOf({ from, to, tz }: Options) {
  if (from === undefined && to === undefined) return null;
  if (from === undefined || to === undefined) throw new AppError("invalid", "A range needs both --from and --to.");
  return resolveRange({ from, to, zone: tz, now: Date.now() });
}

function printed(report: NoiseReport, format: Options["format"]): string {
  if (format === "json") return `${JSON.stringify(report, null, 2)}\n`;
  return format === "md" ? reportToMarkdown(report) : reportToText(report);
}

function toLimit(text: string, before: Limit[]): Limit[] {
  const [figure = "", most = ""] = text.split("=");
  if (!Object.hasOwn(FIGURES, figure))
    throw new InvalidArgumentError(`the figures are ${Object.keys(FIGURES).join(", ")}.`);
  if (!/^\d+(\.\d+)?$/.test(most)) throw new InvalidArgumentError(`write it as ${figure}=0.5.`);
  return [...before, { figure: figure as Figure, most: Number(most) }];
}
