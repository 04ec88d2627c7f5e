import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { NoiseReport, NoiseTotals, PersonRow, SignatureRow } from "@/lib/contract/noise-report";
import type { Reason, Verdict } from "@/lib/model/verdict";
import { leadOf } from "./lead";
import { equalSlices, interruptionVerdict } from "./tally-report";
import { duration, reportToMarkdown } from "./to-markdown";
import { reportToText } from "./to-text";

type Judged = { verdict: Verdict | null; reason: Reason | null };
const A: Judged = { verdict: "actionable", reason: "fixed-a-fault" };
const N: Judged = { verdict: "noise", reason: "self-healed" };
const U: Judged = { verdict: "unclear", reason: null };
const T: Judged = { verdict: "noise", reason: "test" };
const NOT_YET: Judged = { verdict: null, reason: null };

describe("the verdict of an interruption", () => {
  it.each<[string, Judged[], ReturnType<typeof interruptionVerdict>]>([
    ["one noise page", [N], "noise"],
    ["noise pages alone", [N, N], "noise"],
    ["noise and a test", [N, T], "noise"],
    ["tests alone", [T, T], "test"],
    ["one actionable page among noise", [N, A, N], "actionable"],
    ["an actionable page and one not judged yet", [A, NOT_YET], "actionable"],
    ["noise and unclear", [N, U], "unclear"],
    ["a test and unclear", [T, U], "unclear"],
    ["unclear alone", [U], "unclear"],
    ["noise and one not judged yet", [N, NOT_YET], null],
    ["one not judged yet", [NOT_YET], null],
  ])("of %s", (_name, judged, expected) => {
    for (const order of [judged, judged.toReversed()]) {
      const pages = new Map(order.map((each, index) => [`p${index}`, each]));
      expect(interruptionVerdict({ pageKeys: [...pages.keys()] }, pages)).toBe(expected);
    }
  });

  it("of a page that nobody knows is not known", () => {
    expect(interruptionVerdict({ pageKeys: ["gone"] }, new Map())).toBeNull();
  });
});

const NONE = { sleep: 0, off: 0, business: 0, total: 0 };
const NO_PAGES = { actionable: 0, noise: 0, unclear: 0, unclassified: 0, test: 0 };
const NO_SHARE = { value: null, low: null, high: null, of: 0, n: 0 };

function rowOf(signature: string, more: Partial<SignatureRow> = {}): SignatureRow {
  return {
    id: `id of ${signature}`,
    signature,
    title: signature,
    provider: "pagerduty",
    service: null,
    team: null,
    counts: NO_PAGES,
    pages: 1,
    previousPages: null,
    noiseShare: NO_SHARE,
    interruptions: NONE,
    noiseInterruptions: NONE,
    pain: 0,
    withheld: null,
    verdict: "unclear",
    probability: 0.5,
    reason: null,
    reasonPages: 0,
    byPerson: false,
    lastPagedAt: "2026-10-20T00:00:00.000Z",
    trend: [],
    ...more,
  };
}

function totalsOf(more: Partial<NoiseTotals> = {}): NoiseTotals {
  return {
    pages: 0,
    counts: NO_PAGES,
    noiseShare: NO_SHARE,
    unclearShare: NO_SHARE,
    signatures: 0,
    interruptions: NONE,
    noiseInterruptions: NONE,
    estimatedInterruptions: 0,
    disruptedNights: 0,
    peopleWoken: 0,
    timeToAcknowledge: {
      medianSeconds: null,
      p95Seconds: null,
      meanSeconds: null,
      acknowledged: 0,
      neverAcknowledged: 0,
      notKnown: 0,
    },
    withheld: null,
    ...more,
  };
}

/** Alerts with so many sleep-hour interruptions each; those in the set are noise. */
function leadFor(sleeps: readonly number[], noisy: readonly number[] = []): string | null {
  const all = sleeps.reduce((sum, n) => sum + n, 0);
  const rows = sleeps.map((sleep, index) =>
    rowOf(`v1:${String(index).padStart(2, "0")}`, {
      interruptions: { ...NONE, sleep, total: sleep },
      verdict: noisy.includes(index) ? "noise" : "actionable",
    }),
  );
  return leadOf(rows, totalsOf({ pages: 1, interruptions: { ...NONE, sleep: all, total: all } }))?.text ?? null;
}

describe("the first sentence", () => {
  it.each<[string, number[], number[], string]>([
    [
      "one noisy alert with half of the load",
      [5, 3, 2],
      [0],
      "1 alert caused 50 % of sleep-hour interruptions (5 of 10). It is noise.",
    ],
    [
      "one alert that is no noise",
      [6, 4],
      [],
      "1 alert caused 60 % of sleep-hour interruptions (6 of 10). It is not noise by what we know.",
    ],
    [
      "two, just under half for the first",
      [4, 4, 1],
      [0, 1],
      "2 alerts caused 89 % of sleep-hour interruptions (8 of 9). Both are noise.",
    ],
    [
      "three, all noise",
      [2, 2, 2, 2, 2, 2],
      [0, 1, 2, 3, 4, 5],
      "3 alerts caused 50 % of sleep-hour interruptions (6 of 12). All of them are noise.",
    ],
    [
      "three, one of them noise",
      [2, 2, 2, 2, 2, 2],
      [1],
      "3 alerts caused 50 % of sleep-hour interruptions (6 of 12). 1 of them is noise.",
    ],
    [
      "three, two of them noise",
      [2, 2, 2, 2, 2, 2],
      [0, 1],
      "3 alerts caused 50 % of sleep-hour interruptions (6 of 12). 2 of them are noise.",
    ],
    [
      "three, none of them noise",
      [2, 2, 2, 2, 2, 2],
      [],
      "3 alerts caused 50 % of sleep-hour interruptions (6 of 12). None of them is noise by what we know.",
    ],
    [
      "five at most",
      Array<number>(20).fill(1),
      [],
      "5 alerts caused 25 % of sleep-hour interruptions (5 of 20). None of them is noise by what we know.",
    ],
  ])("of %s", (_name, sleeps, noisy, text) => {
    expect(leadFor(sleeps, noisy)).toBe(text);
  });

  it("speaks of interruptions where nobody slept, of pages where nobody was interrupted, else of nothing", () => {
    const row = rowOf("v1:0", { pages: 3, interruptions: { ...NONE, off: 2, total: 2 } });
    const interruptions = { ...NONE, off: 2, total: 2 };
    expect(leadOf([row], totalsOf({ pages: 3, interruptions }))?.text).toMatch(
      /^1 alert caused 100 % of interruptions \(2 of 2\)/,
    );
    expect(leadOf([row], totalsOf({ pages: 3 }))?.text).toMatch(/^1 alert caused 100 % of pages \(3 of 3\)/);
    expect(leadOf([], totalsOf())).toBeNull();
  });
});

const RANGE = {
  from: "2026-10-19T00:00:00.000Z",
  to: "2026-10-26T00:00:00.000Z",
  zone: "UTC",
  label: "19 – 25 Oct 2026",
};

function reportOf(more: Partial<NoiseReport> = {}): NoiseReport {
  const base = { range: RANGE, previousRange: null, totals: totalsOf(), previous: null, lead: null };
  return {
    ...base,
    signatures: [],
    people: [],
    unnamed: { people: 0, interruptions: NONE },
    classifierVersion: 1,
    ...more,
  };
}

const personOf = (name: string): PersonRow => ({
  id: name,
  name,
  team: null,
  zone: null,
  pages: 1,
  interruptions: NONE,
  noiseInterruptions: 0,
  disruptedNights: 0,
  estimated: 0,
});

/** Cells of a line of a Markdown table: split at bars without a backslash. */
const cellsOf = (line: string) => line.split(/(?<!\\)(?:\\\\)*\|/).slice(1, -1);

describe("the report as Markdown", () => {
  const HOSTILE = "a | b\n| --- |\r\n# <script>alert(1)</script> [x](http://evil) `code` **b** \\|";

  it("keeps its table whatever a title holds", () => {
    const titles = fc.oneof(
      fc.constant(HOSTILE),
      fc.string({ unit: fc.constantFrom(...Array.from("|\\\n\r`*_[]<>#-a ")), maxLength: 20 }),
    );
    const unchanged = reportToMarkdown(reportOf({ signatures: [rowOf("x")], people: [personOf("y")] })).split("\n");
    fc.assert(
      fc.property(titles, titles, (title, name) => {
        const row = rowOf("x", { title, service: title });
        const lines = reportToMarkdown(reportOf({ signatures: [row], people: [personOf(name)] })).split("\n");
        expect(lines).toHaveLength(unchanged.length);
        lines.forEach((line, index) => {
          expect(cellsOf(line)).toHaveLength(cellsOf(unchanged[index] ?? "").length);
        });
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it("shows markup of a title as text", () => {
    const text = reportToMarkdown(reportOf({ signatures: [rowOf("x", { title: HOSTILE })] }));
    expect(text).not.toContain("<script>");
    expect(text).toContain("\\<script\\>");
    expect(text).not.toMatch(/[^\\]\[x\]\(/);
  });

  it("says what is not known instead of a zero", () => {
    const text = reportToMarkdown(reportOf());
    expect(text).toContain("No page in this range.");
    expect(text).toContain("| Noise share | not known of 0 judged |");
    expect(text).toContain("median not measured, p95 not measured, n = 0");
  });

  it("lists 25 alerts and counts the rest", () => {
    const signatures = Array.from({ length: 27 }, (_, i) => rowOf(`alert ${i}`));
    const text = reportToMarkdown(reportOf({ signatures }));
    expect(text).toContain("| alert 24 |");
    expect(text).not.toContain("| alert 25 |");
    expect(text).toContain("2 more alerts.");
  });

  it.each([
    [0, "0 s"],
    [59.4, "59 s"],
    [59.5, "1 min 0 s"],
    [3599.4, "59 min 59 s"],
    [3600, "1 h 0 min"],
    [7859, "2 h 10 min"],
    [null, "not measured"],
  ])("writes %s seconds as %s", (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});

describe("the report for a terminal", () => {
  it("lets no title steer it, reorder a line or add one", () => {
    const title = "\u001b[31mred\u001b]0;x\u0007\u009b2J\r\nnext\u202eesrever\u2028line";
    const text = reportToText(reportOf({ signatures: [rowOf("x", { title })], people: [personOf(title)] }));
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
    expect(text.split("\n")).toHaveLength(
      reportToText(reportOf({ signatures: [rowOf("x")], people: [personOf("y")] })).split("\n").length,
    );
  });

  it("cuts a long title without breaking a character", () => {
    const text = reportToText(reportOf({ signatures: [rowOf("x", { title: "😀".repeat(80) })] }));
    expect(text.isWellFormed()).toBe(true);
    expect(text).toContain("…");
  });
});

it("cuts a range into equal slices that leave nothing out", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 1000, max: 1e11 }), (from, length) => {
      const bounds = equalSlices({ from, to: from + length }, 12);
      expect([bounds.length, bounds[0], bounds[12]]).toEqual([13, from, from + length]);
      for (let i = 1; i <= 12; i += 1)
        expect(Math.abs((bounds[i] ?? 0) - (bounds[i - 1] ?? 0) - length / 12)).toBeLessThanOrEqual(1);
    }),
    { seed: 1 },
  );
});
