import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calibrated, calibrationSentence, fitCalibration, NOT_CALIBRATED } from "./fit-calibration";
import { applyIsotonic, fitIsotonic } from "./isotonic";
import type { Scored } from "./scored";

const scored = (probability: number, outcome: 0 | 1, weight = 1): Scored => ({ probability, outcome, weight });

/** Actionable ones stated higher on the whole, but not always. */
function labels(actionable: number, noise: number): Scored[] {
  const spread = (index: number) => 0.3 + 0.1 * (index % 6);
  return [
    ...Array.from({ length: actionable }, (_, index) => scored(spread(index) + 0.1, 1)),
    ...Array.from({ length: noise }, (_, index) => scored(spread(index), 0)),
  ];
}

describe("fitIsotonic", () => {
  it("pools what falls: 0 1 0 1 1 becomes 0 .5 .5 1 1", () => {
    const fit = fitIsotonic([0, 1, 0, 1, 1].map((outcome, index) => scored((index + 1) / 10, outcome as 0 | 1)));
    expect(fit.seen).toEqual([0, 0.5, 1]);
    [0.1, 0.25, 0.45].forEach((stated, index) => {
      expect(fit.stated[index]).toBeCloseTo(stated, 12);
    });
  });

  it("is straight between the middles and level beyond them", () => {
    const fit = { stated: [0.2, 0.6], seen: [0.1, 0.9] };
    [
      [0, 0.1],
      [0.2, 0.1],
      [0.4, 0.5],
      [0.6, 0.9],
      [1, 0.9],
    ].forEach(([probability, seen]) => {
      expect(applyIsotonic(fit, probability ?? 0)).toBeCloseTo(seen ?? 0, 12);
    });
  });

  it("never falls, keeps the mean, and does not care for order", () => {
    const page = fc.record({
      probability: fc.integer({ min: 0, max: 20 }).map((twentieths) => twentieths / 20),
      outcome: fc.constantFrom(0 as const, 1 as const),
      weight: fc.constantFrom(1, 0.5),
    });
    fc.assert(
      fc.property(fc.array(page, { minLength: 1, maxLength: 60 }), (pages) => {
        const { stated, seen } = fitIsotonic(pages);
        for (let index = 1; index < seen.length; index += 1) {
          expect(seen[index]).toBeGreaterThan(seen[index - 1] ?? 1);
          expect(stated[index]).toBeGreaterThan(stated[index - 1] ?? 1);
        }
        const other = fitIsotonic(pages.toReversed());
        expect(other.seen.length).toBe(seen.length);
        other.seen.forEach((share, index) => {
          expect(share).toBeCloseTo(seen[index] ?? -1, 10);
        });
      }),
    );
  });
});

describe("fitCalibration", () => {
  it.each([
    [179, 20, "none"],
    [180, 20, "platt"],
    [181, 19, "none"],
    [20, 180, "platt"],
    [19, 181, "none"],
    [499, 500, "platt"],
    [500, 500, "isotonic"],
  ])("%s actionable and %s noise: %s", (actionable, noise, kind) => {
    expect(fitCalibration(labels(actionable, noise)).kind).toBe(kind);
  });

  it("counts a gesture over many pages as five verdicts", () => {
    const gesture = Array.from({ length: 60 }, (_, index) => scored(0.3 + (index % 5) / 100, 0, 5 / 60));
    expect(fitCalibration([...labels(100, 94), ...gesture])).toMatchObject({ kind: "none", labels: 199 });
    expect(fitCalibration([...labels(100, 95), ...gesture])).toMatchObject({ kind: "platt", labels: 200 });
  });

  it("does not turn the order round", () => {
    const turned = labels(150, 150).map((each) => ({ ...each, probability: 1 - each.probability }));
    const calibration = fitCalibration(turned);
    expect(calibration).toMatchObject({ kind: "none", why: "does not rise with the labels" });
    expect(calibrated(calibration, 0.3)).toBe(0.3);
    expect(calibrationSentence(calibration)).toBe(
      "Not calibrated: on 300 verdicts higher probabilities were not right more often.",
    );
  });

  it("is never certain", () => {
    const clear = [
      ...Array.from({ length: 600 }, () => scored(0.1, 0)),
      ...Array.from({ length: 600 }, () => scored(0.9, 1)),
    ];
    const calibration = fitCalibration(clear);
    expect(calibrated(calibration, 0)).toBeCloseTo(1 / 1202, 12);
    expect(calibrated(calibration, 1)).toBeCloseTo(1201 / 1202, 12);
  });

  it("says so as long as it does not calibrate", () => {
    expect(calibrationSentence(NOT_CALIBRATED)).toBe(
      "Not calibrated yet: 0 verdicts (0 actionable, 0 noise); it takes 200 with 20 of each.",
    );
    expect(calibrationSentence(fitCalibration(labels(100, 100)))).toBe(
      "Calibrated by Platt's scaling on 200 verdicts.",
    );
  });
});
