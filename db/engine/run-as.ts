import { spawn } from "node:child_process";
import { readFile, stat } from "node:fs/promises";

/** The account that the server runs under; null means our own. */
export type RunAs = { uid: number; gid: number; name: string } | null;

/** Debian's and most images' number of `nobody`, for images without a user list. */
const NOBODY = 65_534;

/**
 * PostgreSQL refuses to run as root. So root hands it to whoever owns the data already, else to an existing
 * unprivileged account.
 */
export async function runAs(database: string): Promise<RunAs> {
  if (process.getuid?.() !== 0) return null;
  const accounts = await readAccounts();
  const owner = await stat(database).catch(() => null);
  if (owner && owner.uid !== 0) {
    const name = accounts.find(({ uid }) => uid === owner.uid)?.name ?? `uid ${owner.uid}`;
    return { uid: owner.uid, gid: owner.gid, name };
  }
  const found = ["postgres", "nobody"].map((name) =>
    accounts.find((account) => account.name === name && account.uid > 0),
  );
  return found.find((account) => account !== undefined) ?? { uid: NOBODY, gid: NOBODY, name: `uid ${NOBODY}` };
}

async function readAccounts(): Promise<{ name: string; uid: number; gid: number }[]> {
  const text = await readFile("/etc/passwd", "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => {
    const [name, , uid, gid] = line.split(":");
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

/** Tried by that account itself: access rights, mounts and modes of every parent are then all in the answer. */
export async function canEnter(folder: string, who: RunAs): Promise<boolean> {
  if (!who) return true;
  return (await run("/bin/sh", ["-c", 'cd "$1"', "sh", folder], who)).code === 0;
}

export type Ran = { code: number | null; output: string };

/** Runs a program to its end as that account. A program that cannot be started is a result, not a crash. */
export function run(command: string, args: readonly string[], who: RunAs): Promise<Ran> {
  return new Promise((done) => {
    const child = spawn(command, args, { ...account(who), cwd: "/", env: serverEnv(), windowsHide: true });
    let output = "";
    child.stdout.on("data", (text) => {
      output += text;
    });
    child.stderr.on("data", (text) => {
      output += text;
    });
    child.on("error", (error) => done({ code: null, output: error.message }));
    child.on("close", (code) => done({ code, output }));
  });
}

export function account(who: RunAs): { uid?: number; gid?: number } {
  return who ? { uid: who.uid, gid: who.gid } : {};
}

/** Nothing of ours goes to the server: PG* variables would change its settings, secrets would show in its environment. */
export function serverEnv(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TEMP } = process.env;
  return { NODE_ENV: process.env.NODE_ENV, PATH, LC_ALL: "C", TZ: "UTC", ...(SystemRoot && { SystemRoot, TEMP }) };
}
