import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isAlive } from "./attach";
import { launch } from "./launch";
import { openEngine } from "./open-engine";
import { findPlace } from "./place";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const AS_ROOT = process.getuid?.() === 0;
const NOBODY = 65_534;

/** Holds a database that was made, started and stopped: to make one takes a second. */
let made: string;
let base: string;
let dataDir: string;
const programs: ChildProcess[] = [];

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "squelch-engine-"));
  await chmod(base, 0o755);
  dataDir = join(base, "data");
});

afterEach(async () => {
  for (const program of programs.splice(0)) program.kill("SIGKILL");
  for (const pid of await serversUnder(base)) killIfAlive(pid);
  await until(async () => (await serversUnder(base)).length === 0);
  await rm(base, { recursive: true, force: true });
});

/** It may have ended since it was looked for. */
function killIfAlive(pid: number): void {
  if (isAlive(pid)) process.kill(pid, "SIGQUIT");
}

const quiet = () => undefined;
const open = () => openEngine({ dataDir, report: quiet });
/** From here on this test's folder has a database, which does not run: a copy with owners and rights. */
const haveOne = () => promisify(execFile)("cp", ["-a", join(made, "data"), dataDir]);
const pgdata = () => join(dataDir, "database", "data");

/** Every process, children of a crashed server too, that works in a folder under this one. */
async function serversUnder(folder: string): Promise<number[]> {
  const numbers = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const folders = await Promise.all(numbers.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => "")));
  return numbers.filter((_, at) => folders[at]?.startsWith(`${folder}/`));
}

async function until(claim: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    if (await claim()) return;
    await sleep(20);
  }
  throw new Error("did not become true within 10 s");
}

async function query(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const sql = postgres(url, { max: 1, onnotice: quiet, fetch_types: false });
  try {
    return [...(await sql.unsafe(text))];
  } finally {
    // Without a limit the client waits for ever for the end of a connection that its server has just broken off.
    await sql.end({ timeout: 1 });
  }
}

async function postmasterPid(): Promise<number> {
  return Number((await readFile(join(pgdata(), "postmaster.pid"), "utf8")).split("\n")[0]);
}

type Answer = { url: string; started: boolean; refused?: string };

/** Another program with the same folder, as another process and, for root, perhaps another account. */
async function program(folder = dataDir, uid?: number): Promise<{ child: ChildProcess; answer: Answer }> {
  const args = ["--import", "tsx", join(ROOT, "db/engine/fixtures/hold.ts"), folder];
  const ids = uid === undefined ? {} : { uid, gid: uid };
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ["pipe", "pipe", "inherit"], ...ids });
  programs.push(child);
  const [line] = await once(createInterface({ input: child.stdout }), "line");
  return { child, answer: JSON.parse(String(line)) };
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.stdin?.end();
  await ended;
}

// Processes are read from /proc.
describe.skipIf(process.platform !== "linux")("the embedded database", { timeout: 30_000 }, () => {
  beforeAll(async () => {
    made = await mkdtemp(join(tmpdir(), "squelch-engine-made-"));
    await chmod(made, 0o755);
    await (await openEngine({ dataDir: join(made, "data"), report: quiet })).stop();
  });
  afterAll(() => rm(made, { recursive: true, force: true }));

  it("starts, keeps what was written, and leaves no process", async () => {
    const first = await open();
    expect(first.started).toBe(true);
    await query(first.url, "create table kept as select 42 answer");
    await first.stop();
    expect(await serversUnder(base)).toEqual([]);
    const second = await open();
    expect(await query(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
    expect(second.url).toBe(first.url);
    await second.stop();
    expect(await serversUnder(base)).toEqual([]);
  });

  it("keeps the password to its owner, and asks for it", async () => {
    const { url, stop } = await open();
    expect((await stat(join(dataDir, "database", "password"))).mode & 0o777).toBe(0o600);
    expect((await stat(pgdata())).mode & 0o777).toBe(0o700);
    const wrong = new URL(url);
    wrong.password = "wrong";
    await expect(query(wrong.href, "select 1")).rejects.toMatchObject({ code: "28P01" });
    expect(
      await query(url, "select current_setting('server_encoding') e, lower('ÄÖ') l, current_setting('jit') j"),
    ).toEqual([{ e: "UTF8", l: "äö", j: "off" }]);
    await stop();
  });

  it("listens on loopback only", async () => {
    await haveOne();
    const { url, stop } = await open();
    const port = Number(new URL(url).port);
    const others = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    for (const { address, internal } of others.filter(({ family }) => family === "IPv4")) {
      if (internal) continue;
      const socket = connect({ host: address, port });
      await expect(once(socket, "connect"), address).rejects.toMatchObject({ code: "ECONNREFUSED" });
    }
    expect(
      await query(url, "select current_setting('listen_addresses') l, current_setting('unix_socket_directories') u"),
    ).toEqual([{ l: "127.0.0.1", u: "" }]);
    await stop();
  });

  it("starts again after kill -9 of the server, while its children are still leaving", async () => {
    await haveOne();
    const first = await open();
    await query(first.url, "create table kept as select 42 answer");
    const busy = query(first.url, "select pg_sleep(2)").catch(() => []);
    await until(async () => {
      const [row] = await query(first.url, "select count(*)::int n from pg_stat_activity where wait_event = 'PgSleep'");
      return row?.n === 1;
    });
    process.kill(await postmasterPid(), "SIGKILL");
    const second = await open();
    expect(second.started).toBe(true);
    expect(await query(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
    await busy;
    await second.stop();
    expect(await serversUnder(base)).toEqual([]);
  });

  it("attaches after kill -9 of the program that started it, and then stops it", async () => {
    await haveOne();
    const { child, answer } = await program();
    expect(answer.started).toBe(true);
    await query(answer.url, "create table kept as select 42 answer");
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
    const pid = await postmasterPid();
    const second = await open();
    expect([second.started, second.alone]).toEqual([false, true]);
    expect(await postmasterPid()).toBe(pid);
    expect(await query(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
    await second.stop();
    expect(await serversUnder(base)).toEqual([]);
  });

  it("never stops a server that another program still uses, whoever started it", async () => {
    await haveOne();
    const starter = await program();
    const attached = await open();
    expect([attached.started, attached.alone]).toEqual([false, false]);
    await attached.stop();
    expect(await query(starter.answer.url, "select 1 one")).toEqual([{ one: 1 }]);
    const again = await open();
    await end(starter.child);
    expect(await query(again.url, "select 1 one")).toEqual([{ one: 1 }]);
    await again.stop();
    expect(await serversUnder(base)).toEqual([]);
  });

  it("makes one database for two starters at once, and both can use it", async () => {
    const [one, two] = await Promise.all([program(), program()]);
    expect([one.answer.started, two.answer.started].filter(Boolean)).toHaveLength(1);
    expect(one.answer.url).toBe(two.answer.url);
    await query(one.answer.url, "create table kept as select 42 answer");
    expect(await query(two.answer.url, "select answer from kept")).toEqual([{ answer: 42 }]);
    await Promise.all([end(one.child), end(two.child)]);
    expect(await serversUnder(base)).toEqual([]);
    expect((await readdir(dataDir)).filter((name) => name.includes("new"))).toEqual([]);
  });

  it.each([
    ["of a process that is gone", () => 999_999_999],
    ["now used by another program", () => process.pid],
  ])("is not fooled by a stale lock with the number %s", async (_, number) => {
    await haveOne();
    const first = await open();
    const lock = await readFile(join(pgdata(), "postmaster.pid"), "utf8");
    await first.stop();
    await writeFile(join(pgdata(), "postmaster.pid"), lock.replace(/^\d+/, String(number())), { mode: 0o600 });
    const { uid, gid } = await stat(pgdata());
    await chown(join(pgdata(), "postmaster.pid"), uid, gid);
    const second = await open();
    expect(second.started).toBe(true);
    expect(isAlive(process.pid)).toBe(true);
    await second.stop();
    expect(await serversUnder(base)).toEqual([]);
  });

  it("moves to another port when its own is taken", async () => {
    await haveOne();
    const first = await open();
    await first.stop();
    const { createServer } = await import("node:net");
    const squatter = createServer().listen(Number(new URL(first.url).port), "127.0.0.1");
    await once(squatter, "listening");
    const second = await open();
    expect(new URL(second.url).port).not.toBe(new URL(first.url).port);
    expect(await query(second.url, "select 1 one")).toEqual([{ one: 1 }]);
    await second.stop();
    squatter.close();
  });

  it("refuses the files of another PostgreSQL version", async () => {
    await haveOne();
    await writeFile(join(pgdata(), "PG_VERSION"), "16\n");
    await expect(open()).rejects.toThrow(/written by PostgreSQL 16, an older version than the 18/);
  });

  it("says what to do about wrong permissions", async () => {
    await haveOne();
    await chmod(pgdata(), 0o777);
    await expect(open()).rejects.toThrow(`chmod 700 ${pgdata()}`);
    await chmod(pgdata(), 0o700);
    const file = join(base, "file");
    await writeFile(file, "");
    await expect(openEngine({ dataDir: join(file, "data"), report: quiet })).rejects.toThrow(
      /cannot be used: .*SQUELCH_DATA/,
    );
  });

  it("turns a server program that cannot be run into a message", async () => {
    await haveOne();
    const place = await findPlace(dataDir, quiet);
    await expect(launch(place, "/nowhere", { report: quiet, throwaway: false })).rejects.toThrow(
      /PostgreSQL did not start .*ENOENT/,
    );
  });

  describe.skipIf(!AS_ROOT)("for root", () => {
    it("runs the server under an account without rights", async () => {
      await haveOne();
      const { stop } = await open();
      const { uid } = await stat(`/proc/${await postmasterPid()}`);
      expect(uid).not.toBe(0);
      expect(uid).toBe((await stat(pgdata())).uid);
      await stop();
    });

    it("keeps the database elsewhere when that account cannot reach the data folder, and finds it again", async () => {
      await chmod(base, 0o700);
      const lines: string[] = [];
      const first = await openEngine({ dataDir, report: (line) => lines.push(line) });
      expect(lines.join("\n")).toMatch(/cannot reach .* the database is kept in \/var\/lib\/squelch\//);
      const elsewhere = dirname(await readlink(join(dataDir, "database")));
      await query(first.url, "create table kept as select 42 answer");
      await first.stop();
      const second = await open();
      expect(await query(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
      await second.stop();
      expect(await serversUnder(elsewhere)).toEqual([]);
      await rm(elsewhere, { recursive: true });
    });

    it("refuses data that belongs to root", async () => {
      await haveOne();
      await chown(pgdata(), 0, 0);
      await expect(open()).rejects.toThrow(/belongs to root, .*chown -R/);
    });

    it("is the same for somebody without rights", async () => {
      await mkdir(dataDir, { mode: 0o700 });
      await chown(dataDir, NOBODY, NOBODY);
      const { child, answer } = await program(dataDir, NOBODY);
      expect(answer).toMatchObject({ started: true });
      expect((await stat(`/proc/${await postmasterPid()}`)).uid).toBe(NOBODY);
      expect(await query(answer.url, "select 1 one")).toEqual([{ one: 1 }]);
      await end(child);
      expect(await serversUnder(base)).toEqual([]);
    });

    it("tells somebody else whose database it is", async () => {
      await haveOne();
      await chmod(dataDir, 0o777);
      const { answer } = await program(dataDir, NOBODY);
      expect(answer.refused).toMatch(/belongs to uid \d+, not to you \(uid 65534\)|cannot be read/);
    });
  });
});
