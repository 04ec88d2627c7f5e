import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { beginProvider } from "./new-provider";

const ROOT = process.cwd();
const COPIED = [".ci", "bin", "components", "db", "lib", "package.json", "tsconfig.json"];

let copy: string;
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), "squelch-new-provider-"));
  for (const path of COPIED)
    await cp(join(ROOT, path), join(copy, path), {
      recursive: true,
      filter: (from) => basename(from) !== "fixtures" && !from.endsWith(".test.ts"),
    });
  await symlink(join(ROOT, "node_modules"), join(copy, "node_modules"), "dir");
});
afterAll(() => rm(copy, { recursive: true, force: true }));

type Ran = { code: number; out: string; err: string };

async function squelch(...args: string[]): Promise<Ran> {
  const command = [join(ROOT, "node_modules/tsx/dist/cli.mjs"), "bin/squelch.ts", ...args];
  return promisify(execFile)(process.execPath, command, { cwd: copy }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      out: error.stdout,
      err: error.stderr,
    }),
  );
}

const read = (path: string): Promise<string> => readFile(join(copy, path), "utf8");

describe("squelch new-provider", { timeout: 60_000 }, () => {
  it("begins a provider that reads its fixture, and overwrites nothing", async () => {
    const made = await squelch("new-provider", "acme-pager", "Acme Pager");
    expect(made).toMatchObject({ code: 0, err: "" });
    expect(made.out).toContain("lib/providers/acme-pager.ts");
    const registry = await read("lib/providers/index.ts");
    expect(registry).toContain('import { acmePager } from "./acme-pager";\nimport { alertmanager }');
    expect(registry).toMatch(/\n {2}acmePager,\n {2}generic,\n\];\n$/);

    const fixture = "lib/providers/fixtures/acme-pager/opened-and-closed.json";
    const { code, out } = await squelch("parse", fixture);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      provider: "acme-pager",
      format: "acme-pager-alerts",
      events: [
        { page: "A-1", kind: "triggered", at: "2024-03-05T01:14:36.000Z", urgency: "high" },
        { page: "A-1", kind: "resolved", by: "person", person: "U7" },
      ],
      issues: [],
    });

    const before = [registry, await read("lib/providers/acme-pager.ts"), await read(fixture)];
    await expect(beginProvider(copy, "acme-pager", "Acme Pager")).rejects.toThrow("acme-pager.ts is there already");
    expect([
      await read("lib/providers/index.ts"),
      await read("lib/providers/acme-pager.ts"),
      await read(fixture),
    ]).toEqual(before);
  });

  it.each([
    ["pagerduty", "PagerDuty", "lib/providers/pagerduty.ts is there already"],
    ["detect-format", "Detect", "lib/providers/detect-format.ts is there already"],
    ["provider", "Provider", "is there already"],
    ["grafana-onCall", "X", "is no id"],
    ["../evil", "X", "is no id"],
    ["class", "X", "is a word of the language"],
    ["fresh", 'a"; import("x")', "The label is"],
  ])("refuses %s %s", async (id, label, message) => {
    const before = await readdir(join(copy, "lib/providers"));
    await expect(beginProvider(copy, id, label)).rejects.toThrow(message);
    expect(await readdir(join(copy, "lib/providers"))).toEqual(before);
  });
});
