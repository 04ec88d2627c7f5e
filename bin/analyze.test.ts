import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NoiseReport } from "@/lib/contract/noise-report";
import { incidentsJson, usersJson } from "@/lib/sample/sample-company";
import { runSquelch } from "./run-squelch";

const SAMPLE = { seed: 5, until: Date.parse("2026-11-09T00:00:00Z"), days: 14 };
const WEEK = ["--from", "2026-11-02", "--to", "2026-11-08", "--tz", "Europe/Berlin"];
const FIXTURES = "lib/providers/fixtures/pagerduty";

let folder: string;
let files: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "squelch-analyze-"));
  files = [join(folder, "users.json"), join(folder, "incidents.json")];
  await writeFile(join(folder, "users.json"), [...usersJson(SAMPLE)].join(""));
  await writeFile(join(folder, "incidents.json"), [...incidentsJson(SAMPLE)].join(""));
  await writeFile(join(folder, "image.json"), Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"));
  await writeFile(
    join(folder, "hostile.ndjson"),
    '{"page":"P1","kind":"triggered","at":"2026-11-02T10:00:00Z"}\n{"\\u001b[2J":1}\n',
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const names = () => (JSON.parse([...usersJson(SAMPLE)].join("")) as { users: { id: string; name: string }[] }).users;

describe("squelch analyze", { timeout: 60_000 }, () => {
  it("without a range takes the whole history, which nothing comes before, and cuts no figure", async () => {
    const [asJson, asText] = await Promise.all(
      ["json", "text"].map((format) => runSquelch(["analyze", ...files, "--format", format])),
    );
    const report = NoiseReport.parse(JSON.parse(asJson?.out ?? ""));
    expect([report.previous, report.previousRange]).toEqual([null, null]);
    const times = report.totals.timeToAcknowledge;
    expect(asText?.out).toContain(`${times?.neverAcknowledged} never acknowledged, ${times?.notKnown} not known`);
  });

  it("prints one report as text, Markdown and JSON, with the same numbers", async () => {
    const [asText, asMarkdown, asJson] = await Promise.all(
      ["text", "md", "json"].map((format) => runSquelch(["analyze", ...files, ...WEEK, "--format", format])),
    );
    expect([asText?.code, asMarkdown?.code, asJson?.code]).toEqual([0, 0, 0]);
    const report = NoiseReport.parse(JSON.parse(asJson?.out ?? ""));
    const { pages, interruptions, counts } = report.totals;
    expect(pages).toBeGreaterThan(20);
    expect(report.lead?.text).toBeTruthy();
    for (const out of [asText?.out, asMarkdown?.out]) {
      expect(out).toContain("Noise report, 2 – 8 Nov 2026 (Europe/Berlin)");
      expect(out).toContain(
        `${pages} (${counts.actionable} actionable, ${counts.noise} noise, ${counts.unclear} unclear)`,
      );
      expect(out).toContain(`${interruptions?.total} (${interruptions?.sleep} sleep`);
    }
    expect(asText?.out).toContain(report.lead?.text);
    expect(asMarkdown?.out).toMatch(/^# Noise report/);
    expect(asJson?.err).toMatch(/incidents\.json: PagerDuty .*: \d+ records read, 0 ignored, 0 rejected/);
  });

  it("shows people by the provider's ids unless names are asked for", async () => {
    const [hidden, shown] = await Promise.all([
      runSquelch(["analyze", ...files, ...WEEK]),
      runSquelch(["analyze", ...files, ...WEEK, "--names"]),
    ]);
    const interrupted = names().filter(({ name }) => shown?.out.includes(name));
    expect(interrupted.length).toBeGreaterThan(3);
    for (const { id, name } of names()) expect(hidden?.out, `${id} is named`).not.toContain(name);
    for (const { id } of interrupted) expect(hidden?.out).toContain(id);
  });

  it("shows a number where an export knows people by their names or addresses alone", async () => {
    const event = (kind: string, person: string) =>
      JSON.stringify({ page: "P1", kind, at: "2026-11-02T02:00:00Z", person, channel: "phone", by: "person" });
    const told = [
      event("notified", "ada.quill@n.example"),
      event("notified", "Ben Quill"),
      event("resolved", "Ben Quill"),
    ];
    const run = (...args: string[]) => runSquelch(["analyze", "-", ...args], told.join("\n"));
    const [asText, asJson, named] = await Promise.all([run(), run("--format", "json"), run("--names")]);
    for (const out of [asText?.out, asJson?.out]) {
      expect(out).not.toMatch(/quill/i);
      for (const number of ["person 1", "person 2"]) expect(out).toContain(number);
    }
    for (const name of ["ada.quill@n.example", "Ben Quill"]) expect(named?.out).toContain(name);
  });

  it("tells a pipeline what is over its limit with 3, and nothing with 0", async () => {
    const run = (...limits: string[]) =>
      runSquelch(["analyze", ...files, ...WEEK, ...limits.flatMap((limit) => ["--fail-on", limit])]);
    const [over, under, one, wrong] = await Promise.all([
      run("pages=1"),
      run("pages=100000", "noise-share=1"),
      run("pages=100000", "noise-share=0"),
      run("pages=many"),
    ]);
    expect([over?.code, under?.code, one?.code]).toEqual([3, 0, 3]);
    expect(over?.err).toMatch(/pages is \d+\.000, the limit is 1\n$/);
    expect(one?.err).toContain("noise-share is 0.");
    // The report is printed all the same.
    expect(over?.out).toContain("Alerts by pain");
    expect(wrong?.code).toBe(1);
  });

  it("says in words what is wrong, with 1", async () => {
    const times = join(FIXTURES, "legacy-report.csv");
    const [missing, image, noRange, zone] = await Promise.all([
      runSquelch(["analyze", join(folder, "none.json")]),
      runSquelch(["analyze", join(folder, "image.json")]),
      runSquelch(["analyze", ...files, "--from", "2026-11-02"]),
      runSquelch(["analyze", times, "--tz", "Mars/Olympus"]),
    ]);
    expect([missing, image, noRange, zone].map(({ code }) => code)).toEqual([1, 1, 1, 1]);
    expect(missing?.err).toMatch(/There is no file .*none\.json/);
    expect(image?.err).toContain("PNG");
    expect(noRange?.err).toContain("A range needs both --from and --to.");
    expect(zone?.err).toContain("Mars/Olympus is not a time zone");
    for (const { out, err } of [missing, image, noRange, zone]) {
      expect(out).toBe("");
      expect(err).not.toMatch(/\n\s+at /);
    }
  });

  it("asks for the zone of times that carry none, and takes it", async () => {
    const bare = join(folder, "bare.csv");
    const header = "id,incident_number,description,service_name,created_on,resolved_on,urgency";
    await writeFile(bare, `${header}\nQ1,1,Disk full,db,2026-11-03 10:00:00,2026-11-03 10:03:00,high\n`);
    const [without, given] = await Promise.all([
      runSquelch(["analyze", bare]),
      runSquelch(["analyze", bare, "--zone", "Asia/Kathmandu", "--format", "json"]),
    ]);
    expect([without.code, without.out]).toEqual([1, ""]);
    expect(without.err).toContain("--zone Europe/Berlin");
    expect(given.code).toBe(0);
    // 10:00 in Kathmandu is 04:15 UTC.
    expect(NoiseReport.parse(JSON.parse(given.out)).signatures[0]?.lastPagedAt).toBe("2026-11-03T04:15:00.000Z");
  });

  it("names what it left out without letting it steer the terminal", async () => {
    const { code, err } = await runSquelch(["analyze", join(folder, "hostile.ndjson")]);
    expect(code).toBe(0);
    expect(err).toContain("1 records read, 0 ignored, 1 rejected");
    expect(err.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });
});
