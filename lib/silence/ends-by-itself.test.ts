import { describe, expect, it } from "vitest";
import { endsByItself, type PageSince, type Silenced, severityRank } from "./ends-by-itself";

const [HOUR, DAY] = [3_600_000, 86_400_000];

const SILENCED: Silenced = {
  since: 0,
  expiresAt: 7 * DAY,
  baselinePerDay: 1,
  rankBefore: 3,
  now: 5 * DAY,
};

const page = (openedAt: number, more: Partial<PageSince> = {}): PageSince => ({
  pageId: `at ${openedAt}`,
  openedAt,
  inScope: true,
  isTopPriority: false,
  rank: 3,
  ...more,
});

describe("a silence", () => {
  it("goes on while nothing happens, and ends at its expiry", () => {
    expect(endsByItself(SILENCED, [])).toBeNull();
    expect(endsByItself({ ...SILENCED, now: 7 * DAY - 1 }, [])).toBeNull();
    const expired = { at: 7 * DAY, because: "expired", pageIds: [] };
    expect(endsByItself({ ...SILENCED, now: 7 * DAY }, [])).toEqual(expired);
    // What opens at its last instant is not of it.
    expect(endsByItself({ ...SILENCED, now: 9 * DAY }, [page(7 * DAY, { isTopPriority: true })])).toEqual(expired);
  });

  it("ends when a page in the top priority opens in its scope or on its service", () => {
    for (const inScope of [true, false])
      expect(endsByItself(SILENCED, [page(DAY), page(2 * DAY, { isTopPriority: true, inScope })])).toEqual({
        at: 2 * DAY,
        because: "incident-opened",
        pageIds: [`at ${2 * DAY}`],
      });
    expect(endsByItself(SILENCED, [page(-1, { isTopPriority: true })])).toBeNull();
    expect(endsByItself({ ...SILENCED, now: DAY - 1 }, [page(DAY, { isTopPriority: true })])).toBeNull();
    expect(endsByItself({ ...SILENCED, now: DAY }, [page(DAY, { isTopPriority: true })])).not.toBeNull();
  });

  it.each([
    [2, 3, "severity-rose"],
    [3, 3, undefined],
    [4, 3, undefined],
    [null, 3, undefined],
    [0, null, undefined],
  ])("by a page of severity %s after %s at worst before: %s", (rank, rankBefore, because) => {
    expect(endsByItself({ ...SILENCED, rankBefore }, [page(DAY, { rank })])?.because).toBe(because);
  });

  it("is not ended by the severity of pages beyond its scope", () => {
    expect(endsByItself(SILENCED, [page(DAY, { rank: 1, inScope: false })])).toBeNull();
  });

  // One a day: nine within three days are three times the baseline.
  it.each([
    [9, 3 * DAY - 1, "rate-rose"],
    [9, 3 * DAY, undefined],
    [8, 2 * DAY, undefined],
  ])("by %s openings from the first to the last within %s ms: %s", (count, spanMs, because) => {
    const pages = Array.from({ length: count }, (_, nth) => page(DAY + Math.round((nth * spanMs) / (count - 1))));
    expect(endsByItself(SILENCED, pages)?.because).toBe(because);
  });

  // A rare one is taken over a week, and by three openings at least; a frequent one over a day.
  it.each([
    [0.1, 3, 7 * DAY - 1, "rate-rose"],
    [0.1, 2, HOUR, undefined],
    [0.1, 3, 7 * DAY, undefined],
    [10, 30, DAY - 1, "rate-rose"],
    [10, 29, HOUR, undefined],
    [0, 100, HOUR, undefined],
  ])("with %s a day before, by %s within %s ms: %s", (baselinePerDay, count, spanMs, because) => {
    const pages = Array.from({ length: count }, (_, nth) => page(Math.round((nth * spanMs) / (count - 1))));
    expect(endsByItself({ ...SILENCED, baselinePerDay, expiresAt: 30 * DAY, now: 20 * DAY }, pages)?.because).toBe(
      because,
    );
  });

  it("ends by what came first", () => {
    const pages = [page(DAY, { rank: 2 }), page(2 * DAY, { isTopPriority: true, rank: 0 })];
    expect(endsByItself(SILENCED, pages)).toMatchObject({ at: DAY, because: "severity-rose" });
  });
});

describe("severity", () => {
  it.each([
    ["P1", null, null, 1],
    ["p3", null, "high", 3],
    ["SEV-2", null, null, 2],
    ["sev0", null, null, 0],
    [null, "critical", "low", 1],
    [null, "Warning", null, 3],
    [null, "p2", null, 2],
    ["house rule", null, "high", 2],
    [null, null, "high", 2],
    [null, null, "low", 4],
    [null, null, null, null],
  ])("of priority %s, severity %s, urgency %s is %s", (priority, severity, urgency, rank) => {
    expect(severityRank({ priority, severity, urgency })).toBe(rank);
  });
});
