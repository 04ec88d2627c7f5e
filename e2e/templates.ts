import { execFile } from "node:child_process";
import { chmod, lstat, mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { bundle } from "@/bin/fixtures/bundle";
import { startInstallation, stopInstallation } from "@/bin/fixtures/installation";
import { openClient } from "@/db/client";
import { openEngine } from "@/db/engine/open-engine";

/** No settings of Squelch: installations inherit the environment and refuse what they do not know. */
const SETTING = "E2E_TEMPLATES";
const PROGRAM = "E2E_PROGRAM";

/**
 * Makes what installations of this run are started from: the program in one file, and the data folders that theirs are
 * copied from, each by a first start: an empty one, and one with the sample, judged and predicted. Gives what removes
 * them.
 */
export default async function makeTemplates(): Promise<() => Promise<void>> {
  const program = await bundle(["squelch", "worker"]);
  process.env[PROGRAM] = program.fileOf("squelch");
  const folder = await mkdtemp(join(tmpdir(), "squelch-e2e-templates-"));
  // The account that serves the databases passes through it.
  await chmod(folder, 0o711);
  const [empty, sample] = [join(folder, "empty"), join(folder, "sample")];
  for (const dataDir of [empty, sample]) await mkdir(dataDir);
  await startOnce(empty, "off");
  const database = join(empty, "database");
  // Root may have to keep the files of a database elsewhere: a copy would then be the same database.
  if ((await lstat(database)).isSymbolicLink())
    await rm(dirname(await realpath(database)), { recursive: true, force: true });
  else {
    await copy(empty, sample);
    await startOnce(sample, "on");
    process.env[SETTING] = folder;
  }
  return async () => {
    await rm(folder, { recursive: true, force: true });
    await program.remove();
  };
}

/** What Node is given to run the command line made for this run. */
export function bundledProgram(): string[] {
  const file = process.env[PROGRAM];
  if (!file) throw new Error("the program of this run has not been made");
  return [file];
}

/** Puts what a first start would make into this empty folder; without templates it is left to that start. */
export async function fillFromTemplate(dataDir: string, { sample }: { sample: boolean }): Promise<void> {
  const folder = process.env[SETTING];
  if (folder) await copy(join(folder, sample ? "sample" : "empty"), dataDir);
}

/** Until its worker has nothing more to do. */
async function startOnce(dataDir: string, sample: "on" | "off"): Promise<void> {
  const installation = await startInstallation(dataDir, { env: { SQUELCH_SAMPLE: sample }, program: bundledProgram() });
  const engine = await openEngine({ dataDir, report: () => {} });
  const { sql, close } = openClient(engine.url, { max: 1 });
  while ((await sql`select from model_runs where asked > done`).length > 0) await sleep(100);
  await close();
  await engine.stop();
  const code = await stopInstallation(installation);
  if (code !== 0) throw new Error(`the installation of a template ended with ${code}`);
}

/** With owners and rights: the files of the database belong to the account that serves it. Each takes its own port. */
async function copy(from: string, to: string): Promise<void> {
  await promisify(execFile)("cp", ["-a", `${from}/.`, to]);
  await rm(join(to, "database/port"), { force: true });
}
