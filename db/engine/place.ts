import { createHash } from "node:crypto";
import { access, chmod, constants, lstat, mkdir, readFile, realpath, stat, symlink } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { AppError } from "@/lib/errors";
import { canEnter, type RunAs, runAs } from "./run-as";

/** Where one database lives. Everything of it is under `home`. */
export type Place = {
  home: string;
  database: string;
  /** PostgreSQL's own folder, the server's account owns it. */
  pgdata: string;
  passwordFile: string;
  portFile: string;
  log: string;
  who: RunAs;
};

/** Used when root keeps the data folder where no other account can reach it, such as /root. */
const REACHABLE = "/var/lib/squelch";

/** Settles which folder holds the database and which account serves it; refuses what it may not touch. */
export async function findPlace(dataDir: string, report: (line: string) => void): Promise<Place> {
  const folder = await makeFolder(resolve(dataDir));
  const link = join(folder, "database");
  const who = await runAs(join(link, "data"));
  const home = (await lstat(link).catch(() => null))
    ? dirname(await realpath(link))
    : await newHome(folder, who, report);
  const database = join(home, "database");
  const place = {
    home,
    database,
    pgdata: join(database, "data"),
    passwordFile: join(database, "password"),
    portFile: join(database, "port"),
    log: join(database, "postgres.log"),
    who,
  };
  await refuseForeign(place);
  return place;
}

async function makeFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return await realpath(folder);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AppError(
      "invalid",
      `The data folder ${folder} cannot be used: ${why}. Set SQUELCH_DATA to a folder you own.`,
    );
  }
}

async function newHome(folder: string, who: RunAs, report: (line: string) => void): Promise<string> {
  if (!who) return folder;
  // The server's account must pass through our folder; it cannot list it.
  await chmod(folder, ((await stat(folder)).mode & 0o777) | 0o011);
  if (await canEnter(folder, who)) return folder;
  const home = join(
    REACHABLE,
    `${basename(dirname(folder))}-${createHash("sha256").update(folder).digest("hex").slice(0, 12)}`,
  );
  await mkdir(home, { recursive: true, mode: 0o711 });
  if (!(await canEnter(home, who)))
    throw new AppError(
      "invalid",
      `${who.name}, who runs PostgreSQL, can reach neither ${folder} nor ${home}. Set SQUELCH_DATA.`,
    );
  report(`${who.name}, who runs PostgreSQL, cannot reach ${folder}: the database is kept in ${home}`);
  await symlink(join(home, "database"), join(folder, "database")).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  return home;
}

async function refuseForeign({ pgdata, passwordFile, who }: Place): Promise<void> {
  const data = await stat(pgdata).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw new AppError("invalid", `The database folder ${pgdata} cannot be read: ${error.message}`);
  });
  if (!data || process.platform === "win32") return;
  const needed = who?.uid ?? process.getuid?.();
  if (data.uid !== needed) {
    const owner = data.uid === 0 ? "root" : `uid ${data.uid}`;
    const fix = data.uid === 0 ? `chown -R ${who ? who.name : `$(id -u)`} ${pgdata}` : "start as that account";
    throw new AppError("invalid", `The database folder ${pgdata} belongs to ${owner}, not to ${name(who)}: ${fix}.`);
  }
  if ((data.mode & 0o027) !== 0)
    throw new AppError(
      "invalid",
      `Others may write to or read ${pgdata}; PostgreSQL refuses that. Run: chmod 700 ${pgdata}`,
    );
  await readFile(passwordFile).catch((error: Error) => {
    throw new AppError("invalid", `The database password cannot be read: ${error.message}`);
  });
}

function name(who: RunAs): string {
  return who ? who.name : `you (uid ${process.getuid?.()})`;
}
