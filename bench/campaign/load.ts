import { readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startInstallation, stopInstallation } from "@/bin/fixtures/installation";
import { bodies } from "./bodies";
import { newSent, quantile, type Sent, sendAtRate } from "./send";
import { untilDrained, verify } from "./verify";
import { attach, makeSources, type Session, signInTo, timeGet } from "./workspace";

/**
 * Webhooks at a constant rate, mixed from five providers with 10 % repetitions, then a burst: sender and server on the
 * same machine. Prints a table and writes bench/out/load.json.
 */
const { values } = parseArgs({
  options: {
    rate: { type: "string", default: "200" },
    seconds: { type: "string", default: "600" },
    burst: { type: "string", default: "600" },
    "burst-seconds": { type: "string", default: "30" },
    seed: { type: "string", default: "1" },
  },
});
const REPEAT_SHARE = 0.1;
type Figures = Record<string, { value: string; bar: string }>;

const dataDir = await mkdtemp(join(tmpdir(), "squelch-load-"));
const installation = await startInstallation(dataDir, { env: { SQUELCH_SAMPLE: "off" } });
const database = await attach(dataDir);
try {
  const session = await signInTo(installation);
  const targets = await makeSources(session);
  const source = bodies(Number(values.seed), Date.now() - 30 * 864e5);
  const [steady, burst] = [newSent(), newSent()];
  const watch = watchInstallation(session, installation.child.pid ?? 0);

  const rate = { perSecond: Number(values.rate), seconds: Number(values.seconds), repeatShare: REPEAT_SHARE };
  console.log(`${rate.perSecond}/s for ${rate.seconds} s…`);
  await sendAtRate(source, targets, rate, steady);
  const steadyDrain = await untilDrained(database.sql);

  const storm = {
    perSecond: Number(values.burst),
    seconds: Number(values["burst-seconds"]),
    repeatShare: REPEAT_SHARE,
  };
  console.log(`${storm.perSecond}/s for ${storm.seconds} s…`);
  await sendAtRate(source, targets, storm, burst);
  const burstDrain = await untilDrained(database.sql);

  const seen = watch.stop();
  const all = { ...steady, acknowledged: new Set([...steady.acknowledged, ...burst.acknowledged]) };
  const proof = await verify(database.sql, all);
  const figures: Figures = {
    ...phase(`${rate.perSecond}/s, ${rate.seconds} s`, steady, "p99", "<= 250 ms", steadyDrain),
    ...phase(`burst ${storm.perSecond}/s, ${storm.seconds} s`, burst, "max", "< 4000 ms", burstDrain),
    "acknowledged, not stored": { value: String(proof.lost), bar: "0" },
    "stored twice": { value: String(proof.doubled), bar: "0" },
    "bodies acknowledged / stored": { value: `${proof.acknowledged} / ${proof.stored}`, bar: "" },
    "events stored / told by the bodies": { value: `${proof.events} / ${proof.expectedEvents}`, bar: "equal" },
    ledger: { value: JSON.stringify(proof.ledger), bar: "received = sum" },
    "overview meanwhile, p50 / p95": {
      value: `${quantile(seen.screens, 0.5).toFixed(0)} / ${quantile(seen.screens, 0.95).toFixed(0)} ms`,
      bar: "p95 < 1000 ms",
    },
    ...Object.fromEntries(
      [...seen.memory].map(([name, mb]) => [`peak memory, ${name}`, { value: `${mb.toFixed(0)} MB`, bar: "" }]),
    ),
  };
  console.table(figures);
  await mkdir("bench/out", { recursive: true });
  await writeFile("bench/out/load.json", `${JSON.stringify({ options: values, figures, proof }, null, 1)}\n`);
  if (proof.lost > 0 || proof.doubled > 0 || proof.events !== proof.expectedEvents) process.exitCode = 1;
} finally {
  await database.close();
  await stopInstallation(installation);
  await rm(dataDir, { recursive: true, force: true });
}

function phase(name: string, sent: Sent, barOf: "p99" | "max", bar: string, drained: number): Figures {
  const at = (q: number) => quantile(sent.latencies, q).toFixed(0);
  const answers = [...sent.statuses].map(([status, n]) => `${n} x ${status}`).join(", ");
  return {
    [`${name}: requests (repeated)`]: { value: `${sent.requests} (${sent.repeats})`, bar: "" },
    [`${name}: answers`]: { value: answers, bar: "all 202" },
    [`${name}: p50 / p99 / max`]: { value: `${at(0.5)} / ${at(0.99)} / ${at(1)} ms`, bar: `${barOf} ${bar}` },
    [`${name}: backlog drained after`]: { value: `${drained.toFixed(1)} s`, bar: "<= 60 s" },
  };
}

/** Opens the overview every second, as a person would, and notes the memory of each process. */
function watchInstallation(session: Session, root: number) {
  const screens: number[] = [];
  const memory = new Map<string, number>();
  const timer = setInterval(() => {
    void timeGet(session, "/api/overview?from=now-28d&to=now").then((ms) => screens.push(ms));
    for (const [name, mb] of memoryOf(root)) memory.set(name, Math.max(mb, memory.get(name) ?? 0));
  }, 1_000);
  return {
    stop: () => {
      clearInterval(timer);
      return { screens, memory };
    },
  };
}

/** Resident megabytes of the children of a process, by what they run. */
function memoryOf(root: number): Map<string, number> {
  const found = new Map<string, number>();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      if (Number(/PPid:\s+(\d+)/.exec(status)?.[1]) !== root) continue;
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      const name = command.includes("worker.ts") ? "worker" : /next|server\.js/.test(command) ? "web server" : null;
      if (name) found.set(name, Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024);
    } catch {
      // It ended between the listing and the look.
    }
  }
  return found;
}
