import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTORS, CHANNELS, PAGE_EVENT_KINDS, type PageEvent, URGENCIES } from "@/lib/model/page-event";
import { detectFormat } from "./detect-format";
import { type NeutralEvent, toNeutral } from "./neutral";
import { parseInput } from "./parse-input";
import type { Input } from "./provider";

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
const pageEvent: fc.Arbitrary<PageEvent> = fc.record({
  provider: fc.constant("pagerduty"),
  pageKey: words,
  eventKey: words,
  kind: fc.constantFrom(...PAGE_EVENT_KINDS),
  at: fc.integer({ min: Date.UTC(2010, 0), max: Date.UTC(2040, 0) }),
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
    }),
  ),
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
