import { writeFile } from "node:fs/promises";
import { Command, InvalidArgumentError } from "commander";
import { printBench } from "@/lib/evaluation/print-bench";
import { releaseBars } from "@/lib/evaluation/release-bars";
import { runBench } from "@/lib/evaluation/run-bench";

type Options = { seeds?: number; quick: boolean; json?: string };

const SEEDS = { full: 5, quick: 3 };

export const noiseBench = new Command("noise-bench")
  .description("measure the judge on simulated page histories whose truth is known")
  .option("--seeds <n>", `simulated organisations to judge (default: ${SEEDS.full}, quick ${SEEDS.quick})`, toSeeds)
  .option("--quick", "fewer seeds, for a first look; the bars are meant for the full run", false)
  .option("--json <file>", "write all figures and bars to a file as well")
  .action(run);

async function run({ seeds, quick, json }: Options): Promise<void> {
  const bench = runBench({ seeds: seeds ?? (quick ? SEEDS.quick : SEEDS.full), quick }, (step) =>
    process.stderr.write(`${step}\n`),
  );
  process.stdout.write(printBench(bench));
  if (json !== undefined) await writeFile(json, `${JSON.stringify({ ...bench, bars: releaseBars(bench) }, null, 2)}\n`);
}

/** Two at least: thresholds are fixed on the other seeds. */
function toSeeds(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) < 2)
    throw new InvalidArgumentError("write a whole number from 2 to 999.");
  return Number(text);
}
