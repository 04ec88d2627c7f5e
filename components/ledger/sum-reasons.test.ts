import { describe, expect, it } from "vitest";
import { type Reasoned, sumReasons } from "./sum-reasons";

const none: Reasoned = { ignoredReasons: [], rejectedReasons: [], refusedReasons: [] };

describe("reasons of several days", () => {
  it("adds equal reasons, those of most records first", () => {
    const { rejectedReasons } = sumReasons([
      { ...none, rejectedReasons: [{ reason: "a", records: 2 }] },
      {
        ...none,
        rejectedReasons: [
          { reason: "b", records: 3 },
          { reason: "a", records: 2 },
        ],
      },
    ]);
    expect(rejectedReasons).toEqual([
      { reason: "a", records: 4 },
      { reason: "b", records: 3 },
    ]);
  });

  it("keeps refusals of another status apart, and the last time of each", () => {
    const refused = (status: number, requests: number, lastAt: string) => ({
      ...none,
      refusedReasons: [{ reason: "too-many", status, requests, lastAt }],
    });
    const days = [
      refused(429, 1, "2026-11-02T00:00:00.000Z"),
      refused(503, 9, "2026-11-01T00:00:00.000Z"),
      refused(429, 2, "2026-11-01T00:00:00.000Z"),
    ];
    expect(sumReasons(days).refusedReasons).toEqual([
      { reason: "too-many", status: 503, requests: 9, lastAt: "2026-11-01T00:00:00.000Z" },
      { reason: "too-many", status: 429, requests: 3, lastAt: "2026-11-02T00:00:00.000Z" },
    ]);
  });

  it("has none where no day has one", () => {
    expect(sumReasons([none, none])).toEqual(none);
    expect(sumReasons([])).toEqual(none);
  });
});
