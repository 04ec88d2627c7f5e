import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldInterruptions, type PageNotification } from "@/lib/ingest/fold-interruptions";
import type { Treatment } from "@/lib/model/treatment";
import type { History, HistoryNotification, HistoryOpening } from "./history";
import { replay } from "./replay";
import { simulate, simulateMany } from "./simulate";
import { CLOCKS, DAY, HOUR, historyOf, MINUTE, MONDAY, opening, ringing } from "./test-history";

const ALL = { from: MONDAY, to: MONDAY + 90 * DAY };
const hold = (holdMinutes: number): Treatment => ({ kind: "hold", holdMinutes });
const other = (minute: number, person = "ann"): HistoryNotification => ({
  person,
  at: MONDAY + minute * MINUTE,
  estimated: false,
});
const effectOf = (history: History, treatment: Treatment, range = ALL) =>
  simulate(history, treatment, range, CLOCKS).effect;

describe("an example by hand: one night of an alert, held for 5 minutes", () => {
  // 03:00 clears after 2 min; 03:10 is real and lasts; 04:00 clears after 4 min and was worth it; 05:00 nobody knows.
  const night = [
    ringing(180, 182),
    ringing(190, 250, { verdict: "actionable", incident: "db" }),
    ringing(240, 244, { verdict: "actionable" }),
    ringing(300, 301, { verdict: "unclear" }),
    ringing(600, 603, { person: "bob" }),
  ];
  // Another alert rings at 03:00:30 too, so that the first one is no interruption less.
  const history = historyOf(night, { others: [{ ...other(180), at: MONDAY + 180 * MINUTE + 30_000 }] });
  const found = simulate(history, hold(5), ALL, CLOCKS);

  it("counts what would have gone and what would have come late", () => {
    expect(found.effect).toEqual({
      ...ALL,
      openings: 5,
      actionable: 2,
      unclear: 1,
      noise: 2,
      removed: 4,
      removedActionable: { worst: 2, best: 1 },
      delayed: 1,
      delayedActionable: 1,
      // 04:00 and 05:00 of ann, 10:00 of bob; 03:00 rings all the same, 03:10 rings at 03:15.
      interruptionsSaved: 3,
      sleepInterruptionsSaved: 2,
      nightsSaved: 0,
      estimated: false,
    });
  });
  it("lists each actionable page that is lost or late, and the unclear ones", () => {
    const keys = (list: readonly { opening: HistoryOpening }[]) => list.map((each) => each.opening.openedAt - MONDAY);
    expect(keys(found.lost)).toEqual([240 * MINUTE]);
    expect(keys(found.late)).toEqual([190 * MINUTE]);
    expect(keys(found.unclear)).toEqual([300 * MINUTE]);
    expect(found.joined).toEqual([]);
  });
  it("tells how late", () => {
    const five = { n: 1, p50Ms: 5 * MINUTE, p95Ms: 5 * MINUTE, maxMs: 5 * MINUTE };
    expect(found.delays).toEqual({ pages: five, incidents: five });
  });
  it("tells what each person is spared", () => {
    expect(found.people).toEqual([
      { person: "ann", sleep: 2, off: 0, business: 0, nights: 0, estimated: false },
      { person: "bob", sleep: 0, off: 0, business: 1, nights: 0, estimated: false },
    ]);
  });
  it("saves the night with a drop, but for the other alert", () => {
    expect(effectOf(history, { kind: "drop" }).nightsSaved).toBe(0);
    expect(effectOf(historyOf(night), { kind: "drop" }).nightsSaved).toBe(1);
  });
});

describe("interruptions", () => {
  it("move with a delay, and take a new hour class", () => {
    // 07:57 in sleep hours; held for 5 minutes it rings at 08:02, in business hours.
    const { people, effect } = simulate(historyOf([ringing(477, 600)]), hold(5), ALL, CLOCKS);
    expect(people).toEqual([{ person: "ann", sleep: 1, off: 0, business: -1, nights: 1, estimated: false }]);
    expect(effect).toMatchObject({ interruptionsSaved: 0, sleepInterruptionsSaved: 1, nightsSaved: 1 });
  });
  it("are more than before where a delay moves one into the night", () => {
    const { effect } = simulate(historyOf([ringing(22 * 60 - 2, 23 * 60)]), hold(5), ALL, CLOCKS);
    expect(effect).toMatchObject({ interruptionsSaved: 0, sleepInterruptionsSaved: -1, nightsSaved: -1 });
  });
  it("fall apart where the middle of a chain goes", () => {
    const at = (seconds: number) => [{ person: "ann", at: MONDAY + seconds * 1_000, estimated: false }];
    const middle = opening(0, 1, { notifications: at(50) });
    const history = historyOf([middle], { others: [...at(0), ...at(100)] });
    expect(effectOf(history, { kind: "drop" }).interruptionsSaved).toBe(-1);
  });
  it("of a ticket are none, also for what could wait", () => {
    const waits = ringing(180, 600, { verdict: "actionable", reason: "could-wait" });
    const { effect, late, lost } = simulate(historyOf([waits]), { kind: "ticket" }, ALL, CLOCKS);
    expect(effect).toMatchObject({
      removed: 0,
      delayed: 1,
      delayedActionable: 1,
      interruptionsSaved: 1,
      nightsSaved: 1,
    });
    expect([lost.length, late[0]?.delayMs]).toEqual([0, 5 * HOUR]);
  });
  it("are estimated where one of them is", () => {
    const guessed = opening(0, 1, { notifications: [{ ...other(0), estimated: true }] });
    expect(effectOf(historyOf([guessed]), hold(5)).estimated).toBe(true);
  });
});

describe("what is gone is priced", () => {
  it.each<[string, Treatment, Partial<HistoryOpening>, { worst: number; best: number }]>([
    ["noise", hold(5), {}, { worst: 0, best: 0 }],
    ["unclear", hold(5), { verdict: "unclear" }, { worst: 1, best: 0 }],
    ["actionable", hold(5), { verdict: "actionable" }, { worst: 1, best: 1 }],
    ["noise that was acknowledged", hold(5), { acknowledged: true }, { worst: 1, best: 0 }],
    ["the same by a person's word", hold(5), { acknowledged: true, judgedByPerson: true }, { worst: 0, best: 0 }],
    ["dropped noise that was acknowledged", { kind: "drop" }, { acknowledged: true }, { worst: 0, best: 0 }],
    ["dropped noise that a person ended", { kind: "drop" }, { endedBy: "person" }, { worst: 1, best: 0 }],
    ["the same as a ticket", { kind: "ticket" }, { endedBy: "person" }, { worst: 1, best: 0 }],
    [
      "the same by a person's word",
      { kind: "drop" },
      { endedBy: "person", judgedByPerson: true },
      { worst: 0, best: 0 },
    ],
  ])("%s", (_, treatment, more, bounds) => {
    expect(effectOf(historyOf([opening(0, 1, more)]), treatment).removedActionable).toEqual(bounds);
  });

  it("a joined actionable page is listed apart, and counted among those gone", () => {
    const flapping = [opening(0, 1), opening(2, 3, { verdict: "actionable" })];
    const found = simulate(historyOf(flapping), { kind: "merge", mergeMinutes: 5 }, ALL, CLOCKS);
    expect([found.joined.length, found.lost.length, found.effect.removedActionable.best]).toEqual([1, 0, 1]);
  });

  it("the first page of an incident may be late though its own page is on time", () => {
    const incident = [opening(0, 1, { incident: "x" }), opening(2, 60, { verdict: "actionable", incident: "x" })];
    const found = simulate(historyOf(incident), hold(1.5), ALL, CLOCKS);
    expect(found.delays?.incidents?.maxMs).toBe(3.5 * MINUTE);
  });
});

it("counts openings of the range alone, half-open, and leaves the others as they were", () => {
  const history = historyOf([ringing(0, 1), ringing(60, 61), ringing(120, 121)]);
  const hour = { from: MONDAY + HOUR, to: MONDAY + 2 * HOUR };
  expect(effectOf(history, hold(5), hour)).toMatchObject({
    openings: 1,
    removed: 1,
    interruptionsSaved: 1,
    nightsSaved: 0,
  });
});

const anyOpening = fc
  .record({
    from: fc.integer({ min: 0, max: 2_880 }),
    length: fc.integer({ min: 0, max: 40 }),
    person: fc.constantFrom("ann", "bob"),
    signature: fc.constantFrom("a", "b"),
    endedBy: fc.constantFrom("source", "source", "source", "person", "timeout"),
    verdict: fc.constantFrom("noise", "actionable", "unclear"),
  })
  .map(({ from, length, ...more }) => ringing(from, from + length, more));
const anyHistory = fc
  .tuple(fc.array(anyOpening, { maxLength: 25 }), fc.array(fc.integer({ min: 0, max: 5_760 }), { maxLength: 25 }))
  .map(([openings, halves]) => historyOf(openings, { others: halves.map((half) => other(half / 2)) }));
const minutes = fc.integer({ min: 1, max: 40 });
const anyTreatment: fc.Arbitrary<Treatment> = fc.oneof(
  minutes.map(hold),
  minutes.map((mergeMinutes): Treatment => ({ kind: "merge", mergeMinutes })),
  fc.constant<Treatment>({ kind: "drop" }),
  fc.constant<Treatment>({
    kind: "window",
    zone: "Europe/London",
    quiet: [{ weekday: 0, fromMinute: 120, toMinute: 1_300 }],
  }),
);

describe("any history", () => {
  it("has each opening removed, delayed or kept", () =>
    fc.assert(
      fc.property(anyHistory, anyTreatment, (history, treatment) => {
        const { openings, removed, delayed } = effectOf(history, treatment);
        const fates = replay(history.openings, treatment, CLOCKS);
        const kept = fates.filter(({ kind }) => kind === "kept").length;
        expect(removed + delayed + kept).toBe(openings);
        expect(openings).toBe(history.openings.length);
      }),
    ));

  it("saves what folding all notifications from scratch says", () =>
    fc.assert(
      fc.property(anyHistory, anyTreatment, (history, treatment) => {
        const [before, after] = [folded(history, null), folded(history, treatment)];
        expect(effectOf(history, treatment)).toMatchObject({
          interruptionsSaved: before.all - after.all,
          sleepInterruptionsSaved: before.sleep - after.sleep,
          nightsSaved: before.nights - after.nights,
        });
      }),
    ));

  it("gives as fact what it gave as forecast, on the same pages in another order", () =>
    fc.assert(
      fc.property(anyHistory, anyTreatment, (history, treatment) => {
        const again = { ...history, openings: history.openings.toReversed(), others: history.others.toReversed() };
        expect(effectOf(again, treatment)).toEqual(effectOf(history, treatment));
      }),
    ));

  it("gives for several alerts with one treatment what it gives for all of them with that treatment", () =>
    fc.assert(
      fc.property(anyHistory, anyTreatment, (history, treatment) => {
        const each = new Map(["a", "b"].map((signature) => [signature, treatment]));
        expect(simulateMany(history, each, ALL, CLOCKS).effect).toEqual(effectOf(history, treatment));
      }),
    ));
});

/** Independent of the books: every notification of everybody, folded anew. Of people whom the openings rang. */
function folded({ openings, others }: History, treatment: Treatment | null) {
  const fates = treatment === null ? null : replay(openings, treatment, CLOCKS);
  const rang = new Set(openings.flatMap(({ notifications }) => notifications.map(({ person }) => person)));
  const ours = openings.flatMap(({ notifications }, index) => {
    const fate = fates?.[index] ?? { kind: "kept" as const };
    if (fate.kind === "kept") return notifications;
    return fate.kind === "delayed" ? notifications.map((each) => ({ ...each, at: each.at + fate.delayMs })) : [];
  });
  const sum = { all: 0, sleep: 0, nights: 0 };
  for (const person of rang) {
    const own = [...ours, ...others].filter((each) => each.person === person);
    const loud = own.map((each): PageNotification => ({ ...each, channel: "push", pageKey: "" }));
    const interruptions = foldInterruptions(loud, CLOCKS.placeOf(person));
    const asleep = interruptions.filter(({ hourClass }) => hourClass === "sleep");
    sum.all += interruptions.length;
    sum.sleep += asleep.length;
    sum.nights += new Set(asleep.map(({ night }) => night)).size;
  }
  return sum;
}
