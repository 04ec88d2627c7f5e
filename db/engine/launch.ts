import { spawn } from "node:child_process";
import { open, readFile, rename, stat, statfs, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { totalmem } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@/lib/errors";
import { CLUSTER_NAME, findPostmaster, isAlive, serves } from "./attach";
import type { Place } from "./place";
import { account, run, serverEnv } from "./run-as";

export type Launched =
  | { outcome: "ready"; pid: number; port: number }
  /** Another server has the folder, or children of a crashed one are still leaving: look again in a moment. */
  | { outcome: "occupied"; why: string }
  | { outcome: "port taken" };

/** Replaying the log after a crash takes about as long as writing it did; with 4 GB of it that can be minutes. */
const RECOVERY_LIMIT_MS = 10 * 60_000;
const LOG_LIMIT_BYTES = 10_000_000;

export type Start = { report: (line: string) => void; throwaway: boolean };

export async function launch(place: Place, binaries: string, { report, throwaway }: Start): Promise<Launched> {
  const port = await pickPort(place);
  const from = await turnLog(place.log);
  const log = await open(place.log, "a", 0o600);
  const child = spawn(join(binaries, "bin", "postgres"), ["-D", place.pgdata, ...(await settings(port, throwaway))], {
    ...account(place.who),
    cwd: "/",
    env: serverEnv(),
    // Its own session, so that Ctrl-C in the terminal reaches us and not the server; a file for its output, so that
    // it does not lose its log when we are killed.
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
    windowsHide: true,
  });
  let end: string | null = null;
  child.on("error", (error) => {
    end = error.message;
  });
  child.on("exit", (code, signal) => {
    end ??= `ended with ${signal ?? code}`;
  });
  child.unref();
  const startedAt = performance.now();
  let told = false;
  try {
    while (end === null) {
      const server = await findPostmaster(place.pgdata);
      if (server?.ready && server.pid === child.pid) {
        await writeFile(place.portFile, `${port}\n`);
        return { outcome: "ready", pid: server.pid, port };
      }
      const waitedMs = performance.now() - startedAt;
      if (waitedMs > 3_000 && !told) report("PostgreSQL is putting its files in order after a crash…");
      told ||= waitedMs > 3_000;
      if (waitedMs > RECOVERY_LIMIT_MS) {
        child.kill("SIGQUIT");
        throw new AppError("invalid", `PostgreSQL was not ready after 10 minutes. Its log: ${place.log}`);
      }
      await sleep(25);
    }
    return explain((await readFile(place.log)).subarray(from).toString("utf8"), end, place);
  } finally {
    await log.close();
  }
}

function explain(output: string, end: string, { log }: Place): Launched {
  if (/could not bind IPv4 address|could not create any TCP\/IP sockets/.test(output)) return { outcome: "port taken" };
  const busy = /.*(lock file "postmaster.pid" already exists|pre-existing shared memory block|is already being used).*/;
  const why = busy.exec(output)?.[0];
  if (why) return { outcome: "occupied", why };
  const tail = output.trim().split("\n").slice(-8).join("\n");
  throw new AppError("invalid", `PostgreSQL did not start (${end}). The end of its log ${log}:\n${tail}`);
}

/** For a laptop with two cores: safe against power loss, room for a large import between checkpoints. */
async function settings(port: number, throwaway: boolean): Promise<string[]> {
  const values: Record<string, string | number> = {
    cluster_name: CLUSTER_NAME,
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    shared_buffers: `${sharedMegabytes(throwaway)}MB`,
    max_wal_size: "4GB",
    checkpoint_timeout: "15min",
    synchronous_commit: "on",
    fsync: "on",
    jit: "off",
    autovacuum: "on",
    // Tables grow from nothing to a million rows within minutes here: the planner has to hear of it.
    autovacuum_naptime: "10s",
    timezone: "UTC",
    log_timezone: "UTC",
    // Containers often have 64 MB of /dev/shm; parallel queries fail beyond it.
    ...(throwaway && NOT_LASTING),
    ...((await smallSharedMemory()) && { dynamic_shared_memory_type: "mmap" }),
  };
  return Object.entries(values).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
}

/** An eighth of the memory, from 256 MB to 2 GB: the pages of a year that screens count, and that are judged together. */
function sharedMegabytes(throwaway: boolean): number {
  const [least, most] = [256, 2048];
  if (throwaway) return least;
  const limit = process.constrainedMemory();
  const megabytes = Math.min(totalmem(), limit > 0 ? limit : Number.POSITIVE_INFINITY) / (1024 * 1024);
  return Math.round(Math.min(most, Math.max(least, megabytes / 8)));
}

/** Given as arguments, like those that they replace: arguments outrank whatever is set inside the server. */
const NOT_LASTING = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  wal_level: "minimal",
  max_wal_senders: 0,
};

async function smallSharedMemory(): Promise<boolean> {
  if (process.platform !== "linux") return false;
  const shm = await statfs("/dev/shm").catch(() => null);
  return !shm || shm.bsize * shm.blocks < 512 * 1024 * 1024;
}

/** The same port every time where possible, so that a person's own tools find the database again. */
async function pickPort({ portFile }: Place): Promise<number> {
  const remembered = Number((await readFile(portFile, "utf8").catch(() => "")).trim());
  return (remembered && (await freePort(remembered))) || (await freePort(0)) || remembered;
}

function freePort(wanted: number): Promise<number | null> {
  return new Promise((done) => {
    const server = createServer();
    server.on("error", () => done(null));
    server.listen(wanted, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => done(typeof address === "object" && address ? address.port : null));
    });
  });
}

/** Where this start's lines begin in the log. One old log is kept. */
async function turnLog(log: string): Promise<number> {
  const size = (await stat(log).catch(() => null))?.size ?? 0;
  if (size < LOG_LIMIT_BYTES) return size;
  await rename(log, `${log}.1`);
  return 0;
}

/** Fast shutdown: sessions are ended, everything is written. Falls back to an immediate one, which the log repairs. */
export async function shutDown(pid: number, place: Place, binaries: string, how: "fast" | "immediate"): Promise<void> {
  if (process.platform === "win32") {
    await run(join(binaries, "bin", "pg_ctl"), ["stop", "-D", place.pgdata, "-m", how, "-w"], null);
    return;
  }
  if (how === "fast" && (await signalled(pid, place, "SIGINT", 30_000))) return;
  if (await signalled(pid, place, "SIGQUIT", 10_000)) return;
  throw new AppError("conflict", `PostgreSQL (process ${pid}) does not stop. Its log: ${place.log}`);
}

async function signalled(pid: number, { pgdata }: Place, signal: NodeJS.Signals, limitMs: number): Promise<boolean> {
  const sent = performance.now();
  // Asked again each time: the number may go to another program once the server has left.
  if ((await findPostmaster(pgdata))?.pid !== pid) return true;
  process.kill(pid, signal);
  while (performance.now() - sent < limitMs) {
    if (!isAlive(pid) || (await serves(pid, pgdata)) === "another") return true;
    await sleep(20);
  }
  return false;
}
