import { fork } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Mapping } from "@/lib/model/mapping";
import { type Damage, damaged } from "@/lib/providers/damage";
import { providers } from "@/lib/providers/index";
import type { Provider } from "@/lib/providers/provider";
import { type Fault, type ReadAs, readDamaged } from "@/lib/providers/read-damaged";

/**
 * Damages captured files of every provider and reads them: nothing may crash, hang, lose an outcome or change a
 * prototype. `npm run campaign:input -- --cases 200000 --seed 7 --only csv`. A case is found again by seed and number.
 */
const CAMPAIGNS: Readonly<Record<string, { kind: Damage; as: ReadAs }>> = {
  csv: { kind: "csv", as: "file" },
  json: { kind: "json", as: "file" },
  bodies: { kind: "json", as: "delivery" },
};
const FIXTURES = "lib/providers/fixtures";
const OUT = "bench/out/input.json";
/** Of computing: on a busy machine the clock says little. */
const HANG_MS = 5_000;
/** Then the reading process is ended. */
const SILENCE_MS = 60_000;
const SHOWN_FAULTS = 20;
/** So that all fixtures come early. */
const STRIDE = 7919;

type Job = { campaign: string; cases: number; seed: number; from: number };
type Found = { n: number; fixture: string; what: string; fault: Fault | "hang"; why: string | null };
type Tally = {
  cases: number;
  records: number;
  refused: number;
  slowestCpuMs: number;
  peakRssMb: number;
  found: Found[];
};
/** From the reading process, after each case. */
type Message = { records: number; refused: boolean; ms: number; rssMb: number; found: readonly Found[] };

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    job: { type: "string" },
  },
});
if (values.job === undefined) await lead();
else await read(JSON.parse(values.job) as Job);

/** Runs the campaigns, each in a process of its own, so that one that hangs can be ended. */
async function lead(): Promise<void> {
  const cases = Number(values.cases);
  const seed = Number(values.seed);
  const names = Object.keys(CAMPAIGNS).filter((name) => values.only === undefined || values.only === name);
  if (!Number.isSafeInteger(cases) || cases < 1 || !Number.isSafeInteger(seed) || names.length === 0)
    throw new Error("Say --cases N --seed N --only csv|json|bodies.");
  const results: Record<string, Tally & { seconds: number }> = {};
  for (const campaign of names) {
    const began = performance.now();
    const tally = await run({ campaign, cases, seed, from: 0 });
    results[campaign] = { ...tally, seconds: Math.round(performance.now() - began) / 1000 };
  }
  console.table(Object.fromEntries(Object.entries(results).map(([name, tally]) => [name, rowOf(tally)])));
  for (const { found } of Object.values(results)) for (const one of found.slice(0, SHOWN_FAULTS)) console.log(one);
  await mkdir("bench/out", { recursive: true });
  await writeFile(OUT, `${JSON.stringify({ cases, seed, results }, null, 1)}\n`);
  if (Object.values(results).some(({ found }) => found.length > 0)) process.exitCode = 1;
}

function rowOf({ found, ...tally }: Tally & { seconds: number }): Record<string, number> {
  const count = (fault: Found["fault"]): number => found.filter((one) => one.fault === fault).length;
  return {
    ...tally,
    crashes: count("crash"),
    hangs: count("hang"),
    "without one outcome": count("outcome"),
    "prototype changes": count("prototype"),
  };
}

async function run(job: Job): Promise<Tally> {
  const total: Tally = { cases: 0, records: 0, refused: 0, slowestCpuMs: 0, peakRssMb: 0, found: [] };
  for (let from = job.from; from < job.cases; ) from = await runFrom({ ...job, from }, total);
  return total;
}

/** Reads on until the end or a hang, and returns the case to go on with. */
function runFrom(job: Job, total: Tally): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, ["--job", JSON.stringify(job)], { execArgv: ["--import", "tsx"] });
    let now = job.from;
    let isHung = false;
    const watch = (ms: number): NodeJS.Timeout =>
      setTimeout(() => {
        isHung = true;
        total.found.push({ ...caseOf(job, now), fault: "hang", why: `more than ${ms / 1000} s` });
        child.kill("SIGKILL");
      }, ms);
    let watchdog = watch(SILENCE_MS);
    child.on("message", (message: Message) => {
      clearTimeout(watchdog);
      watchdog = watch(SILENCE_MS);
      add(total, message);
      now++;
    });
    child.once("error", reject);
    child.once("exit", (code) => {
      clearTimeout(watchdog);
      if (isHung) resolve(now + 1);
      else if (code === 0) resolve(now);
      else reject(new Error(`The reading process ended with ${code} at case ${now}.`));
    });
  });
}

function add(total: Tally, { records, refused, ms, rssMb, found }: Message): void {
  total.cases += 1;
  total.records += records;
  total.refused += refused ? 1 : 0;
  total.slowestCpuMs = Math.max(total.slowestCpuMs, ms);
  total.peakRssMb = Math.max(total.peakRssMb, rssMb);
  total.found.push(...found);
}

type Captured = { provider: Provider; mapping: Mapping | null; name: string; bytes: Uint8Array };

function capturedFor({ campaign }: Job): Captured[] {
  const isCsv = CAMPAIGNS[campaign]?.kind === "csv";
  return providers.flatMap((provider) =>
    readdirSync(join(FIXTURES, provider.id))
      .filter((name) => !/\.(golden|mapping)\.json$/.test(name) && name.endsWith(".csv") === isCsv)
      .map((name) => captured(provider, join(FIXTURES, provider.id, name))),
  );
}

function captured(provider: Provider, path: string): Captured {
  const beside = `${path}.mapping.json`;
  const mapping = existsSync(beside) ? (JSON.parse(readFileSync(beside, "utf8")) as Mapping) : null;
  return { provider, mapping, name: path, bytes: new Uint8Array(readFileSync(path)) };
}

function caseOf(job: Job, n: number): { n: number; fixture: string; what: string } {
  const one = pick(capturedFor(job), n);
  return { n, fixture: one.name, what: damaged(one.bytes, kindOf(job), job.seed, n).what };
}

function kindOf({ campaign }: Job): Damage {
  const found = CAMPAIGNS[campaign];
  if (!found) throw new Error(`There is no campaign ${campaign}.`);
  return found.kind;
}

function pick(all: readonly Captured[], n: number): Captured {
  const one = all[(n * STRIDE) % all.length];
  if (!one) throw new Error("There are no fixtures.");
  return one;
}

async function read(job: Job): Promise<void> {
  const fixtures = capturedFor(job);
  const as = CAMPAIGNS[job.campaign]?.as ?? "file";
  for (let n = job.from; n < job.cases; n++) {
    const one = pick(fixtures, n);
    const { what, bytes } = damaged(one.bytes, kindOf(job), job.seed, n);
    const began = process.cpuUsage();
    const { faults, why, records, refused } = await readDamaged({ ...one, bytes }, as);
    const { user, system } = process.cpuUsage(began);
    const ms = Math.round((user + system) / 1000);
    const all: readonly Found["fault"][] = ms > HANG_MS ? [...faults, "hang"] : faults;
    const found = all.map((fault) => ({ n, fixture: one.name, what, fault, why }));
    await send({ records, refused, ms, rssMb: Math.round(process.memoryUsage.rss() / 1024 / 1024), found });
  }
  process.disconnect();
}

/** Waits until it is on its way: a process that hangs sends nothing any more. */
function send(message: Message): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(message, (error: Error | null) => (error ? reject(error) : resolve()));
  });
}
