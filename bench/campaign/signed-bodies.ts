import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { openDoor } from "@/app/_http/door";
import { type BodiesTally, MAIN_PROVIDERS, type MainProvider, sendSignedBodies } from "@/app/_http/test-signed-bodies";
import { openClient } from "@/db/client";
import { setUpWorkspace } from "@/db/commands/set-up-workspace";
import { openEngine } from "@/db/engine/open-engine";
import { migrate } from "@/db/migrate";
import { newKey, openKeyRing } from "@/db/secrets/key-ring";

/**
 * Damages webhook bodies of the main providers, signs them, sends them in at the door and drains them, on a database of
 * its own: none may be answered with anything but 202 or a documented refusal, be lost, miscounted or left waiting.
 * `npm run campaign:bodies -- --cases 100000 --seed 7 --only pagerduty`. A case is found again by seed and number.
 */
const OUT = "bench/out/signed-bodies.json";
const SHOWN = 20;
const DAY_ZERO = Date.parse("2026-03-01T00:00:00Z");
/** On the clock of the door: so many a second are far from the most that a source may send. */
const BETWEEN_MS = 20;
/** A process that does nothing else for so long hangs. */
const SILENCE_MS = 120_000;

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "2000" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    batch: { type: "string", default: "500" },
  },
});
const [cases, seed, batch] = [values.cases, values.seed, values.batch].map(Number) as [number, number, number];
const providers = MAIN_PROVIDERS.filter((provider) => values.only === undefined || values.only === provider);
if (![cases, seed, batch].every(Number.isSafeInteger) || cases < 1 || batch < 1 || providers.length === 0)
  throw new Error(`Say --cases N --seed N --batch N --only ${MAIN_PROVIDERS.join("|")}.`);

const endWatch = watch();
const dataDir = await mkdtemp(join(tmpdir(), "squelch-bodies-"));
const engine = await openEngine({ dataDir, report: () => {} });
const results: Record<string, BodiesTally & { seconds: number }> = {};
try {
  await migrate(engine.url);
  for (const provider of providers) results[provider] = await run(provider);
} finally {
  await engine.stop();
  await rm(dataDir, { recursive: true, force: true });
  await endWatch();
}
console.table(Object.fromEntries(Object.entries(results).map(([provider, tally]) => [provider, rowOf(tally)])));
for (const { found } of Object.values(results)) for (const one of found.slice(0, SHOWN)) console.log(one);
await mkdir("bench/out", { recursive: true });
await writeFile(OUT, `${JSON.stringify({ cases, seed, results }, null, 1)}\n`);
if (Object.values(results).some(({ found }) => found.length > 0)) process.exitCode = 1;

async function run(provider: MainProvider): Promise<BodiesTally & { seconds: number }> {
  const began = performance.now();
  const keys = newKey();
  const client = openClient(engine.url, { max: 6 });
  await setUpWorkspace(client.sql, { zone: "Europe/Berlin" });
  let now = DAY_ZERO;
  const clock = () => {
    now += BETWEEN_MS;
    return now;
  };
  const door = openDoor({ url: engine.url, dataDir, keys, publicUrl: "https://squelch.example", now: clock });
  try {
    const tally = await sendSignedBodies({ client, door, ring: openKeyRing(keys), provider, cases, seed, batch });
    const seconds = Math.round((performance.now() - began) / 1_000);
    console.log(`${provider}: ${tally.cases} bodies, ${tally.found.length} faults, ${seconds} s`);
    return { ...tally, seconds };
  } finally {
    await door.database.close(0);
    await client.close();
  }
}

function rowOf({ statuses, records, found, ...tally }: BodiesTally & { seconds: number }): Record<string, number> {
  const answers = Object.fromEntries(Object.entries(statuses).map(([status, n]) => [`answered ${status}`, n]));
  const faults: Record<string, number> = {};
  for (const { fault } of found) faults[`fault: ${fault}`] = (faults[`fault: ${fault}`] ?? 0) + 1;
  return { ...tally, ...answers, ...records, faults: found.length, ...faults };
}

/** Ends the process where a body hangs it, which it cannot do itself. */
function watch(): () => Promise<number> {
  const beat = new Int32Array(new SharedArrayBuffer(4));
  const timer = setInterval(() => Atomics.add(beat, 0, 1), 500);
  const code = `
    const { beat, silenceMs } = require("node:worker_threads").workerData;
    let [last, since] = [-1, Date.now()];
    setInterval(() => {
      const now = Atomics.load(beat, 0);
      if (now !== last) [last, since] = [now, Date.now()];
      else if (Date.now() - since > silenceMs) {
        require("node:fs").writeSync(2, "A body hangs this process: run again with --only and a small --batch.\\n");
        process.kill(process.pid, "SIGKILL");
      }
    }, 1000);`;
  const worker = new Worker(code, { eval: true, workerData: { beat, silenceMs: SILENCE_MS } });
  return () => {
    clearInterval(timer);
    return worker.terminate();
  };
}
