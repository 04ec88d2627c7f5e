import { describe, expect, it } from "vitest";
import { Collector } from "./collector";

describe("an event of a snapshot", () => {
  it.each([8.64e15 + 1, -8.64e15 - 1, Number.NaN, Number.POSITIVE_INFINITY])("at %s is left out and said", (at) => {
    const collector = new Collector("pagerduty");
    collector.snapshot("csv", { pageKey: "P1", kind: "triggered", at: 0, by: "unknown" });
    collector.snapshot("csv", { pageKey: "P1", kind: "resolved", at, by: "unknown" });
    expect(collector.accepted()).toMatchObject({
      events: [{ kind: "triggered", at: 0 }],
      issues: ["resolved: its time lies beyond any date"],
    });
  });

  it("at the last moment that a date can have is kept", () => {
    const collector = new Collector("pagerduty");
    collector.snapshot("csv", { pageKey: "P1", kind: "resolved", at: 8.64e15, by: "unknown" });
    expect(collector.accepted()).toMatchObject({ events: [{ at: 8.64e15 }], issues: [] });
  });
});
