import { beforeAll, describe, expect, it } from "vitest";
import { flagFigures, silenceFigures } from "./flag-figures";
import { middleOf } from "./labels";
import { taskFigures } from "./task-baselines";
import { trendTrials } from "./trend-trials";
import { foldedBefore, judgeWorld, type Outcome, type World, worldOf } from "./world";

let world: World;
let outcomes: Outcome[] = [];
beforeAll(() => {
  world = worldOf("one");
  outcomes = judgeWorld(world);
});

describe("findings beside simple rules", () => {
  it("count pages of the pattern alike for each rule, and find them all where all are found", () => {
    const figures = taskFigures([{ outcomes, zone: world.known.zone }]);
    const cases = new Map(figures.map(({ task, cases: count }) => [task, count]));
    expect(figures.every(({ task, cases: count }) => cases.get(task) === count)).toBe(true);
    const knowing = outcomes.map((outcome) => ({
      ...outcome,
      findings: outcome.findings.filter(
        ({ detector }) => detector !== "flapping" || outcome.truth.patterns.includes("flapping"),
      ),
      judgement: { ...outcome.judgement, reason: outcome.truth.patterns[0] ?? outcome.truth.reasons[0] },
    }));
    const flapping = taskFigures([{ outcomes: knowing, zone: world.known.zone }]).find(
      ({ task, by }) => task === "flapping" && by === "engine",
    );
    expect(flapping?.precision).toBe(1);
    expect(figures.find(({ by }) => by === "3 in an hour")?.recall).toBeGreaterThan(0.8);
  });
});

describe("trends on made-up rates", () => {
  it("are steady where nothing changed, more often than a fixed ratio says", () => {
    const claimed = new Map(trendTrials(60).map((trial) => [trial.name, trial.claimed]));
    expect(claimed.get("louder: steady, 1 a day")).toBeLessThanOrEqual(1);
    expect(claimed.get("louder: tripled 14 days ago, 1 a day")).toBeGreaterThan(
      claimed.get("baseline, twice the rate in 7 d of 28 d: tripled 14 days ago, 1 a day") ?? 60,
    );
  });
});

describe("flags and silences", () => {
  it("come after so many pages, and seldom on what is real", () => {
    const { noisyAlerts, flagged, medianPages, falsePer100AlertsAndMonth } = flagFigures([{ outcomes, days: 112 }]);
    expect(flagged).toBeLessThanOrEqual(noisyAlerts);
    // 4 labels of noise in a row flag an alert; an inferred one weighs .3.
    expect(medianPages).toBeGreaterThanOrEqual(12);
    expect(falsePer100AlertsAndMonth.value).toBeLessThan(1);
  });

  it("are decided on what was known then", () => {
    const at = middleOf(world);
    const { known, folded } = foldedBefore(world, at);
    expect(known.events.every((event) => event.at < at)).toBe(true);
    expect(known.changes.every(({ startsAt, endsAt }) => startsAt < at && (endsAt ?? 0) < at)).toBe(true);
    expect(folded.length).toBeLessThan(world.folded.length);
    const { silences, hid, days } = silenceFigures([world]);
    expect(days).toBe(7 * silences);
    expect(hid).toBeLessThanOrEqual(silences);
  });
});
