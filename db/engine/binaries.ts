import { cp, mkdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { AppError } from "@/lib/errors";
import type { Bundle } from "./locate";
import { type RunAs, run } from "./run-as";

type Need = { bundle: Bundle; cache: string; who: RunAs; report: (line: string) => void };

/** A copy of PostgreSQL that `who` can run: the package itself where that works, else a copy beside the data. */
export async function readyBinaries({ bundle, cache, who, report }: Need): Promise<string> {
  // A read-only node_modules is fine when the links are there already; canRun is the judge.
  await hydrate(bundle.native).catch(() => undefined);
  if ((await trial(bundle.native, who)).code === 0) return bundle.native;
  const copy = join(cache, `postgresql-${bundle.version}`);
  if ((await trial(copy, who)).code === 0) return copy;
  report(`Copying PostgreSQL to ${copy}, where ${who ? who.name : "it"} can run it…`);
  await copyTo(bundle.native, copy, who);
  const { code, output } = await trial(copy, who);
  if (code !== 0) throw new AppError("invalid", `PostgreSQL in ${copy} does not run: ${output.trim()}`);
  return copy;
}

function trial(native: string, who: RunAs) {
  return run(join(native, "bin", "postgres"), ["--version"], who);
}

/** Makes the library links which a skipped install script leaves out. */
async function hydrate(native: string): Promise<void> {
  const text = await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  const links: { source: string; target: string }[] = JSON.parse(text);
  for (const { source, target } of links) {
    const at = join(dirname(native), target);
    await symlink(basename(source), at).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

async function copyTo(native: string, copy: string, who: RunAs): Promise<void> {
  const staged = `${copy}.new-${process.pid}`;
  await mkdir(dirname(copy), { recursive: true, mode: 0o755 });
  // hydrate reads paths that begin with `native/`
  await cp(native, join(staged, "native"), { recursive: true, filter: (path) => !path.endsWith(".a") });
  await hydrate(join(staged, "native"));
  // A strict umask at install time must not shut the server's account out of the copy.
  if (who) await run("/bin/chmod", ["-R", "a+rX", staged], null);
  // Another starter may have finished first; its copy is as good as ours.
  if ((await trial(copy, who)).code !== 0) {
    await rm(copy, { recursive: true, force: true });
    await rename(join(staged, "native"), copy);
  }
  await rm(staged, { recursive: true, force: true });
}
