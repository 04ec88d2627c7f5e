import { describe, expect, it } from "vitest";
import { survivalOf } from "./survival";
import { HOUR, MONDAY, opening } from "./test-history";

const TO = MONDAY + 24 * HOUR;
const curve = (...openings: ReturnType<typeof opening>[]) => survivalOf(openings, TO);

describe("the survival curve", () => {
  it("falls by Kaplan and Meier, where censored openings leave without a fall", () => {
    // Lengths 1, 2, 2 (by a person), 4, 5: 4/5, then 3/4 of it, then 1/2 of that, then 0.
    const found = curve(
      opening(0, 1),
      opening(0, 2),
      opening(0, 2, { endedBy: "person" }),
      opening(0, 4),
      opening(0, 5),
    );
    expect(found).toMatchObject({ openings: 5, cleared: 4, censored: 1, unknown: 0 });
    expect(found.points.map(({ seconds, atRisk }) => [seconds, atRisk])).toEqual([
      [0, 5],
      [60, 4],
      [120, 3],
      [240, 1],
      [300, 0],
    ]);
    const shares = [1, 0.8, 0.6, 0.3, 0];
    for (const [index, { open }] of found.points.entries()) expect(open).toBeCloseTo(shares[index] ?? Number.NaN, 12);
  });
  it("equals the plain share where everything cleared", () => {
    const found = curve(...[1, 2, 3, 4].map((length) => opening(0, length)));
    expect(found.points.map(({ open }) => open)).toEqual([1, 0.75, 0.5, 0.25, 0].map((share) => expect.closeTo(share)));
  });
  it("takes what is still open as lasting to the end of what is recorded", () => {
    const found = curve(opening(0, null), opening(0, 1));
    expect(found).toMatchObject({ censored: 1, cleared: 1 });
    expect(found.points.at(-1)).toMatchObject({ seconds: 60, open: 0.5 });
  });
  it("leaves out what ended nobody knows when, and counts it", () => {
    expect(curve(opening(0, null, { endedBy: "unknown" }))).toMatchObject({ openings: 1, unknown: 1, cleared: 0 });
  });
  it("of nothing is nothing", () => expect(curve().points).toEqual([{ seconds: 0, open: 1, atRisk: 0 }]));
});
