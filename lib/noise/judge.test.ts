import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Page } from "@/lib/model/page";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import type { Judgement, PersonVerdict, Vote } from "@/lib/model/verdict";
import { bounded } from "./case";
import type { History } from "./history";
import { type JudgedSignature, judgeSignature } from "./judge";
import { DEFAULT_WEIGHTS } from "./signs";
import { DAY, drawsOf, historyOf, type PageSketch, pageOf, START } from "./test-pages";
import { CLASSIFIER_VERSION } from "./version";
import { whyOf } from "./why-of";

/** Everything at once; what is told of a verdict is told of that verdict. */
function explained({ findings, inferred, explain }: JudgedSignature) {
  const judgements = inferred.map((_, place) => explain(place));
  expect(
    judgements.map(({ pageKey, verdict, probability, reason }) => ({ pageKey, verdict, probability, reason })),
  ).toEqual(inferred);
  return { findings, judgements };
}

const judgeAll = (pages: readonly Page[], rest: Partial<History> = {}) =>
  explained(judgeSignature(historyOf(pages, rest), DEFAULT_SETTINGS));

function judgeOne(sketch: PageSketch, others: readonly Page[] = [], rest: Partial<History> = {}): Judgement {
  const found = judgeAll([...others, pageOf({ ...sketch, key: "x" })], rest).judgements.find(
    ({ pageKey }) => pageKey === "x",
  );
  if (!found) throw new Error("not judged");
  return found;
}

const weights = ({ votes }: Judgement) =>
  Object.fromEntries(votes.map(({ family, weight }): [Vote["family"], number] => [family, weight]));
const LONG_NOTE = "restarted the stuck worker";

describe("action evidence beats every pattern", () => {
  it.each<[string, PageSketch, boolean]>([
    [
      "a note of 21 characters",
      { by: "person", actions: [{ kind: "resolved", minute: 3, note: "x".repeat(21) }] },
      true,
    ],
    [
      "a note of 20 characters",
      { by: "person", actions: [{ kind: "resolved", minute: 3, note: "x".repeat(20) }] },
      false,
    ],
    [
      "a note with a noise phrase",
      { by: "person", actions: [{ kind: "resolved", minute: 3, note: "false alarm again, nothing to do here" }] },
      false,
    ],
    [
      "the note of a person, cleared by the source",
      { actions: [{ kind: "annotated", minute: 1, note: LONG_NOTE }] },
      false,
    ],
    ["two people engaged", { open: 30, actions: [{ minute: 1 }, { kind: "joined", minute: 2, person: "bob" }] }, true],
    ["one person twice", { open: 30, actions: [{ minute: 1 }, { kind: "annotated", minute: 2 }] }, false],
    [
      "one engaged, another closed it",
      { open: 5, by: "person", actions: [{ minute: 1 }, { kind: "resolved", minute: 5, person: "bob" }] },
      false,
    ],
    [
      "two of unknown kind",
      {
        open: 30,
        actions: [
          { minute: 1, by: "unknown" },
          { kind: "annotated", minute: 2, by: "unknown", person: "bob" },
        ],
      },
      false,
    ],
    ["escalated by hand", { open: 30, actions: [{ kind: "escalated", minute: 1 }] }, true],
    [
      "escalated by timeout",
      { open: 30, actions: [{ kind: "escalated", minute: 1, by: "automation", person: null }] },
      false,
    ],
    ["merged by a person", { by: "merge", mergedInto: "q", actions: [{ kind: "merged", minute: 1 }] }, false],
  ])("%s: %s", (_, sketch, proves) => {
    const judged = judgeOne(sketch);
    expect(judged.decidedBy === "action-evidence").toBe(proves);
    if (!proves) return;
    expect(judged).toMatchObject({ verdict: "actionable", reason: "fixed-a-fault" });
    expect(judged.probability).toBeGreaterThanOrEqual(0.95);
  });

  it("a flapping alert with a real fix is actionable and flapping", () => {
    const flaps = [0, 10, 20].map((at) => pageOf({ at }));
    const fixed = {
      at: 30,
      open: 4,
      by: "person" as const,
      actions: [{ kind: "resolved" as const, minute: 4, note: LONG_NOTE }],
    };
    const { judgements, findings } = judgeAll([...flaps, pageOf({ ...fixed, key: "x" })]);
    const judged = judgements.find(({ pageKey }) => pageKey === "x");
    expect(judged).toMatchObject({ verdict: "actionable", reason: "fixed-a-fault" });
    expect(judged?.findings.map((index) => findings[index]?.detector)).toContain("flapping");
    expect(judged?.sentence).toBe("Actionable, fixed-a-fault: closed by a person with a note of 26 characters.");
    expect(judgements.filter(({ verdict, reason }) => verdict === "noise" && reason === "flapping")).toHaveLength(3);
  });

  it("closing in bulk proves nothing and is no vote", () => {
    const sketch: PageSketch = { open: 5, by: "person", actions: [{ kind: "resolved", minute: 5, note: LONG_NOTE }] };
    const judged = judgeOne(sketch, [], { bulkClosed: new Set(["x"]) });
    expect(judged.decidedBy).toBe("votes");
    expect(weights(judged)).toEqual({});
  });

  it("real, could wait: first work more than four hours after it was taken", () => {
    const escalation = { kind: "escalated" as const, person: "ann" };
    const at = (hours: number) =>
      judgeOne({ open: 900, by: "person", actions: [{ minute: 5 }, { ...escalation, minute: 5 + hours * 60 }] });
    expect(at(4).reason).toBe("fixed-a-fault");
    expect(at(4.1).reason).toBe("could-wait");
    expect(
      judgeOne({
        open: 900,
        by: "person",
        facts: { priority: "P1" },
        actions: [{ minute: 5 }, { ...escalation, minute: 305 }],
      }).reason,
    ).toBe("fixed-a-fault");
  });
});

describe("votes", () => {
  it.each<[string, PageSketch, Partial<Record<Vote["family"], number>>]>([
    ["cleared in under 5 min, never acknowledged", { open: 4.9 }, { outcome: -2.5, response: -2.5 }],
    ["cleared after 5 min, never acknowledged", { open: 5 }, { response: -2.5 }],
    ["cleared 1:59 after acknowledging", { open: 9, actions: [{ minute: 7.02 }] }, { response: -2.5 }],
    ["cleared 2:00 after acknowledging", { open: 9, actions: [{ minute: 7 }] }, {}],
    ["engaged for 10 min", { open: 11, actions: [{ minute: 1 }] }, { response: 1.5 }],
    ["engaged for 9:59", { open: 10.98, actions: [{ minute: 1 }] }, {}],
    [
      "closed by a person without a note",
      { open: 5, by: "person", actions: [{ kind: "resolved", minute: 5 }] },
      { response: 0.4 },
    ],
    [
      "one below the top priority",
      { open: 20, by: "person", facts: { priority: "p2" }, actions: [{ kind: "resolved", note: "ok" }] },
      { severity: 0.5 },
    ],
    [
      "two below the top priority",
      { open: 20, by: "person", facts: { priority: "P3" }, actions: [{ kind: "resolved", note: "ok" }] },
      {},
    ],
    [
      "not production",
      { open: 20, by: "person", facts: { environment: "qa" }, actions: [{ kind: "resolved", note: "ok" }] },
      { context: -4 },
    ],
    [
      "only the title names a test",
      { open: 20, by: "person", facts: { title: "test" }, actions: [{ kind: "resolved", note: "ok" }] },
      {},
    ],
    [
      "a note calls it noise",
      { open: 20, by: "person", actions: [{ kind: "resolved", note: "known issue" }] },
      { text: -2.5 },
    ],
    [
      "the title is information",
      { open: 20, by: "person", facts: { title: "Backup successful" }, actions: [{ kind: "resolved", note: "x" }] },
      { text: -2.5 },
    ],
    ["merged", { by: "merge", mergedInto: "q" }, { repetition: -4 }],
  ])("%s", (_, sketch, expected) => expect(weights(judgeOne(sketch))).toEqual(expected));

  it("of a family only the strongest counts, and of a sum over four a fiftieth of what is over it", () => {
    const judged = judgeOne({ open: 3, facts: { environment: "qa", title: "all ok" } });
    expect(weights(judged)).toEqual({ outcome: -2.5, response: -2.5, context: -4, text: -2.5 });
    expect(judged.probability).toBeCloseTo(1 / (1 + Math.exp(4 + (11.5 - 4) / 50)), 10);
  });

  it.each([
    [0, 0],
    [3.99, 3.99],
    [4, 4],
    [4.5, 4.01],
    [-4, -4],
    [-9, -4.1],
  ])("a sum of %d counts as %d", (sum, counted) => {
    expect(bounded(sum)).toBeCloseTo(counted, 12);
  });

  it("a single -4 on an even prior is .018", () => {
    const judged = judgeOne({ by: "merge", mergedInto: "q" });
    expect(judged.probability).toBeCloseTo(0.018, 4);
    expect(judged).toMatchObject({
      verdict: "noise",
      reason: "duplicate",
      sentence: "Noise, duplicate: merged into page q.",
    });
  });
});

describe("noise needs a reason, and some pages are never noise by inference", () => {
  it("self-healed: the sentence has its numbers", () => {
    const pages = Array.from({ length: 20 }, (_, index) =>
      pageOf({ at: index * 1500 + (index % 7) * 97, open: index < 14 ? 3 : 30 }),
    );
    const { judgements, findings } = judgeAll(pages);
    expect(judgements[0]).toMatchObject({
      verdict: "noise",
      reason: "self-healed",
      classifierVersion: CLASSIFIER_VERSION,
    });
    expect(judgements[0]?.sentence).toBe(
      "Noise, self-healed: cleared by its source 3 min after it opened, nobody acted; 14 of 20 pages of this alert did the same.",
    );
    expect(findings.find(({ detector }) => detector === "self-healed")?.facts).toEqual({ selfHealed: 14, pages: 20 });
    expect(judgeOne({ open: 3 }).sentence).toMatch(/; the only page of this alert\.$/);
  });

  it.each<[string, PageSketch, PageSketch[], string]>([
    [
      "flapping",
      { at: 21 },
      [{ at: 0 }, { at: 10 }],
      "Noise, flapping: the alert opened 3 times in 21 min; median 7 min from a clear to the next opening, over 2 clears.",
    ],
    [
      "stale",
      { open: null, by: "still-open" },
      [{ at: -5000 }],
      "Noise, stale: open for more than a day, nobody active on it for 4 d.",
    ],
    [
      "test",
      { open: 30, facts: { environment: "qa" } },
      [],
      'Noise, test: environment "qa" is not production, 1 of 1 page.',
    ],
    [
      "scheduled",
      { at: 7 * 1440, open: 20 },
      [0, 1, 2, 3, 4, 5, 6].map((day) => ({ at: day * 1440 + (day % 2), open: 20 })),
      "Noise, scheduled: fires by the clock: on 8 of 8 days, 02:00-02:01 UTC; nobody engaged.",
    ],
    [
      "ignored",
      { at: 9000, open: 200 },
      [0, 777, 1900, 4100, 6005].map((at) => ({ at, open: 200 })),
      "Noise, ignored: never acknowledged; 6 of 6 pages of this alert got no response.",
    ],
  ])("%s: the sentence tells facts only", (reason, sketch, others, sentence) => {
    const judged = judgeOne(sketch, others.map(pageOf), { knownUntil: START + 4 * DAY });
    expect(judged).toMatchObject({ verdict: "noise", reason });
    expect(judged.sentence).toBe(sentence);
  });

  it("a top priority stays unclear and says why", () => {
    const judged = judgeOne({ facts: { priority: "p1" } });
    expect(judged).toMatchObject({ verdict: "unclear", reason: null });
    expect(judged.sentence).toMatch(/^Unclear: it ended in p1, which only a person may call noise; probability \d+ %/);
  });

  it.each<[string, PageSketch, Judgement["verdict"]]>([
    ["held for under 10 min", { open: 11.9, by: "person", actions: [{ minute: 2 }] }, "noise"],
    ["held for 10 min and closed by hand", { open: 12, by: "person", actions: [{ minute: 2 }] }, "unclear"],
    ["held for 2 h and closed by hand", { open: 122, by: "person", actions: [{ minute: 2 }] }, "unclear"],
    ["tidied up later", { open: 122.1, by: "person", actions: [{ minute: 2 }] }, "noise"],
    ["cleared by its source", { open: 60, actions: [{ minute: 2 }] }, "noise"],
    ["closed by nobody knows whom", { open: 60, by: "unknown", actions: [{ minute: 2, by: "unknown" }] }, "unclear"],
  ])("by its clock alone no page is noise that may have been a job run again: %s", (_, sketch, verdict) => {
    // All nights but this one are ended by nobody's hand within minutes.
    const nights = Array.from({ length: 40 }, (_, day) => pageOf({ at: day * 1440, open: 4 }));
    const judged = judgeOne({ at: 40 * 1440, facts: { title: "nightly export: no data" }, ...sketch }, nights);
    expect([judged.verdict, judged.reason]).toEqual([verdict, verdict === "noise" ? "scheduled" : null]);
    if (verdict !== "unclear") return;
    expect(judged.sentence).toMatch(/but somebody held it for \d.* and closed it by hand, as is done with a job/);
    expect(judged.wouldChange).toMatch(/Noise only by a person's word\.$/);
  });

  it("cleared at once twice within the hour: no pattern, no noise", () => {
    const judged = judgeOne({ at: 30 }, [pageOf()]);
    expect(judged).toMatchObject({ verdict: "unclear", reason: null });
    expect(judged.sentence).toContain("but no pattern names a reason");
  });

  it.each<[string, PageSketch, Judgement["decidedBy"], RegExp]>([
    [
      "neither end nor acknowledgement",
      { by: "unknown", known: false },
      "too-little-known",
      /does not tell who or what ended it, and the source does not tell ack/,
    ],
    [
      "open, acknowledgement unknown",
      { by: "still-open", open: null, known: false },
      "too-little-known",
      /it has no end yet/,
    ],
    ["cleared, acknowledgement unknown", { known: false }, "votes", /not told: whether anyone acknowledged it\.$/],
    ["acknowledgement known, end unknown", { by: "unknown" }, "votes", /not told: who or what ended it\.$/],
  ])("%s is unclear and says what is missing", (_, sketch, decidedBy, sentence) => {
    const judged = judgeOne(sketch);
    expect(judged).toMatchObject({ verdict: "unclear", reason: null, decidedBy });
    expect(judged.sentence).toMatch(sentence);
  });

  it("a page ended by a person or an unknown is never self-healed, whatever else", () => {
    const anyPage = fc.record({
      at: fc.integer({ min: 0, max: 20_000 }),
      open: fc.constantFrom(1, 3, 4.9, 5, 30, 2000),
      by: fc.constantFrom<Page["endedBy"]>("source", "person", "unknown", "timeout"),
      known: fc.boolean(),
      facts: fc.constantFrom({}, { priority: "P1" }, { priority: "P2" }, { environment: "qa" }, { title: "ok" }),
      actions: fc.constantFrom([], [{ minute: 1 }], [{ kind: "annotated" as const, minute: 2, note: "noise" }]),
    });
    fc.assert(
      fc.property(fc.array(anyPage, { minLength: 1, maxLength: 25 }), (sketches) => {
        const pages = sketches.map((sketch) => pageOf(sketch));
        const { judgements, findings } = judgeAll(pages);
        const byKey = new Map(pages.map((page) => [page.pageKey, page]));
        for (const { pageKey, verdict, reason, probability, findings: own } of judgements) {
          const page = byKey.get(pageKey);
          if (reason === "self-healed") expect(page?.endedBy).toBe("source");
          if (page?.facts.priority === "P1") expect(verdict).not.toBe("noise");
          if (verdict === "noise") expect(own.some((index) => findings[index]?.detector === reason)).toBe(true);
          expect(probability).toBeGreaterThan(0);
          expect(probability).toBeLessThan(1);
        }
        expect(judgeAll(pages.toReversed())).toEqual({ judgements, findings });
      }),
      { numRuns: 200, seed: 6 },
    );
  });
});

describe("what people said moves the pages around", () => {
  const months = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      pageOf({
        key: `k${index}`,
        at: index * 1601,
        open: 30,
        by: "person",
        actions: [{ kind: "resolved", note: "ok" }],
      }),
    );
  const said = (verdict: PersonVerdict["verdict"], count: number) =>
    new Map(
      Array.from({ length: count }, (_, index): [string, PersonVerdict] => [
        `k${index}`,
        { verdict, reason: null, note: null },
      ]),
    );

  it("noise labels pull, actionable labels push, the labelled page itself is not its own witness", () => {
    const at = (labels: Map<string, PersonVerdict>) =>
      judgeAll(months(12), { labels }).judgements.map(({ probability }) => probability);
    const neutral = at(new Map());
    expect(neutral.every((probability) => probability === 0.5)).toBe(true);
    expect(at(said("noise", 10))[11]).toBeLessThan(0.12);
    expect(at(said("actionable", 10))[11]).toBeGreaterThan(0.88);
    expect(at(said("actionable", 1))[0]).toBe(0.5);
  });

  it("a verdict does not depend on when it is asked for", () => {
    const pages = months(12);
    const now = judgeAll(pages, { labels: said("noise", 4), knownUntil: START + 20 * DAY }).judgements;
    const later = judgeAll(pages, { labels: said("noise", 4), knownUntil: START + 900 * DAY }).judgements;
    expect(later).toEqual(now);
  });
});

describe("counter-evidence, what would change it, and the pages used", () => {
  it("an actionable page keeps what speaks against it", () => {
    const judged = judgeOne({
      open: 3,
      by: "person",
      facts: { environment: "qa" },
      actions: [{ kind: "resolved", minute: 3, note: LONG_NOTE }],
    });
    expect(judged.against).toEqual([{ family: "context", weight: -4, sign: "not-production" }]);
    expect(judged.against.map(whyOf)).toEqual(["not production"]);
    expect(judged.wouldChange).toBeNull();
  });

  it("a covered vote of the other side is told as well", () => {
    const judged = judgeOne({ open: 30, facts: { priority: "P2", environment: "qa" }, actions: [{ minute: 1 }] });
    expect(judged.verdict).toBe("unclear");
    expect(judged.against).toEqual([]);
    const noise = judgeOne({ by: "merge", mergedInto: "q", facts: { priority: "P2" } });
    expect(noise).toMatchObject({ verdict: "noise", reason: "duplicate" });
    expect(noise.against.map(({ sign }) => sign)).toEqual(["one-below-top"]);
    expect(noise.wouldChange).toBe(
      'Without "opened while the same problem was open, or merged" it would be unclear, at 62 %. So would 3 of its other pages judged actionable.',
    );
  });

  it("noise that no single vote decides", () => {
    const judged = judgeOne({ open: 3, facts: { environment: "qa", title: "Backup ok" } });
    expect(judged.wouldChange).toBe("7 of its other pages judged actionable would make it unclear.");
  });

  it("says what an unclear page lacks", () => {
    expect(judgeOne({ by: "unknown", known: false }).wouldChange).toMatch(/^It could be judged if the source told/);
    expect(judgeOne({ facts: { priority: "P1" } }).wouldChange).toMatch(/Noise only by a person's word\.$/);
    expect(judgeOne({ at: 30 }, [pageOf()]).wouldChange).toMatch(/Noise once a pattern names the reason\.$/);
    expect(judgeOne({ open: 30, by: "person", actions: [{ kind: "resolved", note: "ok" }] }).wouldChange).toBe(
      "Actionable with a note of what was done and a close by hand, or with 1 of its other pages judged so. Noise once 8 of its other pages are judged noise and a pattern names the reason.",
    );
  });

  it("the number of verdicts that it names is the number that it takes", () => {
    const quiet = (key: string, at: number) =>
      pageOf({
        key,
        at,
        open: 30,
        by: "person",
        facts: { environment: "qa" },
        actions: [{ kind: "resolved", note: "ok" }],
      });
    const pages = [quiet("x", 0), ...Array.from({ length: 40 }, (_, index) => quiet(`k${index}`, (index + 1) * 70))];
    const verdictWith = (count: number) => {
      const labels = new Map(
        Array.from({ length: count }, (_, index): [string, PersonVerdict] => [
          `k${index}`,
          { verdict: "actionable", reason: null, note: null },
        ]),
      );
      const found = judgeSignature(historyOf(pages, { labels }), DEFAULT_SETTINGS).explain(0);
      return {
        verdict: found?.verdict,
        more: Number(/(\d+) of its other pages judged actionable/.exec(found?.wouldChange ?? "")?.[1]),
      };
    };
    expect(verdictWith(0)).toEqual({ verdict: "noise", more: 6 });
    expect(verdictWith(5)).toEqual({ verdict: "noise", more: 1 });
    expect(verdictWith(6).verdict).toBe("unclear");
  });

  it("names the page that a duplicate repeats, and its neighbours in the finding", () => {
    const judged = judgeOne({ at: 5 }, [pageOf({ key: "first", open: 60 }), pageOf({ key: "other", at: 9 })]);
    expect(judged).toMatchObject({ reason: "duplicate", usedPages: ["first", "other"] });
    const many = judgeOne(
      { at: 13, open: 2 },
      Array.from({ length: 40 }, (_, index) => pageOf({ key: `n${index}`, at: index * 9, open: 2 })),
    );
    expect(many.reason).toBe("flapping");
    expect(many.usedPages).toHaveLength(10);
  });
});

describe("weights and thresholds are parameters", () => {
  it("a refitted weight counts, one of nought is no vote", () => {
    const judgedWith = (fleeting: number) =>
      judgeSignature(historyOf([pageOf()]), DEFAULT_SETTINGS, undefined, {
        ...DEFAULT_WEIGHTS,
        unanswered: -1,
        fleeting,
      }).explain(0);
    expect(judgedWith(-1)?.votes.find(({ sign }) => sign === "fleeting")?.weight).toBe(-1);
    expect(judgedWith(-1)?.verdict).toBe("unclear");
    expect(judgedWith(0)?.votes.map(({ sign }) => sign)).toEqual(["unanswered"]);
  });

  it("a team's threshold wins over the workspace's, and the workspace's over the default", () => {
    const settings = {
      ...DEFAULT_SETTINGS,
      thresholds: { "self-healed": { withinMinutes: 2 } },
      teamThresholds: { core: { "self-healed": { withinMinutes: 4 } } },
    };
    const of = (team: string) => judgeSignature(historyOf([pageOf({ facts: { team } })]), settings).findings;
    expect(of("web")).toEqual([]);
    expect(of("core")[0]?.thresholds).toEqual({ withinMinutes: 4, afterAcknowledgeMinutes: 2, quietMinutes: 60 });
  });

  it("silence says little in a team that leaves what it works on unacknowledged", () => {
    const cultures = new Map([["core", { worked: 50, workedAcknowledged: 5 }]]);
    const facts = { team: "core" };
    const judged = judgeOne({ open: 30, facts }, [], { surroundings: { cultures } });
    const [vote] = judged.votes;
    expect(vote).toMatchObject({ sign: "unanswered" });
    expect(vote?.weight).toBeGreaterThan(-0.2);
    expect(vote && whyOf(vote)).toBe("no response (this team leaves 90 % of what it works on unacknowledged)");
    expect(weights(judgeOne({ open: 30, facts })).response).toBe(-2.5);
  });
});

describe("speed", () => {
  const draw = drawsOf(42);
  const many = (count: number, spanMinutes: number) =>
    Array.from({ length: count }, (_, index) => {
      const by = (["source", "source", "person", "timeout"] as const)[index % 4];
      return pageOf({ at: draw() * spanMinutes, open: draw() * 20, by, notified: index % 3 > 0 });
    });

  /** Of this process alone: the machine may be busy with other things. */
  const cpuMs = (work: () => void) => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };

  it("31 signatures with 10,000 pages in 2.5 s of processor time, under test", () => {
    const signatures = [many(3000, 130_000), ...Array.from({ length: 30 }, () => many(234, 130_000))];
    const ms = cpuMs(() => {
      for (const pages of signatures) judgeAll(pages, { zone: "Europe/Berlin" });
    });
    expect(ms).toBeLessThan(2500);
  });

  it("grows with the number of pages, not with its square: nobody told, all open at once", () => {
    const crowd = (count: number) =>
      Array.from({ length: count }, (_, index) => pageOf({ at: index / 10, open: 5000, notified: false }));
    const [few, lots] = [crowd(3000), crowd(30_000)];
    judgeAll(few);
    const small = cpuMs(() => judgeAll(few));
    expect(cpuMs(() => judgeAll(lots))).toBeLessThan(40 * Math.max(small, 20));
  });
});
