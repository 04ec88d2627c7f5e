import { describe, expect, it } from "vitest";
import { daysOf, type PersonInterruption, tallyPerson, wakingAlerts } from "./tally-person";

const HOUR = 3_600_000;
const one = (over: Partial<PersonInterruption>): PersonInterruption => ({
  hourClass: "business",
  localDate: "2026-11-17",
  hourStartedAt: 10 * HOUR,
  night: null,
  restMinutes: null,
  estimated: false,
  verdict: "noise",
  signatureId: "1",
  ...over,
});
const asleep = (night: string, localDate: string, hourStartedAt: number, over: Partial<PersonInterruption> = {}) =>
  one({ hourClass: "sleep", night, localDate, hourStartedAt, ...over });

describe("what a person carried", () => {
  it("has nights of short rest, each once, from one minute under eleven hours on", () => {
    const nights = [
      asleep("2026-11-16", "2026-11-16", 22 * HOUR, { restMinutes: 659 }),
      asleep("2026-11-16", "2026-11-17", 26 * HOUR, { restMinutes: 659 }),
      asleep("2026-11-17", "2026-11-17", 46 * HOUR, { restMinutes: 660 }),
      asleep("2026-11-18", "2026-11-18", 70 * HOUR),
    ];
    expect(tallyPerson(nights)).toMatchObject({ disruptedNights: 3, shortRests: 1 });
  });

  it("is nothing where nothing came", () => {
    expect(tallyPerson([])).toEqual({
      interruptions: { sleep: 0, off: 0, business: 0, total: 0 },
      actionable: 0,
      noise: 0,
      unclear: 0,
      estimated: 0,
      disruptedNights: 0,
      shortRests: 0,
      disruptedHours: 0,
    });
  });

  it("counts a night once however often it was disturbed, and the hour that a clock change repeats twice", () => {
    const tally = tallyPerson([
      asleep("2026-10-24", "2026-10-25", 2 * HOUR),
      asleep("2026-10-24", "2026-10-25", 2 * HOUR),
      asleep("2026-10-24", "2026-10-25", 3 * HOUR),
      asleep("2026-10-25", "2026-10-25", 23 * HOUR),
    ]);
    expect(tally).toMatchObject({ disruptedNights: 2, disruptedHours: 3, interruptions: { sleep: 4, total: 4 } });
  });

  it("holds what is not judged as unclear, and says what is estimated", () => {
    const tally = tallyPerson([one({ verdict: null, estimated: true }), one({ verdict: "unclear" }), one({})]);
    expect(tally).toMatchObject({ actionable: 0, noise: 1, unclear: 2, estimated: 1 });
  });
});

describe("the days of a range", () => {
  it("show quiet days, and a night on the date on which it began", () => {
    const days = daysOf([asleep("2026-11-16", "2026-11-17", 3 * HOUR), one({ localDate: "2026-11-18" })], {
      fromDate: "2026-11-16",
      toDate: "2026-11-19",
    });
    expect(days).toEqual([
      { date: "2026-11-16", sleep: 0, off: 0, business: 0, total: 0, night: true },
      { date: "2026-11-17", sleep: 1, off: 0, business: 0, total: 1, night: false },
      { date: "2026-11-18", sleep: 0, off: 0, business: 1, total: 1, night: false },
    ]);
  });
});

describe("the alerts that woke somebody", () => {
  it("stand by nights, then by interruptions", () => {
    const alerts = wakingAlerts([
      one({ signatureId: "3" }),
      one({ signatureId: "3" }),
      asleep("2026-11-16", "2026-11-17", 1, { signatureId: "2", verdict: "actionable" }),
      one({ signatureId: "1" }),
    ]);
    expect(alerts.map(({ signatureId, nights, noise }) => [signatureId, nights, noise])).toEqual([
      ["2", 1, 0],
      ["3", 0, 2],
      ["1", 0, 1],
    ]);
  });
});
