import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { giveVerdict } from "@/db/commands/give-verdict";
import type { Ctx } from "@/db/ctx";
import { createTestDb, type TestDb } from "@/db/test-db";
import { emptyWorkspace, importText } from "@/db/test-import";
import { runSquelch } from "./run-squelch";

let db: TestDb;
let ctx: Ctx;
let folder: string;
const NOW = Date.parse("2026-11-10T12:00:00Z");
const KEYS = ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9"];
const PAGES = KEYS.flatMap((page, day) =>
  [
    { kind: "triggered", at: `2026-11-0${day + 1}T02:00:00Z`, title: `Disk ${page} is full`, service: "db" },
    { kind: "resolved", at: `2026-11-0${day + 1}T02:03:00Z` },
  ].map((event) => JSON.stringify({ provider: "pagerduty", page, by: "automation", ...event })),
).join("\n");

beforeAll(async () => {
  db = await createTestDb("UTC");
  ctx = await db.ctxAt(NOW);
  folder = await mkdtemp(join(tmpdir(), "squelch-labels-"));
});
afterAll(async () => {
  await db.drop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(fill);

async function fill(): Promise<void> {
  await emptyWorkspace(ctx);
  await importText(ctx, PAGES, { name: "own.ndjson" });
}

const inFolder = (name: string) => join(folder, name);
const run = (args: readonly string[], input = "") =>
  runSquelch(["labels", ...args], input, { DATABASE_URL: db.url, SQUELCH_DATA: db.dataDir });
const linesOf = (text: string) => text.split(/\r?\n/).filter(Boolean);

async function idOf(key: string): Promise<string> {
  const [row] = await ctx.sql<{ id: string }[]>`select id from pages where page_key = ${key}`;
  return row?.id ?? "0";
}
async function say(key: string, verdict: "actionable" | "noise", note: string | null = null): Promise<void> {
  const reason = verdict === "noise" ? ("threshold" as const) : ("fixed-a-fault" as const);
  await giveVerdict(ctx, { kind: "page", id: await idOf(key) }, { verdict, reason, note });
}

/** Verdicts of pages that people gave, by page. */
async function said(): Promise<Record<string, string>> {
  const rows = await ctx.sql<{ page_key: string; verdict: string; reason: string }[]>`
    select page_key, verdict, reason from pages where origin = 'person' order by page_key`;
  return Object.fromEntries(rows.map(({ page_key, verdict, reason }) => [page_key, `${verdict} ${reason}`]));
}

describe("squelch labels", { timeout: 120_000 }, () => {
  it.each(["csv", "jsonl"])("what goes out as %s and comes in again changes nothing", async (format) => {
    await say("P1", "noise", '=1+1, "so"\nit said');
    await say("P1", "actionable", "after all");
    await say("P2", "noise");
    const out = inFolder(`all.${format}`);
    const file = await run(["export", "--format", format, "--history", "--out", out]);
    expect([file.code, file.out]).toEqual([0, ""]);
    const exported = await readFile(out, "utf8");
    const printed = await run(["export", "--format", format, "--history"]);
    expect(printed.out).toBe(exported);

    const same = await run(["import", out]);
    expect([same.code, same.out]).toEqual([0, "0 labels stored.\n"]);
    expect(same.err).toContain("0 new, 3 same, 0 conflicting");
    expect((await run(["export", "--format", format, "--history"])).out).toBe(exported);

    const words = await said();
    await fill();
    expect(await said()).toEqual({});
    expect((await run(["import", out])).out).toBe("3 labels stored.\n");
    expect(await said()).toEqual(words);
    const again = await run(["export", "--format", format, "--history"]);
    expect(linesOf(again.out).sort()).toEqual(linesOf(exported).sort());
  });

  it("reads Opsweekly's tags and writes them again; na says nothing, an unknown one is told with its line", async () => {
    const tags = [
      "issue",
      "issuetimeperiod",
      "viewissue",
      "incorrecttimeperiod",
      "downtimeexpired",
      "downtimenotset",
      "thresholdincorrect",
      "checkfaulty",
    ];
    const rows = [...tags.map((tag, at) => `${KEYS[at]},${tag}`), "P9,na", "P9,whatever"];
    const { code, out, err } = await run(["import", "-"], `page,tag\n${rows.join("\n")}\n`);
    expect([code, out]).toEqual([0, "8 labels stored.\n"]);
    expect(err).toContain("line 10: silent");
    expect(err).toMatch(/line 11: unreadable: .*whatever/);
    expect(await said()).toEqual({
      P1: "actionable fixed-a-fault",
      P2: "actionable could-wait",
      P3: "actionable real-upstream",
      P4: "noise working-as-expected",
      P5: "noise planned-work",
      P6: "noise planned-work",
      P7: "noise threshold",
      P8: "noise faulty-check",
    });
    const exported = await run(["export", "--format", "jsonl"]);
    const told = linesOf(exported.out).map((line) => JSON.parse(line) as { page: string; tag: string });
    expect(told.map(({ page, tag }) => `${page},${tag}`).sort()).toEqual(rows.slice(0, 8));
  });

  it("stores the rows that it can read, and names the place of each other one", async () => {
    const csv = [
      "page;verdict;reason;at",
      "P1;noise;threshold;2026-11-09T10:00:00Z",
      "P2;perhaps;;",
      ";noise;;",
      "P3;noise;fixed-a-fault;",
      "P4;noise;;yesterday",
      "NOPE;noise;;",
      "P1;actionable;;2026-11-08T10:00:00Z",
      "P5;noise;;",
    ];
    await writeFile(inFolder("mixed.csv"), `\ufeff${csv.join("\r\n")}\r\n`);
    const { code, out, err } = await run(["import", inFolder("mixed.csv")]);
    expect([code, out]).toEqual([0, "2 labels stored.\n"]);
    const places = linesOf(err).flatMap((line) => /^line \d+: [a-z]+/.exec(line)?.[0] ?? []);
    expect(places.sort()).toEqual([
      "line 3: unreadable",
      "line 4: unreadable",
      "line 5: unreadable",
      "line 6: unreadable",
      "line 7: unknown",
      "line 8: repeated",
    ]);
    expect(Object.keys(await said())).toEqual(["P1", "P5"]);
  });

  it("never overwrites what people said here, unless it is told to; then both stay in the record", async () => {
    await say("P1", "actionable", "by hand");
    await writeFile(inFolder("other.csv"), "page,verdict,reason,by\nP1,noise,threshold,Bo\n");
    const kept = await run(["import", inFolder("other.csv")]);
    expect([kept.code, kept.out]).toEqual([0, "0 labels stored.\n"]);
    expect(kept.err).toMatch(/line 2: conflicting: .* said actionable, fixed-a-fault here/);
    expect(await said()).toEqual({ P1: "actionable fixed-a-fault" });

    const dry = await run(["import", inFolder("other.csv"), "--take-conflicts", "--dry-run"]);
    expect([dry.code, dry.out]).toEqual([0, ""]);
    expect(await said()).toEqual({ P1: "actionable fixed-a-fault" });

    expect((await run(["import", inFolder("other.csv"), "--take-conflicts"])).out).toBe("1 labels stored.\n");
    expect(await said()).toEqual({ P1: "noise threshold" });
    const history = linesOf((await run(["export", "--names", "--format", "jsonl", "--history"])).out);
    expect(history.map((line) => JSON.parse(line) as object)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ page: "P1", verdict: "actionable", note: "by hand", ended: expect.any(String) }),
        expect.objectContaining({ page: "P1", verdict: "noise", by: "Bo" }),
      ]),
    );
  });

  it("says what is wrong, and exits with 1", async () => {
    await writeFile(inFolder("empty.csv"), "");
    await writeFile(inFolder("bad.jsonl"), '{"page":"P1","verdict":"perhaps"}\n');
    await writeFile(inFolder("table.csv"), "a,b\n1,2\n");
    const failed = await Promise.all([
      run(["import", inFolder("none.csv")]),
      run(["import", inFolder("empty.csv")]),
      run(["import", inFolder("table.csv")]),
      run(["import", inFolder("bad.jsonl")]),
      run(["export", "--out", folder]),
      run(["export", "--out", inFolder("none/labels.csv")]),
      run(["export", "--format", "xml"]),
    ]);
    for (const { code, out, err } of failed) {
      expect([code, out]).toEqual([1, ""]);
      expect(err).not.toMatch(/\n\s+at /);
    }
    expect(failed[0]?.err).toMatch(/There is no file .*none\.csv/);
    expect(failed[1]?.err).toContain("the file is empty");
    expect(failed[2]?.err).toContain("must name the columns");
    expect(failed[3]?.err).toMatch(/line 1: unreadable: perhaps is no verdict.*\nNo row of .*bad\.jsonl could be read/);
    expect(failed[4]?.err).toContain("is a folder");
    expect(failed[5]?.err).toContain("There is no folder");
    expect(failed[6]?.err).toContain("csv, jsonl");
  });
});
