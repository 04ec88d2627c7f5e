import { describe, expect, it } from "vitest";
import { defaultExpiry, defaultReviewDate, expiryFault } from "./silence-limits";

const [HOUR, DAY] = [3_600_000, 86_400_000];
const FROM = Date.parse("2026-11-20T23:30:00Z");

describe("how long a silence lasts", () => {
  it.each([
    [7 * DAY, false],
    [24 * HOUR, true],
  ])("%s ms unless told otherwise, top priority: %s", (ms, isTop) => {
    expect(defaultExpiry(FROM, isTop) - FROM).toBe(ms);
    expect(expiryFault(FROM, defaultExpiry(FROM, isTop), isTop)).toBeNull();
  });

  it.each([
    [0, false, /ends after it begins/],
    [1, false, null],
    [30 * DAY, false, null],
    [30 * DAY + 1, false, /30 days at most/],
    [24 * HOUR, true, null],
    [24 * HOUR + 1, true, /top priority.*24 hours at most/],
  ] as const)("%s ms, top priority: %s", (ms, isTop, fault) => {
    const found = expiryFault(FROM, FROM + ms, isTop);
    if (fault === null) expect(found).toBeNull();
    else expect(found).toMatch(fault);
  });

  it("is looked at again on its last day, and other decisions after a time of theirs, on dates of the workspace", () => {
    expect(defaultReviewDate("silence", FROM, FROM + DAY, "UTC")).toBe("2026-11-21");
    expect(defaultReviewDate("silence", FROM, FROM + DAY, "Europe/Berlin")).toBe("2026-11-22");
    expect(defaultReviewDate("keep", FROM, null, "UTC")).toBe("2027-02-18");
    expect(defaultReviewDate("fix", FROM, null, "UTC")).toBe("2026-12-18");
  });
});
