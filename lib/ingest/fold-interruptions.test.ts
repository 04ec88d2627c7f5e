import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Channel } from "@/lib/model/page-event";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { placeInstant } from "@/lib/time/hour-rules";
import { foldInterruptions, type PageNotification } from "./fold-interruptions";

const zones = [{ fromAt: Number.NEGATIVE_INFINITY, zone: "Europe/Berlin", holidays: null }] as const;
const clock = (at: number) => placeInstant(at, { hours: DEFAULT_SETTINGS.hours, zones });
const T0 = Date.parse("2026-11-16T12:00:00Z");
const ping = (seconds: number, channel: Channel = "push", pageKey = "P1"): PageNotification => {
  return { person: "ann", at: T0 + seconds * 1000, channel, estimated: false, pageKey };
};
const count = (...pings: PageNotification[]) => foldInterruptions(pings, clock).length;

describe("interruptions", () => {
  it.each([
    [59, 1],
    [60, 1],
    [61, 2],
  ])("a gap of %s s makes %s", (gap, expected) => expect(count(ping(0), ping(gap))).toBe(expected));

  it("is a chain, not a window", () => {
    expect(count(ping(0), ping(50), ping(100), ping(150), ping(210))).toBe(1);
    expect(count(ping(0), ping(50), ping(111))).toBe(2);
  });

  it.each<[Channel, number]>([
    ["push", 1],
    ["sms", 1],
    ["phone", 1],
    ["email", 0],
    ["chat", 0],
    ["unknown", 1],
  ])("%s counts %s", (channel, expected) => expect(count(ping(0, channel))).toBe(expected));

  it("an e-mail does not hold a chain together", () => expect(count(ping(0), ping(50, "email"), ping(100))).toBe(2));

  it("holds all pages and channels together, the first page first", () => {
    const [only, ...rest] = foldInterruptions(
      [ping(40, "phone", "P1"), ping(0, "sms", "P2"), ping(20, "push", "P1")],
      clock,
    );
    expect(rest).toEqual([]);
    expect(only).toEqual({
      person: "ann",
      at: T0,
      pageKeys: ["P2", "P1"],
      hourClass: "business",
      localDate: "2026-11-16",
      localHour: 13,
      hourStartedAt: T0,
      night: null,
      estimated: false,
    });
  });

  it("is estimated where any part of it is, and where the channel may have been silent", () => {
    const estimated = { ...ping(10, "unknown"), estimated: true };
    expect(foldInterruptions([ping(0), estimated], clock)[0]?.estimated).toBe(true);
    expect(foldInterruptions([ping(0, "unknown")], clock)[0]?.estimated).toBe(true);
  });

  it("takes its night and hour from the zone of the person", () => {
    const at = Date.parse("2026-10-25T01:30:00Z");
    const [night] = foldInterruptions([{ ...ping(0), at }], clock);
    expect(night).toMatchObject({ hourClass: "sleep", night: "2026-10-24", localDate: "2026-10-25", localHour: 2 });
    expect(night?.hourStartedAt).toBe(Date.parse("2026-10-25T01:00:00Z"));
  });

  it("is the same for any order and redelivery", () => {
    const pings = fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 400 }),
        fc.constantFrom<Channel>("push", "sms", "email"),
        fc.constantFrom("P1", "P2"),
      ),
    );
    fc.assert(
      fc.property(
        pings.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          const build = (list: typeof all) => list.map(([seconds, channel, page]) => ping(seconds, channel, page));
          const expected = foldInterruptions(build(all), clock);
          expect(foldInterruptions(build(shuffled), clock)).toEqual(expected);
          expect(foldInterruptions([...build(all), ...build(shuffled)], clock)).toEqual(expected);
        },
      ),
      { numRuns: 200, seed: 3 },
    );
  });
});
