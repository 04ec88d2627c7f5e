import { describe, expect, it } from "vitest";
import { DECISION_KINDS } from "@/lib/model/decision";
import { lifecycleOf, type StandingDecision } from "./lifecycle";

const DAY = 86_400_000;
const NOW = Date.parse("2026-11-20T12:00:00Z");
const TODAY = "2026-11-20";

const SILENCE: StandingDecision = {
  kind: "silence",
  ownerPersonId: "7",
  since: NOW - DAY,
  expiresAt: NOW + DAY,
  endedAt: null,
  reviewDate: "2026-11-27",
  lastRangAt: NOW - DAY,
  knownUntil: NOW,
  standsElsewhere: false,
};

const of = (more: Partial<StandingDecision>) => lifecycleOf({ ...SILENCE, ...more }, { now: NOW, today: TODAY });
const WELL = { inForce: true, daysToReview: 7, due: false, expired: false, ownerless: false, forgotten: null };

describe("the life of a decision", () => {
  it("is in force until it ends", () => {
    expect(of({})).toEqual(WELL);
    expect(of({ endedAt: NOW - 1 })).toEqual({ ...WELL, inForce: false, daysToReview: null });
  });

  it.each([
    [NOW + 1, false],
    [NOW, true],
    [NOW - DAY, true],
  ])("that expires at %s has expired: %s", (expiresAt, expired) => {
    expect(of({ expiresAt })).toMatchObject({ expired, inForce: !expired });
  });

  it("has not expired once it ended, unless something of it still stands elsewhere", () => {
    const ended = { endedAt: NOW - DAY, expiresAt: NOW - DAY };
    expect(of(ended).expired).toBe(false);
    expect(of({ ...ended, standsElsewhere: true }).expired).toBe(true);
    expect(of({ standsElsewhere: true }).expired).toBe(false);
  });

  it.each([
    ["2026-11-24", false, null],
    ["2026-11-23", true, null],
    ["2026-11-20", true, null],
    ["2026-11-19", true, "review-passed"],
    [null, false, null],
  ] as const)("with a review on %s is due: %s, forgotten: %s", (reviewDate, due, forgotten) => {
    expect(of({ reviewDate })).toMatchObject({ due, forgotten });
  });

  it.each([
    [NOW - 14 * DAY + 1, null],
    [NOW - 14 * DAY, "quiet"],
    [null, "quiet"],
  ] as const)("last heard at %s is forgotten: %s", (lastRangAt, forgotten) => {
    expect(of({ since: NOW - 20 * DAY, lastRangAt }).forgotten).toBe(forgotten);
  });

  it("is not called quiet before it could be, nor where nothing was told", () => {
    expect(of({ since: NOW - 14 * DAY + 1, lastRangAt: null }).forgotten).toBeNull();
    const old = { since: NOW - 20 * DAY, lastRangAt: null };
    expect(of({ ...old, knownUntil: NOW - 7 * DAY }).forgotten).toBeNull();
    expect(of({ ...old, knownUntil: NOW - 6 * DAY }).forgotten).toBe("quiet");
    expect(of({ ...old, knownUntil: null }).forgotten).toBeNull();
  });

  it("without an owner counts only while it is in force", () => {
    expect(of({ ownerPersonId: null }).ownerless).toBe(true);
    expect(of({ ownerPersonId: null, endedAt: NOW - 1 }).ownerless).toBe(false);
  });

  it.each(DECISION_KINDS.filter((kind) => kind !== "silence"))("%s is reviewed, but is no silence", (kind) => {
    const found = of({ kind, expiresAt: null, ownerPersonId: null, reviewDate: "2026-11-01", lastRangAt: null });
    expect(found).toEqual({ ...WELL, daysToReview: -19, due: true });
  });
});
