import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { ACTORS, CHANNELS, PAGE_EVENT_KINDS, URGENCIES } from "@/lib/model/page-event";
import { runSquelch } from "./run-squelch";

/** docs/events.md; a key that is not there is a change of a public interface. */
const text = z.string().min(1).optional();
const instant = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
const Event = z.strictObject({
  page: z.string().min(1),
  kind: z.enum(PAGE_EVENT_KINDS),
  at: instant,
  by: z.enum(ACTORS),
  person: text,
  channel: z.enum(CHANNELS).optional(),
  level: z.int().positive().optional(),
  to: z.array(z.string()).optional(),
  title: z.string().optional(),
  service: text,
  team: text,
  urgency: z.enum(URGENCIES).optional(),
  rule: text,
  dedup: text,
  note: z.string().optional(),
  priority: text,
  environment: text,
  number: text,
  link: text,
  policy: text,
  state: z.enum(["pending", "accepted", "declined"]).optional(),
  how: text,
  mergedInto: text,
  createdAt: instant.optional(),
  asOf: instant.optional(),
  closedAtUnknownTime: z.literal(true).optional(),
  counts: z.record(z.string(), z.number()).optional(),
  source: text,
});
const Document = z.strictObject({
  provider: z.string().nullable(),
  format: z.string().nullable(),
  events: z.array(Event),
  ignored: z.array(z.strictObject({ where: z.string(), why: z.string() })),
  issues: z.array(z.strictObject({ where: z.string(), message: z.string() })),
});

const FIXTURES = "lib/providers/fixtures/pagerduty";
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "squelch-parse-"));
  await writeFile(join(folder, "image.json"), Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("squelch parse", { timeout: 60_000 }, () => {
  it.concurrent.each([
    "v3-every-kind-in-an-array.json",
    "v2-escalate-targets.json",
    "v1-two-messages-resolved-by-machine.json",
    "rest-escalation-timeout-two-targets.json",
    "log-entries-flat.json",
    "analytics-responses-object.json",
    "legacy-report.csv",
    "insights-iso-with-offset.csv",
    "dump-json-cell.csv",
  ])("prints %s in the documented form", async (name) => {
    const { code, out } = await runSquelch(["parse", join(FIXTURES, name)]);
    const document = Document.parse(JSON.parse(out));
    expect(code).toBe(0);
    expect(document.provider).toBe("pagerduty");
    expect(document.events.length).toBeGreaterThan(0);
    for (const { source } of document.events) expect(source).toBe(document.format);
  });

  it("knows a page by the provider's key, its acts by kind, time and person", async () => {
    const { out } = await runSquelch(["parse", join(FIXTURES, "v3-acknowledged-by-integration.json")]);
    const { format, events } = Document.parse(JSON.parse(out));
    expect(format).toBe("pagerduty-webhook-v3");
    expect(events).toContainEqual(
      expect.objectContaining({
        page: "Q3B15VLMF3AS26",
        kind: "acknowledged",
        at: "2026-04-01T02:09:00.100Z",
        by: "automation",
        title: "Checkout latency above 2 s",
        service: "Payments API",
      }),
    );
  });

  it("prints a record that is about no page as ignored, with its place and why", async () => {
    const { code, out } = await runSquelch(["parse", join(FIXTURES, "v3-ping.json")]);
    const { events, ignored, issues } = Document.parse(JSON.parse(out));
    expect([code, events, issues]).toEqual([0, [], []]);
    expect(ignored).toHaveLength(1);
  });

  it("reads a body from the standard input, and its own form back", async () => {
    const first = await runSquelch(["parse", join(FIXTURES, "rest-merged-into-another.json")]);
    const again = await runSquelch(["parse", "-"], first.out);
    const [told, readBack] = [first, again].map(({ out }) => Document.parse(JSON.parse(out)));
    const facts = (document: typeof told) => document?.events.map(({ source: _source, ...event }) => event);
    expect(readBack?.format).toBe("neutral-events");
    expect(facts(readBack)).toEqual(facts(told));
  });

  it("says of a file that it does not understand one thing, and exits with 1", async () => {
    const { code, out, err } = await runSquelch(["parse", join(folder, "image.json")]);
    const document = Document.parse(JSON.parse(out));
    expect(code).toBe(1);
    expect(document).toMatchObject({ provider: null, format: null, events: [], ignored: [] });
    expect(document.issues).toEqual([{ where: "file", message: expect.stringContaining("PNG") }]);
    expect(err).toBe("");
  });

  it("reads a packed export as what it holds", async () => {
    const name = "v3-acknowledged-by-integration.json";
    const packed = join(folder, "export.json.gz");
    await writeFile(packed, gzipSync(await readFile(join(FIXTURES, name))));
    const { out } = await runSquelch(["parse", packed]);
    expect(out).toBe((await runSquelch(["parse", join(FIXTURES, name)])).out);
  });

  it("proposes how a table that nobody knows is read, and reads it so", async () => {
    const [table, mapping] = [join(folder, "table.csv"), join(folder, "mapping.json")];
    await writeFile(table, "Case,Headline,Opened\n17,Disk full,2024-05-06 09:00\n");
    const first = await runSquelch(["parse", table]);
    expect(Document.parse(JSON.parse(first.out))).toMatchObject({ format: "generic-csv", events: [], issues: [{}] });
    const proposed = JSON.parse(first.err.slice(first.err.indexOf("{"))) as object;
    await writeFile(mapping, JSON.stringify({ ...proposed, zone: "Europe/Berlin" }));
    const { out, err } = await runSquelch(["parse", table, "--mapping", mapping]);
    expect(err).toBe("");
    expect(Document.parse(JSON.parse(out))).toMatchObject({
      provider: "generic",
      events: [{ page: "17", kind: "triggered", at: "2024-05-06T07:00:00.000Z", title: "Disk full" }],
      issues: [],
    });
    await writeFile(mapping, '{"shape":"xml"}');
    const wrong = await runSquelch(["parse", table, "--mapping", mapping]);
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining("mapping.json: shape: ")]);
  });

  it("says that there is no such file", async () => {
    const { code, out, err } = await runSquelch(["parse", join(folder, "none.json")]);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(/^There is no file .*none\.json/);
  });
});
