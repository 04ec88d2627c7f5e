import { describe, expect, it } from "vitest";
import { detectors } from "./detectors";
import { THRESHOLD_BOOK, thresholdFault } from "./threshold-book";

describe("the book of thresholds", () => {
  it("knows every threshold of every detector, and allows its default", () => {
    for (const { reason, thresholds } of detectors) {
      const entry = THRESHOLD_BOOK.find((one) => one.reason === reason);
      expect(entry?.rules.map(({ name }) => name)).toEqual(Object.keys(thresholds));
      for (const [name, value] of Object.entries(thresholds))
        expect([reason, name, thresholdFault(reason, name, value)]).toEqual([reason, name, null]);
    }
  });

  it.each([
    ["flapping", "openings", 1, "must lie from 2 to 100"],
    ["flapping", "openings", 2, null],
    ["flapping", "openings", 2.5, "must be a whole number"],
    ["flapping", "openings", 100, null],
    ["flapping", "openings", 101, "must lie from 2 to 100"],
    ["self-healed", "withinMinutes", 0.5, "must lie from 1 to 1440"],
    ["self-healed", "withinMinutes", 2.5, null],
    ["self-healed", "withinMinutes", Number.NaN, "must lie from 1 to 1440"],
    ["info-only", "certainty", 1, "must lie from 0.5 to 0.999"],
    ["self-healed", "openings", 3, "is no threshold that can be set"],
    ["no-such", "openings", 3, "is no threshold that can be set"],
  ])("%s %s of %d: %s", (reason, name, value, fault) => {
    expect(thresholdFault(reason, name, value)).toBe(fault);
  });
});
