import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import type { PersonVerdict } from "@/lib/model/verdict";
import { BANDS, logit } from "@/lib/noise/case";
import { judgePages } from "@/lib/noise/judge-pages";
import { DAY, drawsOf, MINUTE, type PageSketch, pageOf, START } from "@/lib/noise/test-pages";
import { whyOf } from "@/lib/noise/why-of";
import { logOddsOf, stepOf } from "./additive-model";
import { FIT_OPTIONS, fitAdditive } from "./fit-additive";
import { LOOKS } from "./looks";
import { LEARNT } from "./weigh-looks";

describe("steps", () => {
  const term = { cuts: [1, 5], logOdds: [-1, 0, 2], unknown: 0.5 };
  it.each([
    [0, -1],
    [1, -1],
    [1.001, 0],
    [5, 0],
    [5.001, 2],
    [Number.NaN, 0.5],
  ])("a value of %d counts %d", (value, expected) => expect(logOddsOf(term, value)).toBe(expected));
  it("no cuts are one step", () => expect(stepOf([], 7)).toBe(0));
});

describe("the fit", () => {
  const draw = drawsOf(7);
  const rows = Array.from({ length: 4000 }, () =>
    Float64Array.from([draw() < 0.4 ? 1 : 0, draw() * 10, draw() < 0.3 ? Number.NaN : draw(), draw()]),
  );
  // The first speaks for it, the second against it beyond 6, the third where it is not told; the fourth says nothing.
  const truth = rows.map(([yes = 0, size = 0, told = 0]) => {
    const odds = -1 + 2.5 * yes - (size > 6 ? 2 : 0) + (Number.isNaN(told) ? 1.5 : 0);
    return draw() < 1 / (1 + Math.exp(-odds));
  });
  const even = rows.map(() => 1);
  const looks = ["yes", "size", "told", "nothing"].map((name) => ({ name, rises: 0 as const }));
  const model = fitAdditive(looks, rows, truth, even);
  const between = (name: string, from: number, to: number) => {
    const term = model.terms[name];
    return term ? logOddsOf(term, to) - logOddsOf(term, from) : 0;
  };

  it("finds what made the truth", () => {
    expect(between("yes", 0, 1)).toBeGreaterThan(2);
    expect(between("yes", 0, 1)).toBeLessThan(3);
    expect(between("size", 3, 9)).toBeLessThan(-1.5);
    expect(Math.abs(between("size", 1, 4))).toBeLessThan(0.4);
    expect(between("told", 0.5, Number.NaN)).toBeGreaterThan(1);
    expect(Math.abs(between("nothing", 0.1, 0.9))).toBeLessThan(0.4);
  });

  it("the same rows give the same model", () => expect(fitAdditive(looks, rows, truth, even)).toEqual(model));

  it("cuts what is seldom there as finely as what always is", () => {
    // There on one page in twenty: it speaks for it from 1 on, and against it below.
    const rare = Array.from({ length: 20_000 }, () => Float64Array.from([draw() < 0.05 ? 0.01 + 2 * draw() : 0]));
    const real = rare.map(([value = 0]) => draw() < (value === 0 ? 0.5 : value > 1 ? 0.8 : 0.2));
    const weights = rare.map(() => 1);
    const steps = fitAdditive([{ name: "rare", rises: 0, zeroIsNothing: true }], rare, real, weights).terms.rare;
    if (!steps) throw new Error("nothing was found");
    expect(logOddsOf(steps, 0)).toBe(0);
    expect(logOddsOf(steps, 0.5)).toBeLessThan(-0.8);
    expect(logOddsOf(steps, 1.5)).toBeGreaterThan(0.8);
  });

  it("keeps the direction that a look may take", () => {
    const wrong = looks.map((look) => (look.name === "size" ? { ...look, rises: 1 as const } : look));
    const kept = fitAdditive(wrong, rows, truth, even, { ...FIT_OPTIONS, rounds: 60 }).terms.size?.logOdds ?? [];
    expect(kept.every((value, step) => step === 0 || value >= (kept[step - 1] ?? 0))).toBe(true);
  });
});

describe("the weights that are shipped", () => {
  it("know only looks that exist, and keep their directions", () => {
    const names = LOOKS.map(({ name }) => name);
    expect(Object.keys(LEARNT.terms).filter((name) => !names.includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, rises } of LOOKS) {
      const { cuts = [], logOdds = [] } = LEARNT.terms[name] ?? {};
      expect(cuts.length, name).toBe(Math.max(0, logOdds.length - 1));
      // Steps are joined and rounded: a hundredth is no direction.
      for (let step = 1; step < logOdds.length; step += 1)
        expect(((logOdds[step] ?? 0) - (logOdds[step - 1] ?? 0)) * rises, name).toBeGreaterThanOrEqual(-0.011);
    }
  });
});

/** A team with enough pages for its habits: real ones are held and noted, the others go away by themselves. */
function team(): { page: ReturnType<typeof pageOf>; signature: string }[] {
  const of = (signature: string, day: number, sketch: PageSketch) => ({
    signature,
    page: pageOf({ key: `${signature} ${day}`, at: (day * DAY) / MINUTE, facts: { team: "core" }, ...sketch }),
  });
  return Array.from({ length: 40 }, (_, day) => [
    of("real", day, {
      at: (day * DAY) / MINUTE + 300,
      open: 50,
      by: "person",
      actions: [{ minute: 4 }, { kind: "resolved", minute: 50, note: "restarted the stuck worker" }],
    }),
    of("blip", day, { at: (day * DAY) / MINUTE + 613 + (day % 7) * 97, open: 2 }),
    of("mixed", day, {
      at: (day * DAY) / MINUTE + 900 + (day % 5) * 77,
      open: 20,
      ...(day % 3 === 0 ? { by: "person", actions: [{ minute: 3 }, { kind: "resolved", minute: 20 }] } : {}),
    }),
  ]).flat();
}

describe("pages of a team whose habits are known", () => {
  const known = { settings: DEFAULT_SETTINGS, zone: "UTC", knownUntil: START + 50 * DAY };
  const pages = team();
  const judged = (labels = new Map<string, PersonVerdict>()) =>
    new Map(judgePages(pages, { ...known, labels }).map((each) => [each.page.pageKey, each.judgement]));

  it("the verdicts are those that anybody would give", () => {
    const all = judged();
    const verdicts = (signature: string) =>
      new Set([...all].filter(([key]) => key.startsWith(signature)).map(([, { verdict }]) => verdict));
    expect(verdicts("real")).toEqual(new Set(["actionable"]));
    expect(verdicts("blip")).toEqual(new Set(["noise"]));
  });

  it("the start and the votes add up, and each vote says why", () => {
    for (const { decidedBy, probability, votes } of judged().values()) {
      expect(votes.every((vote) => whyOf(vote) !== "" && Number.isFinite(vote.weight))).toBe(true);
      if (decidedBy !== "votes") continue;
      const cast = votes.reduce((whole, { weight }) => whole + weight, 0);
      const sum = Math.abs(cast) <= 4 ? cast : Math.sign(cast) * (4 + (Math.abs(cast) - 4) / 50);
      expect(logit(probability) - sum).toBeCloseTo(LEARNT.base, 9);
    }
  });

  it("people's words on other pages of the alert move the start, to either side", () => {
    const said = (verdict: "actionable" | "noise") =>
      new Map([1, 2, 4, 5, 7].map((day) => [`mixed ${day}`, { verdict, reason: null, note: null }]));
    const at = (labels: Map<string, PersonVerdict>) => judged(labels).get("mixed 10")?.probability ?? Number.NaN;
    const before = at(new Map());
    expect(at(said("actionable"))).toBeGreaterThan(before + 0.05);
    expect(at(said("noise"))).toBeLessThan(before);
  });

  it("the vote that is named as deciding does decide", () => {
    for (const { verdict, votes, probability, wouldChange } of judged().values()) {
      const named = /^Without "(.*)" it would be unclear, at (\d+) %/.exec(wouldChange ?? "");
      if (!named || verdict === "unclear") continue;
      const vote = votes.find((each) => whyOf(each) === named[1]);
      const sum = votes.reduce((whole, { weight }) => whole + weight, 0);
      if (!vote || Math.abs(sum) > 4) continue;
      const without = 1 / (1 + Math.exp(-(logit(probability) - vote.weight)));
      expect(Math.round(without * 100)).toBe(Number(named[2]));
      expect(without > BANDS.noiseAtMost && without < BANDS.actionableAtLeast).toBe(true);
    }
  });
});
