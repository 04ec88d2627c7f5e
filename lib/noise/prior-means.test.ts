import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import type { PersonVerdict, Verdict } from "@/lib/model/verdict";
import { sceneOf } from "./history";
import { NEUTRAL_PRIOR } from "./prior";
import { halfLifeOf, priorMeans } from "./prior-means";
import { DAY, historyOf, pageOf } from "./test-pages";

const noise: PersonVerdict = { verdict: "noise", reason: null, note: null };
const real: PersonVerdict = { verdict: "actionable", reason: null, note: null };
const daily = (count: number) => Array.from({ length: count }, (_, day) => pageOf({ key: `d${day}`, at: day * 1440 }));
const means = (pages: ReturnType<typeof daily>, labels: [string, PersonVerdict][], inferred: (Verdict | null)[] = []) =>
  priorMeans(sceneOf(historyOf(pages, { labels: new Map(labels) }), DEFAULT_SETTINGS), inferred, NEUTRAL_PRIOR);

describe("priorMeans", () => {
  it("without labels it is the prior", () => expect(means(daily(3), [])).toEqual([0.5, 0.5, 0.5]));

  it("leaves out the page itself, and fades with the time between two pages", () => {
    const [first, second, third] = means(daily(3), [["d0", noise]]);
    const faded = (days: number) => 1 / (2 + 2 ** (-days / 60));
    expect(first).toBe(0.5);
    expect(second).toBeCloseTo(faded(1), 12);
    expect(third).toBeCloseTo(faded(2), 12);
  });

  it("a later label counts like an earlier one, so that a verdict does not depend on the clock", () => {
    const ahead = means(daily(5), [["d4", real]]);
    const behind = means(daily(5), [["d0", real]]);
    expect(ahead).toEqual(behind.toReversed());
  });

  it("adds up like the plain sum over all other pages", () => {
    const pages = daily(30);
    const labels = pages.flatMap(({ pageKey }, index): [string, PersonVerdict][] =>
      index % 3 === 0 ? [[pageKey, index % 2 ? noise : real]] : [],
    );
    const labelled = new Map(labels);
    means(pages, labels).forEach((mean, at) => {
      let [a, n] = [0, 0];
      pages.forEach(({ pageKey }, other) => {
        if (other === at || !labelled.has(pageKey)) return;
        const weight = 2 ** (-Math.abs(other - at) / 60);
        n += weight;
        a += labelled.get(pageKey)?.verdict === "actionable" ? weight : 0;
      });
      expect(mean).toBeCloseTo((a + 1) / (n + 2), 10);
    });
  });

  it("inferred verdicts weigh 0.3 and together at most 15", () => {
    const few = means([pageOf(), pageOf()], [], ["noise", "noise"]);
    expect(few[0]).toBeCloseTo(1 / 2.3, 10);
    const many = Array.from({ length: 2000 }, (_, index) => pageOf({ at: index }));
    expect(
      means(
        many,
        [],
        many.map(() => "noise"),
      )[1000],
    ).toBeCloseTo(1 / 17, 3);
  });

  it("unclear says nothing, a test says nothing of the alert", () => {
    const unclear: PersonVerdict = { verdict: "unclear", reason: null, note: null };
    expect(means(daily(2), [["d0", unclear]], ["noise", "unclear"])).toEqual([0.5, 0.5]);
    expect(means(daily(2), [["d0", { ...noise, reason: "test" }]])).toEqual([0.5, 0.5]);
  });

  it("a rare alert keeps its labels: 20 median gaps, at least 60 days", () => {
    expect(halfLifeOf([0])).toBe(60 * DAY);
    expect(halfLifeOf([0, DAY, 2 * DAY])).toBe(60 * DAY);
    expect(halfLifeOf([0, 10 * DAY, 30 * DAY, 60 * DAY])).toBe(400 * DAY);
    expect(halfLifeOf([0, 10 * DAY, 30 * DAY])).toBe(300 * DAY);
  });
});
