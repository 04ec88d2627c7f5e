import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { groupBy } from "@/lib/model/group-by";
import { NOISE_REASONS, REASONS, verdictOf } from "@/lib/model/verdict";
import { importsOf } from "@/lib/source-text";
import { offsetAt } from "@/lib/time/boundaries";
import { diceOf } from "./dice";
import { type Simulation, simulate } from "./simulate";
import { HARD_NEGATIVES, KNOWLEDGE } from "./truth";

let worlds: Simulation[] = [];
beforeAll(() => {
  worlds = ["a", "b", "c"].map((seed) => simulate(seed));
});

describe("a simulated organisation", () => {
  it("is the same for the same seed, and another for another", () => {
    expect(simulate("a")).toEqual(worlds[0]);
    expect(worlds[1]?.truths.length).not.toBe(worlds[0]?.truths.length);
  });

  it("has a truth for each page that is told, and no other", () => {
    for (const { events, truths } of worlds) {
      const told = new Set(events.map(({ pageKey }) => pageKey));
      expect(new Set(truths.map(({ pageKey }) => pageKey))).toEqual(told);
      expect(truths.length).toBe(told.size);
    }
  });

  it("tells every event once, and nothing before a page opens but its notes", () => {
    for (const { events } of worlds) {
      const keys = events.map(({ pageKey, eventKey, person }) => `${pageKey}|${eventKey}|${person}`);
      expect(new Set(keys).size).toBeGreaterThan(0.999 * keys.length);
      for (const own of groupBy(events, ({ pageKey }) => pageKey).values()) {
        const opensAt = own.find(({ kind }) => kind === "triggered")?.at ?? Number.NaN;
        expect(own.filter(({ at }) => at < opensAt)).toEqual([]);
      }
    }
  });

  it("spans a change of the clock", () => {
    for (const { from, to, zone } of worlds) expect(offsetAt(from, zone)).not.toBe(offsetAt(to, zone));
  });
});

describe("the truth", () => {
  it("has reasons of its verdict, the pattern reasons among them where they hold", () => {
    for (const truth of worlds.flatMap(({ truths }) => truths)) {
      for (const reason of truth.reasons) expect(verdictOf(reason)).toBe(truth.verdict);
      if (truth.verdict === "noise") expect(truth.reasons).toEqual(expect.arrayContaining([...truth.patterns]));
      expect(new Set(truth.reasons).size).toBe(truth.reasons.length);
    }
  });

  it("links a duplicate to a page of the same alert that opened before", () => {
    for (const { truths } of worlds) {
      const byKey = new Map(truths.map((truth) => [truth.pageKey, truth]));
      const order = new Map(truths.map(({ pageKey }, index) => [pageKey, index]));
      for (const truth of truths.filter(({ duplicateOf }) => duplicateOf !== null)) {
        const first = byKey.get(truth.duplicateOf ?? "");
        expect(first?.alert).toBe(truth.alert);
        expect(order.get(first?.pageKey ?? "")).toBeLessThan(order.get(truth.pageKey) ?? 0);
      }
    }
  });

  it("calls nothing self-healed that a person ended", () => {
    for (const { patterns, endedByPerson } of worlds.flatMap(({ truths }) => truths)) {
      if (endedByPerson) expect(patterns).not.toContain("self-healed");
    }
  });

  it("knows every reason, every hard negative, every kind of source and six cultures", () => {
    const truths = worlds.flatMap((world) => world.truths);
    const seen = truths.filter(({ isUnseen }) => !isUnseen);
    expect([...new Set(seen.map(({ reasons: [main] }) => main))].sort()).toEqual([...REASONS].sort());
    expect(new Set(truths.map(({ knowledge }) => knowledge))).toEqual(new Set(KNOWLEDGE));
    expect(new Set(seen.map(({ culture }) => culture)).size).toBe(6);
    const tags = new Set(
      ["d", "e", "f", "g", "h"]
        .flatMap((seed) => simulate(seed).truths)
        .concat(truths)
        .map((it) => it.hardNegative),
    );
    expect(HARD_NEGATIVES.filter((tag) => !tags.has(tag))).toEqual([]);
  });

  it("keeps the unseen family apart from every other", () => {
    const truths = worlds.flatMap((world) => world.truths);
    const unseen = new Set(truths.filter(({ isUnseen }) => isUnseen).map(({ family }) => family));
    const seen = new Set(truths.filter(({ isUnseen }) => !isUnseen).map(({ family }) => family));
    expect([...unseen].filter((family) => seen.has(family))).toEqual([]);
    expect(unseen.size).toBeGreaterThanOrEqual(8);
  });
});

describe("it is hard", () => {
  it("lets the same alert be real and not", () => {
    const alerts = [
      ...groupBy(
        worlds.flatMap(({ truths }) => truths),
        ({ alert }) => alert,
      ).values(),
    ];
    const shares = alerts
      .filter((pages) => pages.length >= 8)
      .map((pages) => pages.filter(({ verdict }) => verdict === "actionable").length / pages.length);
    const mixed = shares.filter((share) => share >= 0.05 && share <= 0.7);
    expect(mixed.length).toBeGreaterThan(0.25 * shares.length);
  });

  it("lets notes lie, and real faults clear without a word", () => {
    for (const { events, truths } of worlds) {
      const real = new Set(truths.filter(({ verdict }) => verdict === "actionable").map(({ pageKey }) => pageKey));
      const noted = new Set(events.filter(({ note }) => note !== undefined).map(({ pageKey }) => pageKey));
      const cleared = new Set(
        events.filter(({ kind, by }) => kind === "resolved" && by === "automation").map((it) => it.pageKey),
      );
      const wordless = [...real].filter((key) => cleared.has(key) && !noted.has(key)).length;
      const chatter = [...noted].filter((key) => !real.has(key)).length;
      expect(wordless / real.size).toBeGreaterThan(0.1);
      expect(chatter).toBeGreaterThan(20);
    }
  });

  it("keeps noise common and actionable pages no rarity", () => {
    for (const { truths } of worlds) {
      const share = truths.filter(({ verdict }) => verdict === "noise").length / truths.length;
      expect(share).toBeGreaterThan(0.55);
      expect(share).toBeLessThan(0.85);
      expect(NOISE_REASONS.filter((reason) => !truths.some(({ reasons }) => reasons.includes(reason)))).toEqual([]);
    }
  });
});

describe("dice", () => {
  it("are the same for a seed, and apart for another name", () => {
    const draw = (name: string) => {
      const dice = diceOf(name);
      return Array.from({ length: 5 }, () => dice.next());
    };
    expect(draw("x")).toEqual(draw("x"));
    expect(draw("x")).not.toEqual(draw("y"));
  });

  it("have the means that they say", () => {
    const dice = diceOf("means");
    const mean = (next: () => number) => Array.from({ length: 20_000 }, next).reduce((a, b) => a + b, 0) / 20_000;
    expect(mean(() => dice.next())).toBeCloseTo(0.5, 1);
    expect(mean(() => dice.wait(7))).toBeGreaterThan(6.7);
    expect(mean(() => dice.wait(7))).toBeLessThan(7.3);
    expect(mean(() => dice.normal(3, 2))).toBeCloseTo(3, 1);
    expect(mean(() => Math.log(dice.spread(1, Math.E ** 2)))).toBeCloseTo(1, 1);
  });
});

it("shares nothing with the judge: neither imports the other", () => {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const targets = (folder: string) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.ts$/.test(name) && !/\.test\.ts$/.test(name))
      .flatMap((name) => importsOf(readFileSync(join(root, folder, name), "utf8")).map(({ from }) => from));
  const ofSimulator = targets("lib/simulator").filter((from) => from.startsWith("@/"));
  expect(ofSimulator.filter((from) => !/^@\/lib\/(model|time|simulator)\//.test(from))).toEqual([]);
  expect(targets("lib/noise").filter((from) => /simulator|evaluation/.test(from))).toEqual([]);
  expect(targets("lib/ingest").filter((from) => /simulator|evaluation/.test(from))).toEqual([]);
});
