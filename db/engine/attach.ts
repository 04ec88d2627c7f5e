import { readFile, realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";
import postgres from "postgres";
import { AppError } from "@/lib/errors";
import type { Place } from "./place";
import { run } from "./run-as";

/** What PostgreSQL says about itself in postmaster.pid. `ready` is false while it starts, recovers or stops. */
export type Postmaster = { pid: number; port: number; ready: boolean };

export const USER = "squelch";
/** Marks servers that we launched: one that somebody started by hand is never stopped by us. */
export const CLUSTER_NAME = "squelch";
/** Everybody who uses the server holds this advisory lock shared, so the last one to leave can tell. */
const IN_USE = 7_355_608;

/** Larger than any process number, so it is never alive. */
const NO_PROCESS = 2_147_483_647;

/** The live server of this data folder, or null. A stale file, or a number now used by another program, is null. */
export async function findPostmaster(pgdata: string): Promise<Postmaster | null> {
  const file = join(pgdata, "postmaster.pid");
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const [pid, , , port, , , , status] = text.split("\n").map((line) => line.trim());
  if (!pid || !isAlive(Number(pid))) return null;
  if ((await serves(Number(pid), pgdata)) === "another") {
    await disown(file, text);
    return null;
  }
  return { pid: Number(pid), port: Number(port), ready: status === "ready" };
}

/**
 * PostgreSQL itself refuses to start while the number in the file is alive, whoever has it now. Only the number is
 * replaced: the other lines let the new server see whether children of a crashed one still use its shared memory.
 */
async function disown(file: string, seen: string): Promise<void> {
  if ((await readFile(file, "utf8").catch(() => "")) !== seen) return;
  await writeFile(file, seen.replace(/^.*/, String(NO_PROCESS)));
}

export function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, under another account.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Whether this process serves this folder, as far as the system tells. Signing in is the final proof. */
export async function serves(pid: number, pgdata: string): Promise<"this" | "another" | "unknown"> {
  if (process.platform === "win32") return "unknown";
  if (process.platform !== "linux") {
    const { code, output } = await run("/bin/ps", ["-p", String(pid), "-o", "command="], null);
    if (code !== 0) return "another";
    return output.includes("postgres") && output.includes(pgdata) ? "this" : "another";
  }
  const line = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // A zombie still has its number, but serves nobody: containers without an init never collect it.
  if (/\) [ZX] /.test(line) || line === "") return "another";
  const cwd = await realpath(`/proc/${pid}/cwd`).catch(() => null);
  if (cwd === null) return "unknown";
  return cwd === (await realpath(pgdata)) ? "this" : "another";
}

/** Our stay in a server. */
export type Stay = {
  url: string;
  /** Nobody else was there when we came. */
  alone: boolean;
  /** True for the last one to leave a server that was launched by us: it then has to be stopped. Ends the stay. */
  leave: () => Promise<boolean>;
};

/** Signs in and says that we are here. Null while the server does not take sign-ins (it starts, recovers or stops). */
export async function checkIn(place: Place, port: number): Promise<Stay | null> {
  const password = (await readFile(place.passwordFile, "utf8")).trim();
  const url = (database: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
  // One connection for the whole stay: the advisory lock lives in it.
  const sql = postgres(url("postgres"), {
    max: 1,
    connect_timeout: 5,
    idle_timeout: 0,
    max_lifetime: 0,
    onnotice: () => undefined,
    connection: { application_name: "squelch stay" },
  });
  try {
    const [about] = await sql<{ folder: string; cluster: string }[]>`
      select current_setting('data_directory') folder, current_setting('cluster_name') cluster`;
    if (!about || (await realpath(about.folder)) !== (await realpath(place.pgdata))) throw notOurs(place, port);
    await sql`select pg_advisory_lock_shared(${IN_USE}::bigint)`;
    const alone = await isAlone(sql);
    await makeDatabase(sql);
    return { url: url(USER), alone, leave: () => leave(sql, about.cluster === CLUSTER_NAME) };
  } catch (error) {
    await sql.end({ timeout: 0 });
    if (isAway(error)) return null;
    if (codeOf(error) === "28P01") throw notOurs(place, port);
    throw error;
  }
}

/** Our own shared lock is in nobody's way but others'. */
async function isAlone(sql: postgres.Sql): Promise<boolean> {
  const [found] = await sql<{ alone: boolean }[]>`select pg_try_advisory_lock(${IN_USE}::bigint) alone`;
  if (!found?.alone) return false;
  await sql`select pg_advisory_unlock(${IN_USE}::bigint)`;
  return true;
}

async function makeDatabase(sql: postgres.Sql): Promise<void> {
  const found = await sql`select 1 from pg_database where datname = ${USER}`;
  if (found.length > 0) return;
  // Two starters may both get here: duplicate_database, or a unique key of the catalogue.
  await sql`create database ${sql(USER)}`.catch((error: unknown) => {
    if (codeOf(error) !== "42P04" && codeOf(error) !== "23505") throw error;
  });
}

async function leave(sql: postgres.Sql, launchedByUs: boolean): Promise<boolean> {
  try {
    await sql`select pg_advisory_unlock_all()`;
    // Held until the server is down: a starter who comes now waits for it, is thrown out, and launches anew.
    const [last] = await sql<{ alone: boolean }[]>`select pg_try_advisory_lock(${IN_USE}::bigint) alone`;
    if (last?.alone && launchedByUs) {
      setTimeout(() => void sql.end({ timeout: 0 }), 60_000).unref();
      return true;
    }
  } catch (error) {
    if (!isAway(error)) throw error;
  }
  await sql.end({ timeout: 0 });
  return false;
}

function notOurs({ pgdata }: Place, port: number): AppError {
  return new AppError(
    "conflict",
    `The server on port ${port} is not the one of ${pgdata}. Stop it, or set SQUELCH_DATA.`,
  );
}

/** Not there, not yet there, or just going: worth another try. */
const AWAY = [
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
].concat(["CONNECT_TIMEOUT", "57P01", "57P02", "57P03"]);

function isAway(error: unknown): boolean {
  return AWAY.includes(codeOf(error) ?? "");
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error ? String(error.code) : null;
}
