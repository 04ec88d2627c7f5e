import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ClassifiedPage, classifiedPageSchema } from "@/lib/contract/classify";
import { toNeutral } from "@/lib/providers/neutral";
import { simulate } from "@/lib/simulator/simulate";
import { runSquelch } from "./run-squelch";

const FIXTURES = "bin/fixtures/classify";
const WEEK = ["--pages", join(FIXTURES, "week.ndjson")];
const KNOWN = ["--labels", join(FIXTURES, "labels.csv"), "--changes", join(FIXTURES, "changes.json")];
const EXPORTS = "lib/providers/fixtures";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "squelch-classify-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const inFolder = (name: string) => join(folder, name);
const run = (...args: string[]) => runSquelch(["classify", ...args]);
const linesOf = (text: string) => text.split("\n").filter(Boolean);
/** No key that is not documented. */
const Line = ClassifiedPage.strict();
const pagesIn = (text: string) => linesOf(text).map((line) => Line.parse(JSON.parse(line)));

describe("squelch classify", { timeout: 120_000 }, () => {
  it.each([
    ["week", [...WEEK, ...KNOWN]],
    ["week-at-page-time", [...WEEK, ...KNOWN, "--at-page-time"]],
    ["pagerduty-rest", ["--pages", join(EXPORTS, "pagerduty/rest-merged-into-another.json")]],
    ["two-providers", ["--pages", join(EXPORTS, "pagerduty/v3-every-kind-in-an-array.json"), WEEK[1] ?? ""]],
  ])("writes %s", async (name, args) => {
    const out = inFolder(`${name}.jsonl`);
    const { code, out: printed } = await run(...args, "--out", out);
    expect([code, printed]).toEqual([0, ""]);
    const text = await readFile(out, "utf8");
    expect(pagesIn(text).length).toBeGreaterThan(0);
    await expect(text).toMatchFileSnapshot(join(process.cwd(), FIXTURES, `${name}.golden.jsonl`));
  });

  it("keeps the inferred verdict beside a person's word, and says what it left out with its place", async () => {
    const { code, out, err } = await run(...WEEK, ...KNOWN, "--out", "-");
    expect(code).toBe(0);
    const byKey = new Map(pagesIn(out).map((page) => [page.key, page]));
    expect(byKey.get("PAY1")).toMatchObject({
      verdict: "actionable",
      reason: "could-wait",
      origin: "person",
      inferred: { verdict: "actionable", reason: "fixed-a-fault" },
      said: { about: "page", reason: "could-wait", note: "the shop was closed" },
    });
    expect(byKey.get("BACKUP1")).toMatchObject({ verdict: "noise", reason: "planned-work", origin: "inferred" });
    expect(err).toContain("labels.csv: rejected: line 4: perhaps is no verdict");
    expect(err).toContain("labels.csv: 3 labels read, 0 without a word, 1 rejected");
    expect(err).toContain("labels of pages or alerts that are in none of these files: 1");
    expect(err).toContain("12 pages judged");
  });

  it("reads what `squelch parse` prints, also from the standard input, to the same lines", async () => {
    const name = join(EXPORTS, "pagerduty/rest-merged-into-another.json");
    const printed = await runSquelch(["parse", name]);
    const [direct, piped] = await Promise.all([
      run("--pages", name, "--out", "-"),
      runSquelch(["classify", "--pages", "-", "--out", "-"], printed.out),
    ]);
    expect(direct.code).toBe(0);
    expect(piped.out).toBe(direct.out);
  });

  it("judges a file told twice, backwards and in two parts as told once", async () => {
    const lines = linesOf(await readFile(join(FIXTURES, "week.ndjson"), "utf8"));
    await writeFile(inFolder("one.ndjson"), `${lines.slice(20).reverse().join("\n")}\n`);
    await writeFile(inFolder("other.ndjson"), `${lines.slice(0, 25).join("\n")}\n`);
    const [once, parts] = await Promise.all([
      run(...WEEK, "--out", "-"),
      run("--pages", inFolder("one.ndjson"), inFolder("other.ndjson"), "--out", "-"),
    ]);
    expect(parts.out).toBe(once.out);
  });

  it("reads a mark at the start, CR LF and gzip to the same lines, also from the standard input", async () => {
    const text = await readFile(WEEK[1] ?? "", "utf8");
    await writeFile(inFolder("dos.ndjson"), `\ufeff${text.replaceAll("\n", "\r\n")}`);
    await writeFile(inFolder("week.gz"), gzipSync(text));
    const [plain, dos, packed] = await Promise.all([
      run(...WEEK, "--out", "-"),
      run("--pages", inFolder("dos.ndjson"), "--out", "-"),
      run("--pages", inFolder("week.gz"), "--out", "-"),
    ]);
    expect(dos.out).toBe(plain.out);
    expect(packed.out).toBe(plain.out);
  });

  it("tells each line that it cannot read with its place, and judges the others", async () => {
    const bad = [
      "oops",
      '{"page":"P1","kind":"triggered","at":"2026-03-05T01:14:36Z","colour":"red"}',
      '{"page":"P2","kind":"exploded","at":"2026-03-05T01:14:36Z"}',
      '{"page":"P3","kind":"triggered"}',
      '{"kind":"triggered","at":"2026-03-05T01:14:36Z"}',
      '{"page":"P4","kind":"triggered","at":"yesterday"}',
      '{"page":"P5","kind":"triggered","at":"2026-03-05T01:14:36Z","by":"robot"}',
      '{"page":"P1","kind":"triggered","at":"2026-03-05T01:14:36Z","colour":"red"}',
      '{"page":"P6","kind":"trigg',
    ];
    const name = inFolder("bad.ndjson");
    await writeFile(name, bad.join("\n"));
    await writeFile(inFolder("empty.ndjson"), "");
    const [told, empty] = await Promise.all([
      run("--pages", name, "--out", "-"),
      run("--pages", ...WEEK.slice(1), inFolder("empty.ndjson"), "--out", "-"),
    ]);
    expect(told.code).toBe(0);
    expect(pagesIn(told.out).map(({ key }) => key)).toEqual(["P1", "P5"]);
    const said = linesOf(told.err).map((line) => line.replace(`${name}: `, ""));
    expect(said).toEqual([
      expect.stringMatching(/^rejected: line 1: not JSON/),
      expect.stringMatching(/^rejected: line 3: kind: "exploded" is none of triggered, /),
      "rejected: line 4: at is missing",
      "rejected: line 5: page is missing",
      expect.stringMatching(/^rejected: line 6: at: "yesterday" is not a time/),
      'line 7: by: "robot" is none of person, automation, unknown',
      expect.stringMatching(/^rejected: line 9: /),
      "keys that are not ours, left alone: colour in 2 records",
      expect.stringMatching(/: 3 records read, 0 ignored, 6 rejected$/),
      "2 pages judged",
    ]);
    expect([empty.code, empty.out]).toEqual([1, ""]);
    expect(empty.err).toContain("empty.ndjson: The file is empty");
  });

  it("leaves an older output as it was, and nothing beside it, when it fails", async () => {
    const out = inFolder("kept.jsonl");
    await writeFile(out, "older\n");
    await writeFile(inFolder("image.json"), Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"));
    await writeFile(inFolder("nothing.ndjson"), '{"page":"P1","kind":"vanished","at":"2026-03-05T01:14:36Z"}\n');
    const failed = await Promise.all([
      run("--pages", inFolder("none.json"), "--out", out),
      run("--pages", inFolder("image.json"), "--out", out),
      run(...WEEK, "--labels", inFolder("none.csv"), "--out", out),
      run(...WEEK, "--changes", join(FIXTURES, "week.ndjson"), "--out", out),
      run(...WEEK, "--out", folder),
      run(...WEEK, "--out", inFolder("none/out.jsonl")),
      run("--pages", out, "--out", out),
      run(...WEEK, "--out", out, "--tz", "Mars/Olympus"),
      run(...WEEK),
    ]);
    expect(failed.map(({ code, out: printed }) => [code, printed])).toEqual(failed.map(() => [1, ""]));
    const said = failed.map(({ err }) => err);
    for (const err of said) expect(err).not.toMatch(/\n\s+at /);
    expect(said[0]).toMatch(/There is no file .*none\.json/);
    expect(said[1]).toContain("PNG");
    expect(said[2]).toMatch(/There is no file .*none\.csv/);
    expect(said[3]).toContain("it tells of pages, and of no changes");
    expect(said[4]).toContain("is a folder");
    expect(said[5]).toContain("There is no folder");
    expect(said[6]).toContain("would overwrite");
    expect(said[7]).toContain("Mars/Olympus is not a time zone");
    expect(said[8]).toContain("--out");
    expect(await readFile(out, "utf8")).toBe("older\n");
    expect((await readdir(folder)).filter((name) => name.includes("part"))).toEqual([]);
  });

  it("writes into a pipe, which stays one, and replaces a file as a whole", async () => {
    const [out, pipe] = [inFolder("replaced.jsonl"), inFolder("pipe")];
    await writeFile(out, "older\n".repeat(10_000));
    await promisify(execFile)("mkfifo", [pipe]);
    const [piped, printed] = await Promise.all([
      readFile(pipe, "utf8"),
      run(...WEEK, "--out", "/dev/stdout"),
      run(...WEEK, "--out", pipe),
      run(...WEEK, "--out", out),
    ]);
    expect(pagesIn(printed.out)).toHaveLength(12);
    expect(piped).toBe(printed.out);
    expect(await readFile(out, "utf8")).toBe(printed.out);
    expect((await stat(pipe)).isFIFO()).toBe(true);
  });

  it("predicts a page from what came before it: what a file tells later changes nothing", async () => {
    const { events, changes, truths, zone } = simulate("leak");
    const lines = events.map((event) => ({
      at: event.at,
      text: JSON.stringify({ ...toNeutral(event), provider: event.provider }),
    }));
    const opened = new Map<string, { at: number; provider: string }>();
    for (const { pageKey, provider, at } of events) if (!opened.has(pageKey)) opened.set(pageKey, { at, provider });
    const labels = truths.flatMap(({ pageKey, verdict }, index) => {
      const page = index % 12 === 0 ? opened.get(pageKey) : undefined;
      if (!page) return [];
      const at = new Date(page.at + 5 * 3_600_000).toISOString();
      return [JSON.stringify({ provider: page.provider, page: pageKey, verdict, at })];
    });
    const cutAt = Date.parse("2026-04-10T12:00:00Z");
    await writeFile(inFolder("whole.ndjson"), lines.map(({ text }) => text).join("\n"));
    await writeFile(
      inFolder("cut.ndjson"),
      lines
        .filter(({ at }) => at < cutAt)
        .map(({ text }) => text)
        .join("\n"),
    );
    await writeFile(inFolder("labels.ndjson"), labels.join("\n"));
    await writeFile(inFolder("changes.json"), JSON.stringify({ changes }));
    const known = ["--labels", inFolder("labels.ndjson"), "--changes", inFolder("changes.json"), "--tz", zone];
    const predict = (name: string) => run("--pages", inFolder(name), ...known, "--out", "-", "--at-page-time");
    const [whole, cut] = await Promise.all([predict("whole.ndjson"), predict("cut.ndjson")]);
    const before = linesOf(whole.out).filter((line) => Date.parse(JSON.parse(line).openedAt) < cutAt);
    expect(before.length).toBeGreaterThan(1_000);
    expect(linesOf(cut.out)).toEqual(before);
    // The labels have taught it something, so that there was something to leak.
    expect(new Set(pagesIn(whole.out).map(({ basis }) => basis?.modelAt)).size).toBeGreaterThan(10);
  });
});

describe("docs/classify.md", () => {
  it("names every field, and no field that is not there", async () => {
    const text = await readFile("docs/classify.md", "utf8");
    const named = [...text.matchAll(/^\| ((?:`[a-zA-Z.[\]]+`(?:, )?)+) \|/gm)].flatMap(([, cell = ""]) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, field]) => field),
    );
    expect(new Set(named)).toEqual(new Set(fieldsOf(classifiedPageSchema() as Schema)));
    expect(named.length).toBe(new Set(named).size);
  });

  it("has an example that runs as it is typed", async () => {
    const text = await readFile("docs/classify.md", "utf8");
    const block = (kind: string) => new RegExp(`\`\`\`${kind}\\n([^\`]+)\`\`\``).exec(text)?.[1] ?? "";
    await writeFile(inFolder("events.jsonl"), block("jsonl"));
    await writeFile(inFolder("said.csv"), block("csv"));
    const [first, labelled] = await Promise.all([
      run("--pages", inFolder("events.jsonl"), "--out", "-"),
      run("--pages", inFolder("events.jsonl"), "--labels", inFolder("said.csv"), "--out", "-"),
    ]);
    for (const { key, verdict, reason, sentence } of pagesIn(first.out))
      expect(text).toContain(`| ${key} | ${verdict} | ${reason} | ${sentence} |`);
    expect(pagesIn(first.out)).toHaveLength(3);
    for (const line of linesOf(first.err)) expect(text).toContain(line.replaceAll(`${folder}/`, ""));
    expect(linesOf(labelled.out)[0]).toContain('"reason":"could-wait","origin":"person"');
  });

  it("has the schema beside it", async () => {
    const schema = `${JSON.stringify(classifiedPageSchema(), null, 2)}\n`;
    await expect(schema).toMatchFileSnapshot(join(process.cwd(), "docs/classify.schema.json"));
  });
});

type Schema = { properties?: Record<string, Schema>; items?: Schema; anyOf?: Schema[] };

/** "votes", "votes[].why", ..: all members by their path. */
function fieldsOf({ properties = {}, items, anyOf = [] }: Schema, path = ""): string[] {
  const inside = [...(items ? fieldsOf(items, `${path}[]`) : []), ...anyOf.flatMap((one) => fieldsOf(one, path))];
  const members = Object.entries(properties).flatMap(([name, member]) => {
    const own = path === "" ? name : `${path}.${name}`;
    return [own, ...fieldsOf(member, own)];
  });
  return [...members, ...inside];
}
