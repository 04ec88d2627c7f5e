import { text } from "node:stream/consumers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { REASONS, VERDICTS, verdictOf } from "@/lib/model/verdict";
import { guardCell, unguardCell } from "./cell-guard";
import type { Label } from "./label";
import { meaningOf, OPSWEEKLY_TAGS, tagOf } from "./opsweekly";
import { readLabels } from "./read-labels";
import { labelLine, labelsCsv } from "./write-labels";

const csvOf = (...labels: Label[]) =>
  text(
    labelsCsv(
      (async function* () {
        yield* labels;
      })(),
    ),
  );

const BLANK: Label = {
  about: { kind: "page", provider: "pagerduty", pageKey: "P1" },
  verdict: "noise",
  reason: null,
  wrongHour: false,
  note: null,
  by: null,
  at: null,
  from: null,
  until: null,
  weight: 1,
  tag: null,
  endedAt: null,
};

describe("Opsweekly's tags", () => {
  it.each([
    ["issue", "actionable", "fixed-a-fault", false],
    ["issuetimeperiod", "actionable", "could-wait", false],
    ["viewissue", "actionable", "real-upstream", false],
    ["incorrecttimeperiod", "noise", "working-as-expected", true],
    ["downtimeexpired", "noise", "planned-work", false],
    ["downtimenotset", "noise", "planned-work", false],
    ["thresholdincorrect", "noise", "threshold", false],
    ["checkfaulty", "noise", "faulty-check", false],
  ] as const)("%s is %s, %s, wrong hour: %s", (tag, verdict, reason, wrongHour) => {
    const { labels } = readLabels(`provider,page,tag\npagerduty,P1,${tag}\n`);
    expect(labels[0]?.label).toEqual({ ...BLANK, verdict, reason, wrongHour, tag });
    expect(tagOf({ reason, wrongHour, tag })).toBe(tag);
  });

  it("na and an empty tag say nothing; an unknown one is refused", () => {
    expect([meaningOf("na"), meaningOf(" "), meaningOf("nonsense")]).toEqual([null, null, undefined]);
    const { labels, silent, errors } = readLabels(
      "provider,page,tag\npagerduty,P1,na\npagerduty,P2,\npagerduty,P3,oops\n",
    );
    expect(labels).toEqual([]);
    expect(silent.map(({ where }) => where)).toEqual(["line 2", "line 3"]);
    expect(errors).toMatchObject([{ where: "line 4", why: expect.stringContaining("oops is no tag") }]);
  });

  it("a word of our own has the tag that means the same, if there is one", () => {
    const tag = (reason: Label["reason"], wrongHour = false) => tagOf({ reason, wrongHour, tag: null });
    expect(tag("planned-work")).toBe("downtimeexpired");
    expect([tag("working-as-expected"), tag("working-as-expected", true)]).toEqual([null, "incorrecttimeperiod"]);
    expect([tag("self-healed"), tag(null)]).toEqual([null, null]);
  });
});

describe("readLabels", () => {
  it("takes columns in any order, semicolons, a mark at the start and words in any case", () => {
    const { labels, errors } = readLabels(
      "\ufeffReason;Page Key;Provider;Verdict\r\nSelf-Healed;P1;pagerduty;NOISE\r\n",
    );
    expect(errors).toEqual([]);
    expect(labels).toEqual([{ where: "line 2", label: { ...BLANK, reason: "self-healed" } }]);
  });

  it("takes the provider as known where there is only one, and only where a row names none", () => {
    const { labels } = readLabels("key,provider,verdict\nP1,,noise\nP2,opsgenie,noise\n", "pagerduty");
    expect(labels.map(({ label }) => label.about)).toEqual([
      { kind: "page", provider: "pagerduty", pageKey: "P1" },
      { kind: "page", provider: "opsgenie", pageKey: "P2" },
    ]);
  });

  it("knows the verdict of a reason", () => {
    const { labels } = readLabels('{"provider":"pagerduty","page":"P1","reason":"could-wait"}');
    expect(labels[0]?.label).toMatchObject({ verdict: "actionable", reason: "could-wait" });
  });

  it.each([
    ["verdict", "maybe", /maybe is no verdict/],
    ["reason", "because", /because is no reason/],
    ["reason", "fixed-a-fault", /is a reason for actionable, not for noise/],
    ["tag", "issue", /the tag issue stands for fixed-a-fault, but the row says noise/],
    ["provider", "", /the provider of the page is missing/],
    ["page", "", /neither a page nor a signature/],
    ["signature", "v1:ab", /a page and a signature/],
    ["at", "2026-11-03T02:00:00", /write it with its offset/],
    ["at", "2026-13-03T02:00:00Z", /write it with its offset/],
    ["from", "2026-11-03T02:00:00Z", /are for signatures/],
    ["weight", "0", /lies above 0/],
    ["weight", "1.5", /at most 1/],
    ["wrong_hour", "perhaps", /it is yes or no/],
    ["note", "x".repeat(2001), /more than 2000/],
  ])("%s = %s is refused with its line", (column, value, why) => {
    const row = { provider: "pagerduty", page: "P1", verdict: "noise", [column]: value };
    const { labels, errors } = readLabels(`\n${JSON.stringify(row)}\n`);
    expect(labels).toEqual([]);
    expect(errors).toEqual([{ where: "line 2", why: expect.stringMatching(why) }]);
  });

  it("a period must not be empty, and its end belongs to it no more", () => {
    const at = (until: string) =>
      readLabels(JSON.stringify({ signature: "v1:ab", verdict: "noise", from: "2026-11-03T02:00:00Z", until }));
    expect(at("2026-11-03T02:00:00Z").errors).toHaveLength(1);
    expect(at("2026-11-03T02:00:01Z").labels).toHaveLength(1);
  });

  it("a row that cannot be read costs that row, with the line it begins on", () => {
    const { labels, errors } = readLabels(
      'provider,page,verdict,note\npd,P1,noise,"two\nlines"\npd,P2,noise\npd,P3,wrong,\npd,P4,noise,ok\n',
    );
    expect(labels.map(({ where, label }) => [where, label.note])).toEqual([
      ["line 2", "two\nlines"],
      ["line 6", "ok"],
    ]);
    expect(errors.map(({ where }) => where)).toEqual(["line 4", "line 5"]);
  });

  it("says what is wrong with text that is no table of labels", () => {
    expect(readLabels("").errors).toEqual([{ where: "line 1", why: "the file is empty" }]);
    expect(readLabels("hello\nworld\n").errors[0]?.why).toMatch(/must name the columns/);
    expect(readLabels('{"a":1}\n{oops\n[1]\n').errors.map(({ where }) => where)).toEqual(["line 2", "line 3"]);
    expect(readLabels('provider,page,verdict\npd,"P1,noise\n').errors).toHaveLength(1);
  });
});

const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });
const word = fc.string({ minLength: 1, maxLength: 20 }).map((text) => `k${text.replaceAll(/\s|\0/g, "")}`);
const note = fc
  .array(fc.constantFrom("'", "=1+1", "@", " ", "\n", "\r\n", "\t", '"', ",", ";", "é", "+", "x"), { maxLength: 8 })
  .map((parts) => parts.join(""))
  .filter((text) => text !== "");
const said = fc.oneof(
  fc.constantFrom(...REASONS).map((reason) => ({ verdict: verdictOf(reason), reason, tag: null })),
  fc.constantFrom(...VERDICTS).map((verdict) => ({ verdict, reason: null, tag: null })),
);
const about = fc.oneof(
  fc.record({
    about: fc.record({ kind: fc.constant("page" as const), provider: word, pageKey: word }),
    from: fc.constant(null),
    until: fc.constant(null),
  }),
  fc.record({
    about: fc.record({ kind: fc.constant("signature" as const), signature: word }),
    from: fc.option(instant),
    until: fc.option(instant.map((at) => at + 4_000_000_000_001)),
  }),
);
const label: fc.Arbitrary<Label> = fc
  .tuple(
    about,
    said,
    fc.record({
      wrongHour: fc.boolean(),
      note: fc.option(note),
      by: fc.option(word),
      at: fc.option(instant),
      weight: fc.constantFrom(1, 0.05, 1 / 3),
      endedAt: fc.option(instant),
    }),
  )
  .map(([subject, words, rest]) => ({ ...subject, ...words, ...rest }));

describe("a round trip", () => {
  /** Opsweekly's own codes come back beside what we say with them. */
  const withTag = (one: Label): Label => ({ ...one, tag: tagOf(one) });

  it("through CSV loses nothing, whatever people wrote", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(label, { minLength: 1, maxLength: 5 }), async (labels) => {
        const back = readLabels(await csvOf(...labels));
        expect(back.errors).toEqual([]);
        expect(back.labels.map((one) => one.label)).toEqual(labels.map(withTag));
      }),
      { numRuns: 200 },
    );
  });

  it("through JSON lines loses nothing", () => {
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 5 }), (labels) => {
        const back = readLabels(labels.map(labelLine).join(""));
        expect(back.errors).toEqual([]);
        expect(back.labels.map((one) => one.label)).toEqual(labels.map(withTag));
      }),
    );
  });

  it.each(OPSWEEKLY_TAGS)("keeps the tag %s", async (tag) => {
    const meaning = meaningOf(tag);
    if (!meaning) throw new Error(`${tag} means nothing`);
    const { reason, wrongHour } = meaning;
    const given: Label = { ...BLANK, verdict: verdictOf(reason), reason, wrongHour, tag };
    expect(readLabels(await csvOf(given)).labels[0]?.label).toEqual(given);
    expect(readLabels(labelLine(given)).labels[0]?.label).toEqual(given);
  });

  it("no cell is one that a spreadsheet runs", async () => {
    const csv = await csvOf({ ...BLANK, note: "=HYPERLINK(1)\n+2" });
    expect(csv).toContain(`"'=HYPERLINK(1)\n'+2"`);
    expect([guardCell("'=1"), unguardCell("''=1"), unguardCell("it's")]).toEqual(["''=1", "'=1", "it's"]);
  });
});
