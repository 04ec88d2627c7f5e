import { chmod, cp, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readyBinaries } from "./binaries";
import { locate } from "./locate";
import { run } from "./run-as";

const linux = { platform: "linux", arch: "x64", glibc: true };

it("finds the PostgreSQL of this machine", () => {
  expect(locate()).toMatchObject({ major: 18 });
});

it("names the way out on a platform without one", () => {
  expect(() => locate({ ...linux, arch: "riscv64" })).toThrow(
    /no embedded PostgreSQL for linux-riscv64: set DATABASE_URL/,
  );
  expect(() => locate({ ...linux, glibc: false })).toThrow(/needs glibc/);
});

it("says how to install a package that was left out", () => {
  const missing = () => {
    throw new Error("Cannot find module\nand where it was looked for");
  };
  expect(() => locate(linux, missing)).toThrow(/linux-x64 is not installed. Run "npm ci" without --omit=optional/);
});

it.skipIf(process.getuid?.() !== 0)(
  "copies the binaries, links included, where the account cannot reach the package",
  async () => {
    const bundle = locate();
    const base = await mkdtemp(join(tmpdir(), "squelch-binaries-"));
    const [hidden, cache, who] = [
      join(base, "hidden"),
      join(base, "cache"),
      { uid: 65_534, gid: 65_534, name: "nobody" },
    ];
    await chmod(base, 0o755);
    await mkdir(hidden, { mode: 0o700 });
    await cp(bundle.native, join(hidden, "native"), { recursive: true });
    const lines: string[] = [];
    const need = {
      bundle: { ...bundle, native: join(hidden, "native") },
      cache,
      who,
      report: (line: string) => lines.push(line),
    };
    const ready = await readyBinaries(need);
    expect(ready).toBe(join(cache, `postgresql-${bundle.version}`));
    expect((await run(join(ready, "bin", "initdb"), ["--version"], who)).output).toContain("PostgreSQL) 18");
    expect(await readyBinaries(need)).toBe(ready);
    expect(lines).toHaveLength(1);
    expect(await readdir(cache)).toEqual([`postgresql-${bundle.version}`]);
    await rm(base, { recursive: true });
  },
);
