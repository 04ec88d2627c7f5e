import { describe, expect, it } from "vitest";
import { drawsOf } from "@/lib/noise/test-pages";
import { DEFAULT_WEIGHTS, DEFAULTS } from "./default-weights";
import { ANY_PAGE, FEATURES } from "./features";
import { FIRST_MODEL, type Lesson, refit, stateOf } from "./model";
import { modelSentences } from "./model-sentences";

const FLEETING = FEATURES.indexOf("fleeting");

/** Pages whose record says nothing and whose feature says much; the regression stated it to `sure`. */
function lessons(count: number, changed: (index: number) => Partial<Lesson> = () => ({})): Lesson[] {
  const draw = drawsOf(2);
  return Array.from({ length: count }, (_, index) => {
    const fleeting = draw() < 0.5 ? 1 : 0;
    const outcome = draw() < (fleeting ? 0.1 : 0.7) ? 1 : 0;
    const row = { at: [0, ANY_PAGE, FLEETING], value: [0, 1, fleeting] };
    const lesson = {
      pageKey: `p${index}`,
      signature: `s${index % 40}`,
      team: "core",
      row,
      outcome,
      weight: 1,
    } as const;
    return { ...lesson, prior: 0.5, logistic: fleeting ? 0.15 : 0.65, ...changed(index) };
  });
}
const evidence = (fleeting: number, team: string | null = "core") => {
  const row = { at: [ANY_PAGE, FLEETING], value: [1, fleeting] };
  return { team, prior: 0.5, labels: [0, 0, 0], row };
};

describe("the predictor's model", () => {
  it("at first says what the record of the alert says", () => {
    const stated = stateOf(FIRST_MODEL, { ...evidence(1), prior: 0.2, labels: [Math.log(0.25), -1, 0.4] });
    expect(stated).toMatchObject({ probability: 0.2, from: "prior", calibration: "none", modelAt: null });
    // Of what the regression begins with, only worth so far and what stands in the row speak.
    const worth = { ...evidence(1), labels: [0, 0, 0, -1, -2] };
    const said =
      -1 * (DEFAULT_WEIGHTS["worth so far"] ?? 0) - 2 * (DEFAULT_WEIGHTS["worth so far, against the team"] ?? 0);
    expect(stateOf(FIRST_MODEL, worth).logistic).toBeCloseTo(1 / (1 + Math.exp(-said)), 12);
    expect(modelSentences(FIRST_MODEL)).toEqual([
      "Predictions are the record of each alert alone: nobody has judged a page yet.",
      "Not calibrated yet: 0 verdicts (0 actionable, 0 noise); it takes 200 with 20 of each.",
    ]);
  });

  it("lets the regression speak once it has won, and calibrates it from 200 verdicts", () => {
    const [early, later] = [refit(lessons(120), 7), refit(lessons(400), 8)];
    expect(early).toMatchObject({ at: 7, lessons: 120, uses: "logistic", calibration: { logistic: { kind: "none" } } });
    expect(later.calibration.logistic.kind).toBe("platt");
    expect(stateOf(later, evidence(1)).probability).toBeLessThan(0.2);
    expect(stateOf(later, evidence(0)).probability).toBeGreaterThan(0.5);
    expect(modelSentences(later)[0]).toMatch(
      /^Predictions are those of the regression: it beats .* on the last 200 verdicts/,
    );
  });

  it("takes a word against a sure statement for a slip, so that slips do not make what is rare frequent", () => {
    // One fleeting page in twenty is called actionable by a slip; none was.
    const slipped = (said: number) =>
      refit(
        lessons(400, (index) => ({
          row: { at: [0, ANY_PAGE, FLEETING], value: [0, 1, index % 2] },
          outcome: index % 2 === 0 || index % 40 === 1 ? 1 : 0,
          logistic: index % 2 === 0 ? 0.7 : said,
        })),
        8,
      );
    const statedOf = (said: number) => stateOf(slipped(said), evidence(1)).logistic;
    expect(statedOf(0.01)).toBeLessThan(0.8 * statedOf(0.5));
  });

  it("stays with the record of the alert where the regression is no better", () => {
    const model = refit(
      lessons(300, () => ({ logistic: 0.5 })),
      8,
    );
    expect(model.uses).toBe("prior");
    expect(stateOf(model, evidence(1)).from).toBe("prior");
    expect(modelSentences(model)[0]).toMatch(/has not clearly beaten it on the last 200 verdicts/);
  });

  it("falls back in a team where it does worse than the plain share, and says so", () => {
    const odd = (index: number): Partial<Lesson> =>
      index % 5 === 0 ? { team: "odd", logistic: index % 2 ? 0.75 : 0.25 } : {};
    const model = refit(lessons(500, odd), 8);
    expect(model.teams.map(({ team, labels, fellBack }) => [team, labels, fellBack])).toEqual([
      ["core", 400, false],
      ["odd", 100, true],
    ]);
    expect(model.teams[0]?.skill).toBeGreaterThan(0.1);
    expect(model.teams[1]?.skill).toBeLessThan(0);
    expect(stateOf(model, evidence(1, "odd"))).toMatchObject({ from: "prior", probability: 0.5, fellBack: true });
    expect(stateOf(model, evidence(1, "core"))).toMatchObject({ from: "logistic", fellBack: false });
    expect(modelSentences(model).at(-1)).toMatch(
      /^In team odd the model did worse than the plain share \(Brier skill -/,
    );
  });

  it("does not judge a team by fewer than 50 verdicts", () => {
    const odd = (index: number): Partial<Lesson> =>
      index < 49 ? { team: "odd", logistic: index % 2 ? 0.75 : 0.25 } : {};
    expect(refit(lessons(500, odd), 8).teams.at(-1)).toMatchObject({ team: "odd", labels: 49, fellBack: false });
  });

  it("knows no skill of a team whose pages were all alike", () => {
    const model = refit(
      lessons(120, () => ({ outcome: 0, team: null })),
      8,
    );
    expect(model.teams).toEqual([{ team: null, labels: 120, skill: null, priorSkill: null, fellBack: false }]);
  });

  it("begins with weights of features that there are", () => {
    expect(Object.keys(DEFAULT_WEIGHTS).filter((name) => !FEATURES.includes(name))).toEqual([]);
    expect(DEFAULTS.filter((weight) => weight !== 0)).toHaveLength(Object.keys(DEFAULT_WEIGHTS).length - 1);
    expect(FIRST_MODEL.weights).toEqual(DEFAULTS);
  });

  it("is pulled towards what it began with: few words move it little, many much", () => {
    const moved = (count: number) => {
      const { weights } = refit(lessons(count), 8);
      return Math.abs((weights[FLEETING] ?? 0) - (DEFAULTS[FLEETING] ?? 0));
    };
    expect(moved(20)).toBeLessThan(0.5);
    expect(moved(1_000)).toBeGreaterThan(1.5);
    expect(moved(20)).toBeLessThan(moved(200));
  });

  it("is the same model of the same lessons", () => expect(refit(lessons(250), 8)).toEqual(refit(lessons(250), 8)));
});
