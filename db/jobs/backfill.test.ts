import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startBackfill } from "@/db/commands/start-backfill";
import { resumeBackfill, stopBackfill } from "@/db/commands/stop-backfill";
import type { Ctx } from "@/db/ctx";
import { randomId } from "@/db/ids";
import { type FakeAlert, startFakeOpsgenie } from "@/db/outbound/fake-opsgenie";
import { startFakePagerduty } from "@/db/outbound/fake-pagerduty";
import { type FakeServer, type Mishap, without } from "@/db/outbound/fake-server";
import { type Outbound, outbound } from "@/db/outbound/http";
import { backfillsOf, backfillView } from "@/db/queries/backfills";
import { newKey, openKeyRing } from "@/db/secrets/key-ring";
import { createTestDb, type TestDb } from "@/db/test-db";
import { dumpOf, emptyWorkspace, importText } from "@/db/test-import";
import { createRandom } from "@/lib/sample/random";
import { incidentsJson, usersJson } from "@/lib/sample/sample-company";
import { type BackfillTools, runBackfill } from "./handlers/run-backfill";

type Wire = Record<string, unknown>;

const UNTIL = Date.UTC(2026, 5, 1);
const SINCE = UNTIL - 7 * 86_400_000;
const TOKEN = "u+PD-secret-0123456789";
const OPTIONS = { seed: 11, until: UNTIL, days: 7, limit: 110 };

const incidents = (JSON.parse([...incidentsJson(OPTIONS)].join("")) as { incidents: Wire[] }).incidents;
const { users } = JSON.parse([...usersJson(OPTIONS)].join("")) as { users: Wire[] };

let db: TestDb;
let ctx: Ctx & { dataDir: string };
let clock = UNTIL;
const servers: FakeServer[] = [];
const ring = openKeyRing(newKey());

beforeAll(async () => {
  db = await createTestDb();
  ctx = await db.ctxAt(UNTIL);
});
afterAll(() => db.drop());
beforeEach(() => {
  clock = UNTIL;
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await emptyWorkspace(ctx);
  await forget();
});

const TABLES = ["sources", "source_secrets", "backfills", "inbox", "inbox_repeats", "jobs"];

/** Deletes few rows, which is much quicker than to truncate. */
async function forget(): Promise<void> {
  await ctx.sql.unsafe(TABLES.map((table) => `delete from ${table}`).join(";"));
}

type FakeOptions = Partial<Parameters<typeof startFakePagerduty>[0]>;

async function pagerduty(options: FakeOptions = {}): Promise<FakeServer> {
  const server = await startFakePagerduty({ incidents, users, token: TOKEN, now: () => clock, ...options });
  servers.push(server);
  return server;
}

async function source(provider = "pagerduty"): Promise<string> {
  const id = randomId();
  await ctx.sql`
    insert into sources (workspace_id, id, slug, name, provider) values (1, ${id}, ${`slug-${id}`}, ${provider}, ${provider})`;
  return id;
}

function start(
  server: FakeServer,
  sourceId: string,
  { since = SINCE, until = UNTIL, token = TOKEN } = {},
): Promise<string> {
  const body = {
    since: new Date(since).toISOString(),
    until: new Date(until).toISOString(),
    baseUrl: server.url,
    token,
  };
  return startBackfill(ctx, sourceId, body, { ring: () => ring, allow: [server.pair] });
}

/** A clock that only waiting moves. */
function tools(call: Outbound, sliceMs = 10_000): BackfillTools {
  const random = createRandom("backfill");
  return {
    call,
    ring: () => ring,
    now: () => clock,
    random: () => random.integer(0, 999) / 1000,
    sleep: async (ms) => {
      clock += ms;
    },
    sliceMs,
  };
}

/** Slice after slice, as the worker does it. */
async function runToEnd(id: string, call: Outbound, sliceMs?: number): Promise<void> {
  for (let slices = 0; slices < 10_000; slices++) {
    const goesOnAt = await runBackfill(ctx, id, tools(call, sliceMs));
    if (goesOnAt === null) return;
    clock = Math.max(clock, goesOnAt);
  }
  throw new Error("it does not end");
}

async function backfill(
  server: FakeServer,
  span: Parameters<typeof start>[2] = {},
): Promise<{ id: string; sourceId: string }> {
  const sourceId = await source();
  const id = await start(server, sourceId, span);
  await runToEnd(id, outbound([server.pair]));
  return { id, sourceId };
}

/** The answers that were kept, in order. */
async function keptBodies(): Promise<string[]> {
  const rows = await ctx.sql<{ body: Buffer }[]>`select body from inbox order by received_at, delivery_key`;
  return rows.map(({ body }) => body.toString("utf8"));
}

async function keptKeys(): Promise<string[]> {
  const rows = await ctx.sql<{ delivery_key: string }[]>`select delivery_key from inbox order by delivery_key`;
  return rows.map((row) => row.delivery_key);
}

async function repeats(): Promise<number> {
  const [row] = await ctx.sql<{ n: number }[]>`select count(*)::int as n from inbox_repeats`;
  return row?.n ?? 0;
}

/** What the pages are once everything that was kept is read. */
async function pagesOfKept() {
  const bodies = await keptBodies();
  await emptyWorkspace(ctx);
  await importText(ctx, bodies.join("\n"));
  return dumpOf(ctx);
}

/** The same account as files of its API, every list in one piece. */
function asFile(): string {
  const plain = incidents.map((one) => without(one, ["log_entries"]));
  const entries = incidents.flatMap((incident, index) =>
    (incident.log_entries as Wire[]).map((entry) => ({ ...entry, incident: plain[index] })),
  );
  return [{ incidents: plain }, { log_entries: entries }, { users }].map((list) => JSON.stringify(list)).join("\n");
}

describe("a backfill of PagerDuty", () => {
  it("brings everything, and the pages are those of the same data as files", async () => {
    const server = await pagerduty();
    const { id, sourceId } = await backfill(server);
    const view = await backfillView(ctx, id);
    expect(view).toMatchObject({ state: "done", share: 1, retries: 0, secondsLeft: null, message: null, issues: [] });
    expect(view.requests).toBe(server.requests.length);
    expect((await backfillsOf(ctx, sourceId)).tokenHint).toBe("6789");
    const fetched = await pagesOfKept();
    await emptyWorkspace(ctx);
    await importText(ctx, asFile());
    expect(fetched).toEqual(await dumpOf(ctx));
    expect(fetched.pages?.length).toBe(incidents.length);
    // Our own pace keeps below the provider's limit.
    expect((view.requests * 60_000) / (clock - UNTIL)).toBeLessThan(960);
  }, 60_000);

  it("opens and ends pages as incidents with their log in one file do", async () => {
    await backfill(await pagerduty());
    const bodies = await keptBodies();
    const pages = () => ctx.sql`
      select page_key, title, service, triggered_at, ended_at, ended_by, acknowledged_at, seconds_to_acknowledge
      from pages order by page_key`;
    await emptyWorkspace(ctx);
    await importText(ctx, bodies.join("\n"));
    const fetched = [...(await pages())];
    await emptyWorkspace(ctx);
    await importText(ctx, JSON.stringify({ incidents }));
    expect(fetched).toEqual([...(await pages())]);
  }, 60_000);

  it("brings maintenance windows, which are changes", async () => {
    const window = {
      id: "PW1",
      type: "maintenance_window",
      start_time: "2026-05-20T20:00:00Z",
      end_time: "2026-05-20T22:00:00Z",
      description: "Database move",
      services: [{ id: "S1", type: "service_reference", summary: "Checkout" }],
    };
    await backfill(await pagerduty({ windows: [window] }));
    const bodies = await keptBodies();
    await emptyWorkspace(ctx);
    await importText(ctx, bodies.join("\n"));
    const told = await ctx.sql`select kind, service, title, starts_at, ends_at from changes`;
    expect([...told]).toEqual([
      {
        kind: "maintenance",
        service: "Checkout",
        title: "Database move",
        starts_at: new Date(window.start_time),
        ends_at: new Date(window.end_time),
      },
    ]);
  }, 60_000);

  it("may be run again: nothing new is kept", async () => {
    const server = await pagerduty();
    await backfill(server);
    const keys = await keptKeys();
    expect(await repeats()).toBe(0);
    await backfill(server).catch(() => {});
    const [first] = await ctx.sql<{ source_id: string }[]>`select source_id from inbox limit 1`;
    const id = await start(server, first?.source_id ?? "");
    await runToEnd(id, outbound([server.pair]));
    const ofFirst = await ctx.sql<{ delivery_key: string }[]>`
      select delivery_key from inbox where source_id = ${first?.source_id ?? ""} order by delivery_key`;
    expect(ofFirst.map((row) => row.delivery_key)).toEqual(keys);
    expect(await repeats()).toBe(keys.length);
  }, 60_000);

  it("ends at any request and goes on there: the same is kept, each once", async () => {
    const server = await pagerduty({ incidents: incidents.slice(0, 6) });
    await backfill(server);
    const [keys, requests] = [await keptKeys(), server.requests.length];
    const call = outbound([server.pair]);
    for (let k = 0; k < requests; k++) {
      for (const fetched of [false, true]) {
        await forget();
        const id = await start(server, await source());
        let asked = 0;
        const killed: Outbound = async (request) => {
          if (asked++ !== k) return call(request);
          if (fetched) await call(request);
          throw new TypeError("killed");
        };
        await expect(runToEnd(id, killed)).rejects.toThrow("killed");
        expect((await keptKeys()).length).toBeLessThanOrEqual(keys.length);
        await runToEnd(id, call);
        expect(await keptKeys()).toEqual(keys);
        expect(await repeats()).toBe(0);
        expect((await backfillView(ctx, id)).requests).toBe(requests);
      }
    }
  }, 120_000);

  it.each([1, 2])(
    "bears 429, 500, cut and slow answers and a change between two pages (seed %i)",
    async (seed) => {
      const some = { incidents: incidents.slice(0, 30) };
      await backfill(await pagerduty(some));
      const expected = await pagesOfKept();
      await forget();
      const random = createRandom(`mishaps/${seed}`);
      const kinds: Mishap[] = ["429", "500", "cut", "slow", "change"];
      const mishap = () => (random.chance(0.4) ? (kinds[random.integer(0, kinds.length - 1)] ?? null) : null);
      const server = await pagerduty({ ...some, mishap });
      const { id } = await backfill(server);
      const view = await backfillView(ctx, id);
      expect(view).toMatchObject({ state: "done", issues: [] });
      expect(view.retries).toBeGreaterThan(0);
      expect(view.requests).toBe(server.requests.length);
      const pages = await pagesOfKept();
      expect(pages.pages).toEqual(expected.pages);
      expect(pages.notifications).toEqual(expected.notifications);
    },
    60_000,
  );

  it("waits as it is asked to, and says so", async () => {
    const server = await pagerduty({ perMinute: 5 });
    const id = await start(server, await source());
    const goesOnAt = await runBackfill(ctx, id, tools(outbound([server.pair])));
    expect(goesOnAt).toBeGreaterThan(clock);
    await runToEnd(id, outbound([server.pair]));
    const view = await backfillView(ctx, id);
    expect(view.state).toBe("done");
    // The header told that nothing was left, so it was never turned away.
    expect(view.retries).toBe(0);
    expect(clock - UNTIL).toBeGreaterThan((server.requests.length / 5 - 2) * 60_000);
  });

  it("shows a wait with its end and reason, and the time left by the rate so far", async () => {
    const server = await pagerduty({ mishap: (request) => (request === 6 ? "429" : null) });
    const id = await start(server, await source());
    let goesOnAt: number | null = clock;
    for (let i = 0; i < 100 && goesOnAt !== null; i++) {
      goesOnAt = await runBackfill(ctx, id, tools(outbound([server.pair]), 0));
      const view = await backfillView(ctx, id);
      if (view.state === "waiting") {
        expect(Date.parse(view.waitingUntil ?? "")).toBe(goesOnAt);
        expect(view.message).toBe("429: Rate Limit Exceeded");
        expect(view.secondsLeft).toBeGreaterThan(0);
        // Asked too early, it only says until when.
        const requests = server.requests.length;
        expect(await runBackfill(ctx, id, tools(outbound([server.pair])))).toBe(goesOnAt);
        expect(server.requests.length).toBe(requests);
        expect((await backfillView(ctx, id)).state).toBe("waiting");
        return;
      }
      clock = Math.max(clock, goesOnAt ?? clock);
    }
    throw new Error("it never waited");
  });

  it("is stopped and resumed by a person", async () => {
    const server = await pagerduty();
    await backfill(server);
    const keys = await keptKeys();
    await forget();
    const sourceId = await source();
    const id = await start(server, sourceId);
    const call = outbound([server.pair]);
    let asked = 0;
    // Stopped while an answer is on its way: that answer is not used.
    await runToEnd(id, async (request) => {
      if (++asked === 7) await stopBackfill(ctx, id);
      return call(request);
    });
    expect(await backfillView(ctx, id)).toMatchObject({ state: "stopped", requests: 6, secondsLeft: null });
    await expect(stopBackfill(ctx, id)).rejects.toThrow("It is not running: it is stopped.");
    await resumeBackfill(ctx, id);
    await expect(resumeBackfill(ctx, id)).rejects.toThrow("it is queued");
    await expect(start(server, sourceId)).rejects.toThrow("running already");
    await runToEnd(id, call);
    expect(await keptKeys()).toEqual(keys);
    expect((await backfillView(ctx, id)).state).toBe("done");
  });

  it("runs for several sources at once, each to its end", async () => {
    const server = await pagerduty();
    const ids = await Promise.all([1, 2, 3].map(async () => start(server, await source())));
    await Promise.all(ids.map((id) => runToEnd(id, outbound([server.pair]), 200)));
    const rows = await ctx.sql<{ n: number }[]>`select count(*)::int as n from inbox group by source_id`;
    expect(new Set(rows.map(({ n }) => n)).size).toBe(1);
    expect(rows.length).toBe(3);
  });

  it("is taken by one of two workers at a time: no request is kept twice", async () => {
    const server = await pagerduty();
    const id = await start(server, await source());
    await Promise.all([runToEnd(id, outbound([server.pair])), runToEnd(id, outbound([server.pair]))]);
    expect((await backfillView(ctx, id)).state).toBe("done");
    expect(await repeats()).toBe(0);
  });
});

describe("a backfill fails with a sentence", () => {
  it("for a wrong token", async () => {
    const { id } = await backfill(await pagerduty({ token: "another" }));
    expect(await backfillView(ctx, id)).toMatchObject({
      state: "failed",
      message:
        "The provider does not accept the API token (401: Authentication failed). Give a new one and start the backfill again.",
    });
    expect(await keptKeys()).toEqual([]);
  });

  it("for what is not the API", async () => {
    const call: Outbound = async () => ({ status: 200, headers: {}, body: Buffer.from("<html>") });
    const server = await pagerduty();
    const id = await start(server, await source());
    await runToEnd(id, call);
    expect((await backfillView(ctx, id)).message).toContain("is not JSON");
  });

  it("for an address that may not be called", async () => {
    const server = await pagerduty();
    const id = await start(server, await source());
    await runToEnd(id, outbound([]));
    expect(await backfillView(ctx, id)).toMatchObject({ state: "failed" });
    expect(server.requests).toEqual([]);
  });

  it("for a server that stays away, after a dozen tries", async () => {
    const server = await pagerduty({ mishap: () => "500" });
    const { id } = await backfill(server);
    expect(await backfillView(ctx, id)).toMatchObject({ state: "failed", requests: 11 });
    expect(server.requests.length).toBe(12);
    expect((await backfillView(ctx, id)).message).toContain("12 times in a row");
  });
});

describe("a source", () => {
  it("that is removed stops its backfill at the next request", async () => {
    const server = await pagerduty();
    const id = await start(server, await source());
    expect(await runBackfill(ctx, id, tools(outbound([server.pair]), 0))).not.toBeNull();
    await ctx.sql`update sources set deleted_at = now()`;
    expect(await runBackfill(ctx, id, tools(outbound([server.pair])))).toBeNull();
    expect(await backfillView(ctx, id)).toMatchObject({ state: "stopped", message: "Its source was removed." });
    await expect(resumeBackfill(ctx, id)).rejects.toThrow("It cannot go on");
  });

  it("that is paused starts none: what comes for it is ignored", async () => {
    const sourceId = await source();
    await ctx.sql`update sources set paused = true`;
    await expect(start(await pagerduty(), sourceId)).rejects.toThrow("paused");
  });

  it("is backfilled by admins only", async () => {
    const server = await pagerduty();
    const id = await start(server, await source());
    const member: Ctx = { ...ctx, viewer: { ...ctx.viewer, role: "member" } };
    for (const change of [() => stopBackfill(member, id), () => resumeBackfill(member, id)])
      await expect(change()).rejects.toMatchObject({ code: "forbidden" });
    const body = { since: new Date(SINCE).toISOString(), until: null, baseUrl: server.url, token: TOKEN };
    const starting = startBackfill(member, await source(), body, { ring: () => ring, allow: [server.pair] });
    await expect(starting).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("limits of PagerDuty", () => {
  const many = (n: number, at: (i: number) => number): Wire[] =>
    Array.from({ length: n }, (_, i) => ({
      id: `P${String(i).padStart(6, "0")}`,
      type: "incident",
      incident_number: i,
      title: "Storm",
      created_at: `${new Date(at(i)).toISOString().slice(0, 19)}Z`,
      status: "resolved",
      service: { id: "S", type: "service_reference", summary: "web" },
      log_entries: [],
    }));

  it("span seven months in parts, all of which are allowed", async () => {
    const since = Date.UTC(2025, 10, 1);
    const server = await pagerduty({ incidents: many(500, (i) => since + i * ((UNTIL - since) / 500)) });
    const { id } = await backfill(server, { since });
    expect(await backfillView(ctx, id)).toMatchObject({ state: "done", issues: [] });
    const ids = (await keptBodies()).flatMap((body) => (JSON.parse(body) as { incidents?: Wire[] }).incidents ?? []);
    expect(new Set(ids.map((one) => one.id)).size).toBe(500);
    expect(ids.length).toBe(500);
  });

  it.each([false, true])(
    "of 10,000 are worked around (totals hidden: %s)",
    async (hidesTotal) => {
      const server = await pagerduty({ incidents: many(10_450, (i) => SINCE + i * 40), hidesTotal });
      const { id } = await backfill(server);
      expect(await backfillView(ctx, id)).toMatchObject({ state: "done", issues: [] });
      const ids = (await keptBodies()).flatMap((body) => (JSON.parse(body) as { incidents?: Wire[] }).incidents ?? []);
      expect(new Set(ids.map((one) => one.id)).size).toBe(10_450);
    },
    60_000,
  );

  it("that cannot be worked around are told with their count", async () => {
    const server = await pagerduty({ incidents: many(10_050, () => SINCE + 5_000) });
    const { id } = await backfill(server);
    expect((await backfillView(ctx, id)).issues).toEqual([
      "10,050 incidents of 2026-05-25T00:00:05.000Z: the API gives out the first 10,000 only, the others are missing here.",
    ]);
  }, 60_000);
});

describe("starting one", () => {
  const at = (baseUrl: string, token: string | null = TOKEN) => ({
    since: new Date(SINCE).toISOString(),
    until: null,
    baseUrl,
    token,
  });
  const options = { ring: () => ring, allow: ["127.0.0.1:8080"] };

  it.each(["https://api.pagerduty.com", "https://api.eu.pagerduty.com/", "http://127.0.0.1:8080"])(
    "takes %s",
    async (baseUrl) => {
      const id = await startBackfill(ctx, await source(), at(baseUrl), options);
      expect(await backfillView(ctx, id)).toMatchObject({
        state: "queued",
        baseUrl: baseUrl.replace(/\/$/, ""),
        share: 0,
      });
      const jobs = await ctx.sql`select kind, payload from jobs`;
      expect([...jobs]).toEqual([{ kind: "backfill", payload: { backfillId: id } }]);
    },
  );

  it.each([
    "http://api.pagerduty.com",
    "https://api.pagerduty.com.evil.test",
    "https://api.pagerduty.com@evil.test",
    "https://api.opsgenie.com",
    "http://127.0.0.1:8081",
    "http://127.0.0.1:8080/path",
    "http://a:b@127.0.0.1:8080",
    "file:///etc/passwd",
    "",
  ])("refuses %s", async (baseUrl) => {
    await expect(startBackfill(ctx, await source(), at(baseUrl), options)).rejects.toThrow(
      "The address of the API must be",
    );
  });

  it("needs a token once, keeps it sealed and never tells it", async () => {
    const sourceId = await source();
    const url = "https://api.pagerduty.com";
    await expect(startBackfill(ctx, sourceId, at(url, null), options)).rejects.toThrow("An API token is needed");
    const id = await startBackfill(ctx, sourceId, at(url), options);
    await stopBackfill(ctx, id);
    await startBackfill(ctx, sourceId, at(url, null), options);
    const told = JSON.stringify([
      await backfillsOf(ctx, sourceId),
      await ctx.sql`select * from backfills`,
      await ctx.sql`select * from jobs`,
      await ctx.sql`select * from source_secrets`,
    ]);
    expect(told).not.toContain(TOKEN);
    expect(told).not.toContain(TOKEN.slice(0, -4));
  });

  it("is for a source that is there and has an API, and for a span that was", async () => {
    const url = "https://api.pagerduty.com";
    await expect(startBackfill(ctx, "1", at(url), options)).rejects.toThrow("There is no such source.");
    await expect(startBackfill(ctx, await source("zabbix"), at(url), options)).rejects.toThrow("No API of zabbix");
    const future = { ...at(url), since: new Date(UNTIL).toISOString() };
    await expect(startBackfill(ctx, await source(), future, options)).rejects.toThrow("must begin before it ends");
  });
});

describe("a backfill of Opsgenie", () => {
  const iso = (at: number) => new Date(at).toISOString();
  const alerts: FakeAlert[] = Array.from({ length: 130 }, (_, i) => {
    const at = SINCE + i * 3_000_000;
    return {
      id: `a-${String(i).padStart(3, "0")}`,
      tinyId: String(i),
      alias: `disk/${i % 7}`,
      message: `Disk full on db-${i % 7}`,
      status: "closed",
      acknowledged: true,
      count: 1,
      createdAt: iso(at),
      updatedAt: iso(at + 900_000),
      priority: "P3",
      owner: "ana@acme.test",
      responders: [],
      integration: { id: "i1", name: "Prometheus", type: "Prometheus" },
      report: { ackTime: 60_000, closeTime: 900_000, acknowledgedBy: "ana@acme.test", closedBy: "ana@acme.test" },
      recipients: [
        {
          user: { id: "u1", username: "ana@acme.test" },
          state: "action",
          method: "Acknowledge",
          createdAt: iso(at + 5_000),
          updatedAt: iso(at),
        },
      ],
      notes:
        i % 10 === 0
          ? [{ note: `Cleaned ${i}`, owner: "ana@acme.test", createdAt: iso(at + 120_000), offset: String(at) }]
          : [],
      logs:
        i === 3
          ? Array.from({ length: 230 }, (_, n) => ({
              log: `Line ${n}`,
              type: "system",
              owner: "System",
              createdAt: iso(at + n),
              offset: String(at + n),
            }))
          : [],
    };
  });
  const people = [
    { id: "u1", username: "ana@acme.test", fullName: "Ana Brandt", timeZone: "Europe/Berlin", verified: true },
  ];

  it("brings alerts with their recipients, notes and logs, whatever happens on the way", async () => {
    const random = createRandom("opsgenie");
    const kinds: Mishap[] = ["429", "500", "cut"];
    const server = await startFakeOpsgenie({
      key: TOKEN,
      alerts,
      users: people,
      now: () => clock,
      mishap: () => (random.chance(0.05) ? (kinds[random.integer(0, 2)] ?? null) : null),
    });
    servers.push(server);
    const id = await start(server, await source("opsgenie"));
    await runToEnd(id, outbound([server.pair]));
    const view = await backfillView(ctx, id);
    expect(view).toMatchObject({ state: "done", share: 1, issues: [], message: null });
    expect(view.records).toBe(1 + 1 + 130 + 130 + 13 + 230);
    const bodies = (await keptBodies()).map((body) => JSON.parse(body) as { alertId?: string; data: Wire[] });
    const of = (alertId: string) => bodies.filter((body) => body.alertId === alertId).flatMap(({ data }) => data);
    expect(of("a-003").length).toBe(1 + 230);
    expect(of("a-010").map(({ note }) => note)).toContain("Cleaned 10");
    const dump = await pagesOfKept();
    expect(dump.pages?.length).toBe(130);
    expect(dump.notifications?.length).toBe(130);
    expect(dump.notifications?.join()).not.toContain('"estimated":true');
    expect(dump.page_folds?.join().match(/Cleaned/g)?.length).toBe(13);
  }, 60_000);
});
