import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Command, InvalidArgumentError } from "commander";
import { AppError } from "@/lib/errors";
import { type Child, startChild } from "./child";
import { type Database, openDatabase } from "./database";
import { configured, environment } from "./environment";
import { configuredKeys } from "./key-ring";
import { choosePort, isLoopback, nodeIsSafe, refusal } from "./listen";
import { addressOf, untilAnswers, warmUp, webArguments } from "./web-server";
import { workerArguments } from "./worker-arguments";

type Options = { dev?: boolean; host?: string; port?: number };

export const serve = new Command("serve")
  .description("start the database, the worker and the screens")
  .option("--dev", "compile the screens while you change them")
  .option("--host <address>", "address to listen on (127.0.0.1)")
  .option("--port <number>", "port to listen on (3000, or the next free one)", toPort)
  .action(run);

/** npm passes a Ctrl-C on to us that the terminal has sent already: two signals this close together are one. */
const SAME_SIGNAL_MS = 1_000;
const STOP_LIMIT_MS = 10_000;
/** A worker that ran this long was well: the next failure starts the back-off anew. */
const WELL_AFTER_MS = 60_000;
const LONGEST_BACK_OFF_MS = 30_000;

/** Processes of a killed `serve` notice within a second, and have five more to finish. */
const ORPHANS_LEAVE_MS = 8_000;

/** What is running, in the order of its start. */
type Running = { database: Promise<Database> | null; web: Child | null; worker: Child | null };

async function run(options: Options): Promise<void> {
  const running: Running = { database: null, web: null, worker: null };
  const stopping = new AbortController();
  const forced = onSignals(stopping, running);
  let failure: unknown = null;
  try {
    await Promise.race([up(options, running, stopping.signal), aborted(stopping.signal)]);
  } catch (error) {
    failure = stopping.signal.aborted ? null : error;
  }
  stopping.abort();
  process.on("uncaughtException", cutOff);
  await stopAll(running, forced);
  if (failure) throw failure;
  say("Stopped");
  process.exit(0);
}

/**
 * The database ends while the first start may still load the sample, which the next start goes on with: the client that is
 * cut off writes once more, from a timer of its own, to a connection that is gone.
 */
function cutOff(error: Error): void {
  say(`Cut off: ${error.message}`);
}

/** Resolves, or rejects, only when there is a reason to stop. */
async function up(options: Options, running: Running, signal: AbortSignal): Promise<void> {
  const config = configured();
  const host = options.host ?? config.host;
  const refused = refusal(host, config, process.versions.node);
  if (refused) throw new AppError("invalid", refused);
  if (!nodeIsSafe(process.versions.node))
    say(`Node ${process.versions.node} has known holes: Squelch listens on this machine only`);
  const dataDir = resolve(config.dataDir);
  const port = await choosePort(host, options.port ?? config.port);

  say(config.databaseUrl ? "Using the database of DATABASE_URL" : "Starting PostgreSQL…");
  running.database = openDatabase(say);
  const { url, alone } = await running.database;
  signal.throwIfAborted();
  say("Applying migrations…");
  const { migrate } = await import("@/db/migrate");
  await migrate(url, say);
  const { endLeases } = await import("@/db/jobs/end-leases");
  await endLeases(url, alone ? ORPHANS_LEAVE_MS : 0);
  signal.throwIfAborted();
  const { seed } = await import("@/db/seed");
  const { timeZone: zone, sample } = config;
  const keys = await configuredKeys(say);
  await seed({ url, keys, dataDir, zone, now: Date.now(), sample, report: say });
  signal.throwIfAborted();

  const { startWarnings } = await import("@/db/queries/start-warnings");
  for (const warning of await startWarnings(url, keys)) say(warning);

  say(options.dev ? "Starting the screens (compiled as they are opened)…" : "Starting the screens…");
  const env = {
    ...environment(),
    DATABASE_URL: url,
    SQUELCH_DATA: dataDir,
    SQUELCH_KEYS: keys,
    // Where the browser that draws pictures finds the screens.
    SQUELCH_HOST: host,
    PORT: String(port),
    NEXT_TELEMETRY_DISABLED: "1",
  };
  const worker = keepWorking(running, env, signal);
  await Promise.race([worker, startWeb({ ...options, host, port }, running, env, signal)]);
  say(`Ready in ${seconds()} s`);
  console.log(await greeting(host, port, config.publicUrl, url));
  await Promise.race([worker, webEnds(running)]);
}

/** The token is in the fragment, which no server sees and no log keeps. Only for this machine: others ask an admin. */
async function greeting(host: string, port: number, publicUrl: string | null, url: string): Promise<string> {
  if (!isLoopback(host))
    return `\n  ${publicUrl}\n\nTo sign in the first person, run "squelch sign-in-link" on this machine.\n`;
  const { createSignInLink } = await import("@/db/commands/sign-in");
  const link = `${addressOf(host, port)}/sign-in#token=${await createSignInLink(url)}`;
  return `\nSign in (the link works once, for 15 minutes):\n\n  ${link}\n\nCtrl-C stops everything.\n`;
}

type Place = { dev?: boolean; host: string; port: number };

async function startWeb(
  { dev = false, host, port }: Place,
  running: Running,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
) {
  let ready = dev;
  const web = startChild({
    args: webArguments({ dev, host, port }),
    env: { ...env, NODE_ENV: dev ? "development" : "production", HOSTNAME: host, PORT: String(port) },
    // A good start says nothing; a bad one shows its last lines.
    onLine: (line) => ready && console.log(line),
  });
  running.web = web;
  await untilAnswers(web, host, port, signal);
  await warmUp(host, port);
  ready = true;
}

async function webEnds({ web }: Running): Promise<void> {
  const how = await web?.ended;
  throw new AppError("invalid", `The web server ${how}. Its last lines:\n${web?.tail()}`);
}

/** One worker at a time, started again when it dies: imports wait in the database meanwhile. */
async function keepWorking(running: Running, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<never> {
  for (let failures = 0; ; failures += 1) {
    signal.throwIfAborted();
    const startedAt = performance.now();
    const worker = startChild({
      args: workerArguments(),
      env,
      onLine: console.log,
    });
    running.worker = worker;
    const how = await worker.ended;
    signal.throwIfAborted();
    if (performance.now() - startedAt > WELL_AFTER_MS) failures = 0;
    const pauseMs = Math.min(1_000 * 2 ** failures, LONGEST_BACK_OFF_MS);
    say(`The worker ${how}; it starts again in ${pauseMs / 1_000} s`);
    await sleep(pauseMs, undefined, { signal });
  }
}

/** First what makes new work, last what the others need. */
async function stopAll({ worker, web, database }: Running, forced: AbortSignal): Promise<void> {
  const limitMs = forced.aborted ? 0 : STOP_LIMIT_MS;
  await worker?.stop(limitMs);
  await web?.stop(forced.aborted ? 0 : limitMs);
  // One that did not open has been reported already.
  await (await database?.catch(() => null))?.stop(forced.aborted ? "immediate" : "fast");
}

/** The first signal ends everything in order; a second one at once. Aborted by the second. */
function onSignals(stopping: AbortController, running: Running): AbortSignal {
  const forcing = new AbortController();
  let firstAt: number | null = null;
  const stop = () => {
    if (firstAt === null) {
      firstAt = performance.now();
      say("Stopping… (again to force it)");
      stopping.abort();
    } else if (performance.now() - firstAt > SAME_SIGNAL_MS && !forcing.signal.aborted) {
      say("Forcing…");
      forcing.abort();
      stopAll(running, forcing.signal).then(
        () => process.exit(1),
        (error: unknown) => {
          console.error(error);
          process.exit(1);
        },
      );
    }
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
  return forcing.signal;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => signal.addEventListener("abort", () => done(), { once: true }));
}

/** Since this process began; with `npm start` that includes installing and building. */
function seconds(): string {
  return (performance.now() / 1_000).toFixed(1);
}

function say(line: string): void {
  console.log(`[${seconds().padStart(6)} s] ${line}`);
}

function toPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new InvalidArgumentError("a port is a number from 1 to 65535");
  return port;
}
