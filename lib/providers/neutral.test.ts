import { createReadStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldPage } from "@/lib/ingest/fold-page";
import { groupBy } from "@/lib/model/group-by";
import type { Mapping } from "@/lib/model/mapping";
import type { Page } from "@/lib/model/page";
import { ACTORS, CHANNELS, PAGE_EVENT_KINDS, type PageEvent, URGENCIES } from "@/lib/model/page-event";
import { detectFormat } from "./detect-format";
import { providers } from "./index";
import { type NeutralEvent, toNeutral, toNeutralDocument } from "./neutral";
import { parseInput } from "./parse-input";
import type { Input, ParsedRecord } from "./provider";

function inputOf(text: string): Input {
  return {
    name: "events",
    size: null,
    open: async function* () {
      yield new TextEncoder().encode(text);
    },
  };
}

async function readBack(text: string): Promise<NeutralEvent[]> {
  const detected = await detectFormat(inputOf(text));
  expect(detected.format).toBe("neutral-events");
  const events: NeutralEvent[] = [];
  for await (const { records } of parseInput(inputOf(text), detected, {})) {
    for (const record of records)
      if (record.outcome === "accepted") events.push(...record.events.map((event) => toNeutral(event)));
  }
  return events;
}

const words = fc.string({ minLength: 1 });
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const instant = fc.integer({ min: Date.UTC(2010, 0), max: Date.UTC(2040, 0) });
const pageEvent: fc.Arbitrary<PageEvent> = fc.record({
  provider: fc.constant("pagerduty"),
  pageKey: words,
  eventKey: words,
  kind: fc.constantFrom(...PAGE_EVENT_KINDS),
  at: instant,
  by: fc.constantFrom(...ACTORS),
  person: maybe(words),
  channel: maybe(fc.constantFrom(...CHANNELS)),
  level: maybe(fc.integer({ min: 1, max: 20 })),
  to: maybe(fc.array(words, { minLength: 1, maxLength: 3 })),
  note: maybe(words),
  facts: maybe(
    fc.record({
      title: maybe(words),
      service: maybe(words),
      team: maybe(words),
      urgency: maybe(fc.constantFrom(...URGENCIES)),
      rule: maybe(words),
      dedup: maybe(words),
      priority: maybe(words),
      environment: maybe(words),
      number: maybe(words),
      link: maybe(words),
      policy: maybe(words),
      createdAt: maybe(instant),
      asOf: maybe(instant),
      closedAtUnknownTime: maybe(fc.constant(true as const)),
      counts: maybe(fc.constant({ interruptions: 3 })),
    }),
  ),
  state: maybe(fc.constantFrom("pending", "accepted", "declined")),
  how: maybe(words),
  mergedInto: maybe(words),
});

describe("the neutral form", () => {
  it("reads back what it wrote, as a document and as lines", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(pageEvent, { minLength: 1, maxLength: 5 }), async (events) => {
        const written = events.map((event) => toNeutral(event));
        const document = { provider: "pagerduty", format: "pagerduty-rest", events: written, ignored: [], issues: [] };
        expect(await readBack(JSON.stringify(document, null, 2))).toEqual(written);
        expect(await readBack(written.map((event) => JSON.stringify(event)).join("\n"))).toEqual(written);
      }),
      { seed: 11, numRuns: 100 },
    );
  });

  it("leaves out what is not known", () => {
    const event: PageEvent = {
      provider: "pagerduty",
      pageKey: "Q1",
      eventKey: "k",
      kind: "resolved",
      at: 0,
      by: "unknown",
    };
    expect(toNeutral(event, "pagerduty-rest")).toEqual({
      page: "Q1",
      kind: "resolved",
      at: "1970-01-01T00:00:00.000Z",
      by: "unknown",
      source: "pagerduty-rest",
    });
  });
});

describe("a member that cannot be read is left out, with what it was", () => {
  it.each([
    ["by", "robot", /^by: "robot" is none of person, automation, unknown$/],
    ["channel", "pigeon", /^channel: "pigeon" is none of push/],
    ["urgency", "HIGH", /^urgency: "HIGH" is none of high, low$/],
    ["state", "maybe", /^state: /],
    ["level", 0, /^level: 0 is no level/],
    ["to", [["PUANA01"]], /^to: \[\["PUANA01"\]\] is no list/],
    ["person", { id: 17 }, /^person: \{"id":17\} is no text$/],
    ["createdAt", "yesterday", /^createdAt: "yesterday" is no time/],
    ["counts", { pages: "many" }, /^counts: /],
  ])("%s: %j", async (name, value, issue) => {
    const text = JSON.stringify({
      page: "Q1",
      kind: "notified",
      at: "2026-03-05T01:14:36Z",
      by: "person",
      [name]: value,
    });
    const [record] = await recordsOf(inputOf(text));
    expect(record).toMatchObject({ outcome: "accepted", issues: [expect.stringMatching(issue)] });
    expect(record?.outcome === "accepted" && record.events[0]).not.toHaveProperty(name, value);
  });

  it.each([
    ["a number", "person", 17, "17"],
    ["one name", "to", "PUANA01", ["PUANA01"]],
    ["numbers", "to", [17, "PUANA01"], ["17", "PUANA01"]],
  ])("%s is read as text: %s", async (_, name, value, read) => {
    const text = JSON.stringify({ page: 4711, kind: "notified", at: "2026-03-05T01:14:36Z", [name]: value });
    const [record] = await recordsOf(inputOf(text));
    expect(record).toMatchObject({ outcome: "accepted", issues: [], events: [{ pageKey: "4711", [name]: read }] });
  });

  it.each([
    [
      '{"page":"Q1","kind":"exploded","at":"2026-03-05T01:14:36Z"}',
      /^kind: "exploded" is none of triggered, notified,/,
    ],
    ['{"page":"Q1","kind":"triggered"}', /^at is missing$/],
    ['{"kind":"triggered","at":"2026-03-05T01:14:36Z"}', /^page is missing$/],
    ['{"page":{"id":1},"kind":"triggered","at":"2026-03-05T01:14:36Z"}', /^page: \{"id":1\} is no text$/],
    ['{"page":"Q1","at":"2026-03-05T01:14:36Z"}', /^kind is missing$/],
    ['{"page":"Q1","kind":"triggered","at":"soon"}', /^at: "soon" is not a time/],
    ['{"page":"Q1","kind":"triggered","at":"2026-03-05T01:14:36"}', /^at: .* no offset/],
    ['{"pages":1}', /^an object of no kind we read, with the keys pages$/],
  ])("what is meant as an event is told what it lacks, among events of ours: %s", async (line, why) => {
    const [, record] = await recordsOf(
      inputOf(`{"page":"Q1","kind":"triggered","at":"2026-03-05T01:14:36Z"}\n${line}`),
    );
    expect(record).toMatchObject({ outcome: "rejected", where: "line 2", why: expect.stringMatching(why) });
  });

  it.each(["Triggered", "TRIGGERED", " triggered"])("%j is a kind, in other letters", async (kind) => {
    const [record] = await recordsOf(inputOf(JSON.stringify({ page: "Q1", kind, at: "2026-03-05T01:14:36Z" })));
    expect(record).toMatchObject({ outcome: "accepted", events: [{ kind: "triggered" }] });
  });

  it("members that are not ours are left alone, and named", async () => {
    const text =
      '{"page":"Q1","kind":"responder_added","at":"2026-03-05T01:14:36Z","colour":"red","provider":"pagerduty"}';
    expect(await recordsOf(inputOf(text))).toMatchObject([
      { issues: [], leftAlone: ["colour"], events: [{ kind: "responder-added" }] },
    ]);
  });

  it("a first line that is no JSON is one rejected record: the lines behind it say what the file is", async () => {
    const text = 'exported\n{"page":"Q1","kind":"triggered","at":"2026-03-05T01:14:36Z"}\n';
    const records = await recordsOf(inputOf(text));
    expect(records.map(({ where, outcome }) => [where, outcome])).toEqual([
      ["line 1", "rejected"],
      ["line 2", "accepted"],
    ]);
  });

  it("null and empty say nothing, which is no issue", async () => {
    const text = '{"page":"Q1","kind":"notified","at":"2026-03-05T01:14:36Z","by":null,"person":"","to":null}';
    expect(await recordsOf(inputOf(text))).toMatchObject([{ issues: [], events: [{ by: "unknown" }] }]);
  });
});

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), "fixtures");
/** Its records contradict each other about one instant: the keys of events decide, and they are not printed. */
const CONTRADICTING = join("incident-io", "escalations-every-ending.json");
const fixtures = providers.flatMap(({ id }) =>
  readdirSync(join(FIXTURES, id))
    .filter((name) => !/\.(golden|mapping)\.json$/.test(name))
    .map((name) => join(id, name))
    .filter((name) => name !== CONTRADICTING),
);

async function recordsOf(input: Input, mapping: Mapping | null = null): Promise<ParsedRecord[]> {
  const detected = await detectFormat(input);
  const records: ParsedRecord[] = [];
  const options = { zone: detected.needsZone ? "Europe/Berlin" : null, mapping };
  for await (const batch of parseInput(input, detected, options)) records.push(...batch.records);
  return records;
}

/** What happened in one instant has no order of its own: keys of events decide it, and the printed form has none. */
function pagesOf(records: readonly ParsedRecord[]): (Page | null)[] {
  const events = records.flatMap((record) => (record.outcome === "accepted" ? record.events : []));
  return [...groupBy(events, ({ provider, pageKey }) => `${provider} ${pageKey}`).values()].map((told) => {
    const page = foldPage(told);
    return page && { ...page, actions: inOneOrder(page.actions), notifications: inOneOrder(page.notifications) };
  });
}

function inOneOrder<T extends { at: number }>(acts: readonly T[]): T[] {
  return acts.toSorted((a, b) => a.at - b.at || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

describe("what `squelch parse` prints is read back to the same pages", () => {
  it.each(fixtures)("%s", async (name) => {
    const path = join(FIXTURES, name);
    const mapped = `${path}.mapping.json`;
    const mapping = existsSync(mapped) ? (JSON.parse(readFileSync(mapped, "utf8")) as Mapping) : null;
    const input: Input = { name, size: null, open: () => createReadStream(path) };
    const { provider, format } = await detectFormat(input);
    const records = await recordsOf(input, mapping);
    const pages = pagesOf(records);
    if (pages.length === 0) return;
    const document = toNeutralDocument(provider, format, records);
    expect(pagesOf(await recordsOf(inputOf(JSON.stringify(document, null, 2))))).toEqual(pages);
    // Lines alone do not name the provider.
    const lines = inputOf(document.events.map((event) => JSON.stringify(event)).join("\n"));
    const unnamed = pages.map((page) => page && { ...page, provider: "neutral" });
    expect(pagesOf(await recordsOf(lines))).toEqual(provider === "neutral" ? pages : unnamed);
  });
});
