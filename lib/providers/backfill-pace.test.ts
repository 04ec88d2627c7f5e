import { describe, expect, it } from "vitest";
import { backfillApiOf } from "./backfill-apis";
import { again, judgeAnswer, MAX_TRIES, pauseAfter } from "./backfill-pace";
import { pagerdutyApi as api } from "./pagerduty/backfill";

const NOW = Date.UTC(2026, 5, 1, 12);
const asked = (tries = 0, random = 0) => ({
  what: "incidents",
  isOptional: false,
  now: NOW,
  tries,
  random: () => random,
});
const judge = (status: number, headers: Record<string, string> = {}, json: unknown = {}, ask = asked()) =>
  judgeAnswer(api, { status, headers, json }, ask);

describe("an answer", () => {
  it.each([200, 206])("of %i is read", (status) => expect(judge(status)).toEqual({ go: "on" }));

  it.each([
    [{ "retry-after": "7" }, 7_000],
    [{ "retry-after": "0" }, 1_000],
    [{ "retry-after": "Mon, 01 Jun 2026 12:00:30 GMT" }, 30_000],
    [{ "retry-after": "Mon, 01 Jun 2026 11:00:00 GMT" }, 1_000],
    [{ "ratelimit-reset": "42" }, 42_000],
    [{ "x-ratelimit-period-in-sec": "60" }, 60_000],
    [{ "retry-after": "3", "ratelimit-reset": "42" }, 3_000],
    [{ "retry-after": "86400" }, 3_600_000],
    [{ "retry-after": "soon" }, 500],
    [{}, 500],
  ])("of 429 with %j waits %i ms", (headers, ms) => {
    expect(judge(429, headers as Record<string, string>)).toEqual({ go: "wait", ms, why: "429" });
  });

  it("of 429 is waited for however often it comes", () => expect(judge(429, {}, {}, asked(1_000)).go).toBe("wait"));

  it.each([
    [0, 0, 500],
    [0, 1, 1_000],
    [1, 0, 1_000],
    [1, 1, 2_000],
    [9, 1, 300_000],
    [10, 0, 150_000],
  ])("of 503 after %i tries with chance %d waits %i ms", (tries, random, ms) => {
    expect(judge(503, {}, {}, asked(tries, random))).toMatchObject({ go: "wait", ms });
  });

  it("of 5xx, and a connection that fails, are given up after a dozen tries", () => {
    expect(judge(500, {}, {}, asked(MAX_TRIES - 2)).go).toBe("wait");
    expect(judge(500, {}, {}, asked(MAX_TRIES - 1))).toEqual({
      go: "stop",
      why: "The provider answered 500, 12 times in a row. The backfill can be resumed.",
    });
    expect(again("cut", { tries: MAX_TRIES - 1, random: () => 0 }).go).toBe("stop");
  });

  it.each([
    [401, "The provider does not accept the API token (401: Bad token). Give a new one and start the backfill again."],
    [403, "The API token may not read incidents (403: Bad token). Give one with read access to the whole account."],
    [400, "The provider refused the request for incidents (400: Bad token)."],
  ])("of %i ends with its words", (status, why) => {
    expect(judge(status, {}, { error: { message: "Bad token" } })).toEqual({ go: "stop", why });
  });

  it("of 403 leaves out what the rest does not need", () => {
    expect(judge(403, {}, {}, { ...asked(), what: "maintenance windows", isOptional: true })).toEqual({
      go: "skip",
      why: "maintenance windows: the API token may not read them (403)",
    });
  });

  it.each([402, 404])("of %i leaves out what is not there", (status) => {
    expect(judge(status)).toEqual({ go: "skip", why: `incidents: not there (${status})` });
  });
});

describe("the pace", () => {
  it("is ours, below the documented limit of 960 a minute", () => {
    expect(60_000 / pauseAfter(api, { headers: {} })).toBeLessThan(960);
    expect(pauseAfter(api, { headers: { "ratelimit-remaining": "1", "ratelimit-reset": "30" } })).toBe(api.pauseMs);
    expect(pauseAfter(api, { headers: { "ratelimit-remaining": "0" } })).toBe(api.pauseMs);
  });

  it("waits for the next period where nothing is left of this one", () => {
    expect(pauseAfter(api, { headers: { "ratelimit-remaining": "0", "ratelimit-reset": "30" } })).toBe(30_000);
  });

  it("is known for two providers", () => {
    expect(["pagerduty", "opsgenie", "zabbix"].map((id) => backfillApiOf(id)?.provider)).toEqual([
      "pagerduty",
      "opsgenie",
      undefined,
    ]);
  });
});
