import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { type BackfillApi, keptBody, nextRequest, type Plan, planBackfill, progressPpm, readAnswer } from "./backfill";
import { backfillApiOf } from "./backfill-apis";
import { pagerdutyApi } from "./pagerduty/backfill";

const opsgenieApi = backfillApiOf("opsgenie") as BackfillApi;
const DAY = 86_400_000;
const SINCE = Date.UTC(2026, 0, 1);

type Answers = (path: string, query: ReadonlyMap<string, string>) => unknown;

/** Asks until nothing is left, checking the limits of the API at each request. */
function fetchAll(api: BackfillApi, since: number, until: number, answers: Answers, most = 5_000) {
  let plan: Plan = planBackfill(api, since, until);
  const kept: unknown[] = [];
  const requests: string[] = [];
  const shares: number[] = [progressPpm(api, plan, since, until)];
  for (;;) {
    // As it lies in the database between two requests.
    plan = JSON.parse(JSON.stringify(plan)) as Plan;
    const next = nextRequest(api, plan);
    if (!next) break;
    expect(requests.length).toBeLessThan(most);
    const { path, query } = next.request;
    const words = new Map(query);
    requests.push(`${path}?${query.map(([key, value]) => `${key}=${value}`).join("&")}`);
    const offset = Number(words.get("offset") ?? 0);
    if (Number.isFinite(offset)) expect(offset + api.limit).toBeLessThanOrEqual(api.reach);
    const answer = answers(path, words);
    const read = readAnswer(api, plan, answer);
    if (read.records > 0) kept.push({ path, answer });
    plan = read.plan;
    shares.push(progressPpm(api, plan, since, until));
  }
  return { kept, requests, shares, issues: plan.issues };
}

type Behaviour = { untilBelongs: boolean; tellsTotal: boolean };

/** `/incidents` over these instants, oldest first; every other list is empty. */
function incidentsAt(times: readonly number[], { untilBelongs, tellsTotal }: Behaviour): Answers {
  const sorted = times.map((at, index) => ({ id: `P${index}`, at })).sort((a, b) => a.at - b.at);
  return (path, query) => {
    const list = path.slice(1);
    if (list !== "incidents") return { [list]: [], more: false, total: 0 };
    const [since, until] = [Date.parse(query.get("since") ?? ""), Date.parse(query.get("until") ?? "")];
    expect(until - since).toBeLessThanOrEqual(180 * DAY);
    const found = sorted.filter(({ at }) => at >= since && (at < until || (untilBelongs && at === until)));
    const offset = Number(query.get("offset"));
    const page = found.slice(offset, offset + 100);
    const total = tellsTotal && query.get("total") === "true" ? found.length : null;
    return { incidents: page, more: offset + 100 < found.length, offset, limit: 100, total };
  };
}

const idsOf = (kept: readonly unknown[]) =>
  (kept as { answer: { incidents: { id: string }[] } }[]).flatMap(({ answer }) => answer.incidents.map(({ id }) => id));

describe("PagerDuty incidents", () => {
  const spread = fc.oneof(
    fc.array(fc.integer({ min: 0, max: 220 * DAY - 1 }), { maxLength: 300 }),
    // A storm: many within a short while.
    fc
      .record({
        at: fc.integer({ min: 0, max: 200 * DAY }),
        for: fc.integer({ min: 30_000, max: DAY }),
        n: fc.integer({ min: 9_000, max: 14_000 }),
      })
      .map((storm) => Array.from({ length: storm.n }, (_, i) => storm.at + Math.floor((i * storm.for) / storm.n))),
    // Exactly at the limit, and one beside it.
    fc
      .constantFrom(9_899, 9_900, 9_901, 9_999, 10_000, 10_001)
      .map((n) => Array.from({ length: n }, (_, i) => i * 1000)),
  );
  const behaviour = fc.record({ untilBelongs: fc.boolean(), tellsTotal: fc.boolean() });

  it("are fetched wholly, however they lie in time", () => {
    fc.assert(
      fc.property(spread, behaviour, (offsets, how) => {
        const times = offsets.map((offset) => SINCE + offset);
        const { kept, issues, shares } = fetchAll(pagerdutyApi, SINCE, SINCE + 220 * DAY, incidentsAt(times, how));
        const ids = idsOf(kept);
        expect(issues).toEqual([]);
        expect(new Set(ids).size).toBe(times.length);
        // Where a span ends before `until` and its total is told, nothing is fetched twice.
        if (!how.untilBelongs && how.tellsTotal) expect(ids.length).toBe(times.length);
        expect(shares).toEqual([...shares].sort((a, b) => a - b));
        expect([shares[0], shares.at(-1)]).toEqual([0, 1_000_000]);
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });

  it("of 25,000 in one minute are fetched wholly, and none twice", () => {
    const times = Array.from({ length: 25_000 }, (_, i) => SINCE + 3 * DAY + Math.floor((i * 60_000) / 25_000));
    const { kept, issues, requests } = fetchAll(
      pagerdutyApi,
      SINCE,
      SINCE + 30 * DAY,
      incidentsAt(times, { untilBelongs: false, tellsTotal: true }),
    );
    expect(idsOf(kept).length).toBe(25_000);
    expect(new Set(idsOf(kept)).size).toBe(25_000);
    expect(issues).toEqual([]);
    expect(requests.length).toBeLessThan(330);
  });

  it.each([
    [true, "10,300 incidents of 2026-01-04T00:00:00.000Z"],
    [false, "more than 10,000 incidents of 2026-01-04T00:00:00.000Z"],
  ])("of one second beyond the reach are told with their count (total told: %s)", (tellsTotal, words) => {
    const at = SINCE + 3 * DAY;
    const times = Array.from({ length: 10_300 }, (_, i) => at + (i % 1000));
    const { kept, issues } = fetchAll(
      pagerdutyApi,
      SINCE,
      SINCE + 30 * DAY,
      incidentsAt([...times, at - 1, at + 1000], { untilBelongs: false, tellsTotal }),
    );
    expect(new Set(idsOf(kept)).size).toBe(10_002);
    expect(issues).toEqual([`${words}: the API gives out the first 10,000 only, the others are missing here.`]);
  });

  it("are asked for in spans of at most thirty days, in UTC, never as an overview", () => {
    const nothing: Answers = (path) => ({ [path.slice(1)]: [], more: false });
    const { requests } = fetchAll(pagerdutyApi, SINCE + 1, SINCE + 212 * DAY + 1, nothing);
    const incidents = requests.filter((request) => request.startsWith("/incidents"));
    expect(incidents[0]).toBe(
      "/incidents?since=2026-01-01T00:00:00Z&until=2026-01-31T00:00:00Z&time_zone=UTC&total=true&sort_by=created_at:asc&include[]=first_trigger_log_entries&limit=100&offset=0",
    );
    expect(incidents.length).toBe(8);
    expect(incidents.at(-1)).toContain("since=2026-07-30T00:00:00Z&until=2026-08-01T00:00:01Z");
    expect(requests.join()).not.toContain("is_overview");
    expect(requests.slice(0, 5).map((request) => request.split("?")[0])).toEqual([
      "/users",
      "/teams",
      "/escalation_policies",
      "/schedules",
      "/maintenance_windows",
    ]);
  });

  it("with a note are asked for all of their notes, once for each answer of the log", () => {
    const incident = { id: "P/1" };
    const answers: Answers = (path) => {
      const list = path.split("/").at(-1) ?? "";
      const note = { type: "annotate_log_entry", incident };
      const entries = list === "log_entries" ? [note, note, { type: "notify_log_entry", incident: { id: "P2" } }] : [];
      return { [list]: entries, more: false };
    };
    const { requests } = fetchAll(pagerdutyApi, SINCE, SINCE + DAY, answers);
    expect(requests.filter((request) => request.includes("/notes"))).toEqual(["/incidents/P%2F1/notes?"]);
  });
});

describe("Opsgenie alerts", () => {
  const alerts =
    (times: readonly number[]): Answers =>
    (path, query) => {
      const [, , , id, list] = path.split("/");
      if (path === "/v2/alerts" || path === "/v2/alerts/count") {
        const [, from, to] = /^createdAt >= (\d+) AND createdAt < (\d+)$/.exec(query.get("query") ?? "") ?? [];
        const found = times.flatMap((at, index) =>
          at >= Number(from) && at < Number(to) ? [{ id: `a-${index}` }] : [],
        );
        if (path.endsWith("count")) return { data: { count: found.length } };
        const offset = Number(query.get("offset"));
        const next = offset + 100 < found.length ? { next: "https://169.254.169.254/latest" } : {};
        return { data: found.slice(offset, offset + 100), paging: next };
      }
      if (list === "logs") {
        const rest = ["1", "2", "3"].filter((key) => key > (query.get("offset") ?? ""));
        return {
          data: rest.slice(0, 2).map((offset) => ({ log: `${id} ${offset}`, offset })),
          paging: rest.length > 2 ? { next: "x" } : {},
        };
      }
      return { data: [] };
    };

  it("bring their recipients, notes and logs directly after them, from key to key", () => {
    const times = Array.from({ length: 150 }, (_, i) => SINCE + i);
    const { requests, kept } = fetchAll(opsgenieApi, SINCE, SINCE + DAY, alerts(times));
    const paths = requests.map((request) => request.split("?")[0]);
    expect(paths.slice(0, 8)).toEqual([
      "/v2/users",
      "/v2/schedules",
      "/v1/maintenance",
      "/v2/alerts/count",
      "/v2/alerts",
      "/v2/alerts/a-0/recipients",
      "/v2/alerts/a-0/notes",
      "/v2/alerts/a-0/logs",
    ]);
    expect(requests[8]).toBe("/v2/alerts/a-0/logs?identifierType=id&limit=100&order=asc&offset=2&direction=next");
    // Never an address that an answer named.
    expect(requests.join()).not.toContain("169.254");
    const logs = (kept as { path: string; answer: { data: unknown[] } }[]).filter(({ path }) => path.endsWith("/logs"));
    expect(logs.reduce((sum, { answer }) => sum + answer.data.length, 0)).toBe(450);
  });

  it("of more than 20,000 in a week are fetched in shorter spans, to the millisecond", () => {
    const times = Array.from({ length: 20_500 }, (_, i) => SINCE + Math.floor(i / 10_250));
    const onlyAlerts = {
      ...opsgenieApi,
      resources: opsgenieApi.resources.map((one) => ({ ...one, children: undefined })),
    };
    const { kept, issues } = fetchAll(onlyAlerts as BackfillApi, SINCE, SINCE + DAY, alerts(times));
    const ids = (kept as { answer: { data: { id: string }[] } }[]).flatMap(({ answer }) =>
      answer.data.map(({ id }) => id),
    );
    expect([new Set(ids).size, ids.length, issues]).toEqual([20_500, 20_500, []]);
  });
});

describe("an answer that is not the API's", () => {
  const plan = planBackfill(pagerdutyApi, SINCE, SINCE + DAY);

  it.each([[null], ["<html>"], [[]], [{ error: 1 }], [{ users: {} }]])("%j ends it", (answer) => {
    expect(() => readAnswer(pagerdutyApi, plan, answer)).toThrow(AppError);
  });

  it("says that more follows and brings nothing: it would go on for ever", () => {
    expect(() => readAnswer(pagerdutyApi, plan, { users: [], more: true })).toThrow("says that more follows");
  });

  it("asks for nothing where the end is not behind the beginning", () => {
    expect(() => planBackfill(pagerdutyApi, SINCE, SINCE)).toThrow(AppError);
  });
});

describe("what is kept", () => {
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  const body = new TextEncoder().encode(' {"notes": [ {"id":"Ü"} ]}\n');

  it("is the provider's answer as it came", () => {
    expect(keptBody(pagerdutyApi, { list: "incidents" }, body)).toBe(body);
  });

  it("names what it belongs to where only the address does", () => {
    expect(text(keptBody(pagerdutyApi, { list: "notes", of: 'P"1' }, body))).toBe(
      '{"incident_id":"P\\"1","notes": [ {"id":"Ü"} ]}\n',
    );
    expect(text(keptBody(opsgenieApi, { list: "logs", of: "a-1" }, body))).toContain('{"alertId":"a-1",');
  });
});

describe("an error in the API's words", () => {
  it.each([
    [
      { error: { message: "Invalid Input Provided", code: 2001, errors: ["Offset + limit is too large."] } },
      "Invalid Input Provided: Offset + limit is too large.",
    ],
    [{ error: "Access Denied" }, "Access Denied"],
    [{}, null],
  ])("of PagerDuty: %j", (answer, words) => expect(pagerdutyApi.errorOf(answer)).toBe(words));

  it("of Opsgenie", () =>
    expect(opsgenieApi.errorOf({ message: "Could not authenticate" })).toBe("Could not authenticate"));
});
