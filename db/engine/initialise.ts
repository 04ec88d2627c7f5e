import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "@/lib/errors";
import { isAlive, USER } from "./attach";
import type { Start } from "./launch";
import type { Place } from "./place";
import { run } from "./run-as";

const STAGED = "database.new-";

/**
 * Makes the database unless there is one. It is made aside and put in place by one rename: a crash leaves nothing
 * half made, and of two starters at once one wins and both use its database and password.
 */
export async function initialise(place: Place, binaries: string, { report, throwaway }: Start): Promise<void> {
  const { database, home, who } = place;
  if ((await readdir(database).catch(() => [])).length > 0) return;
  await sweep(home);
  report("Creating the database…");
  const staged = join(home, `${STAGED}${process.pid}-${randomBytes(4).toString("hex")}`);
  const [data, handover, password] = [join(staged, "data"), join(staged, "handover"), randomBytes(24).toString("hex")];
  await mkdir(data, { recursive: true, mode: 0o700 });
  await writeFile(join(staged, "password"), `${password}\n`, { mode: 0o600 });
  await writeFile(handover, password, { mode: 0o600 });
  if (who) {
    await chmod(staged, 0o711);
    for (const path of [data, handover]) await chown(path, who.uid, who.gid);
  } else await chmod(staged, 0o700);
  const { code, output } = await run(
    join(binaries, "bin", "initdb"),
    [...OPTIONS, ...(throwaway ? ["--no-sync"] : []), `--pwfile=${handover}`, "-D", data],
    who,
  );
  await rm(handover);
  if (code !== 0) {
    await rm(staged, { recursive: true, force: true });
    throw new AppError("invalid", `PostgreSQL could not create its files in ${home}:\n${output.trim()}`);
  }
  await rename(staged, database).catch(async (error: NodeJS.ErrnoException) => {
    if (!["ENOTEMPTY", "EEXIST", "EPERM"].includes(error.code ?? "")) throw error;
    await rm(staged, { recursive: true, force: true });
  });
}

/** C.UTF-8 is built in: sorting and case are the same on every machine, and no system update changes an index. */
const OPTIONS = [
  "-U",
  USER,
  "--auth=scram-sha-256",
  "--encoding=UTF8",
  "--locale=C",
  "--locale-provider=builtin",
].concat(["--builtin-locale=C.UTF-8", "--no-instructions"]);

/** What starters that died on the way have left. */
async function sweep(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const pid = name.startsWith(STAGED) ? Number.parseInt(name.slice(STAGED.length), 10) : null;
    if (pid !== null && !isAlive(pid)) await rm(join(home, name), { recursive: true, force: true });
  }
}

/** A data folder belongs to one major version of PostgreSQL. */
export async function refuseOtherVersion({ pgdata }: Place, ours: number): Promise<void> {
  const theirs = Number((await readFile(join(pgdata, "PG_VERSION"), "utf8").catch(() => "")).trim());
  if (theirs === ours) return;
  if (!theirs)
    throw new AppError(
      "invalid",
      `${pgdata} is not a database: it holds no PG_VERSION. Set SQUELCH_DATA, or move it away.`,
    );
  const release = theirs < ours ? "an older" : "a newer";
  throw new AppError(
    "invalid",
    `${pgdata} was written by PostgreSQL ${theirs}, ${release} version than the ${ours} that comes with this Squelch. ` +
      "Start the Squelch that wrote it, make a backup there, and restore it into a new SQUELCH_DATA folder.",
  );
}
