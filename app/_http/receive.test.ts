import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { sha256 } from "@/db/ids";
import { drainSpool } from "@/db/jobs/drain-spool";
import { newKey, openKeyRing, seal } from "@/db/secrets/key-ring";
import { openSpool, spoolFiles, spoolState } from "@/db/staging/spool";
import { createTestDb, type TestDb } from "@/db/test-db";
import { type Gate, gateTo } from "@/db/test-gate";
import { type Door, openDoor } from "./door";
import { readBody } from "./read-body";
import { describeAddress, receiveRequest } from "./receive";

const KEYS = newKey();
const ring = openKeyRing(KEYS);
const [SECRET, TOKEN] = ["signing secret", "token-of-32-characters-0123456789"];
const NOW = Date.parse("2026-03-01T12:00:00Z");
let db: TestDb;
let gate: Gate;
let dir: string;
let door: Door;

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  await source({ id: 1, slug: "signed", proof: "signature", secret: SECRET });
  await source({ id: 2, slug: "headed", proof: "header", header: "x-secret", secret: sha256(TOKEN) });
  await source({ id: 3, slug: "bearer", proof: "header", header: "authorization", secret: sha256(TOKEN) });
  await source({ id: 4, slug: "pathed", proof: "path", secret: sha256(TOKEN) });
  await source({ id: 5, slug: "gone", proof: "signature", secret: SECRET, deleted: true });
  await source({ id: 6, slug: "files", proof: null, secret: SECRET });
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.sql`truncate inbox, inbox_repeats, refusals`;
  dir = await mkdtemp(join(tmpdir(), "squelch-door-"));
  gate = await gateTo(db.url);
  door = openTestDoor();
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(async () => {
  vi.restoreAllMocks();
  await gate.open();
  await door.database.close(0);
  await gate.end();
  await rm(dir, { recursive: true, force: true });
});

/** The test server may forget what it commits (fsync off), which the door asks it: here the test says. */
let durable = true;

function openTestDoor(): Door {
  const opened = openDoor({
    url: gate.url,
    dataDir: dir,
    keys: KEYS,
    publicUrl: "https://squelch.example",
    now: () => NOW,
  });
  const find = async (slug: string) => {
    const found = await opened.sources.find(slug);
    return typeof found === "string" ? found : { ...found, durable };
  };
  return { ...opened, sources: { find } };
}

type Source = { id: number; slug: string; proof: string | null; header?: string; secret: string; deleted?: boolean };
async function source({ id, slug, proof, header, secret, deleted }: Source): Promise<void> {
  await db.sql`insert into sources (workspace_id, id, slug, name, provider, proof, header_name, deleted_at)
    values (1, ${id}, ${slug}, ${slug}, 'pagerduty', ${proof}, ${header ?? null}, ${deleted ? new Date(NOW) : null})`;
  const sealed = seal(ring, secret, { table: "source_secrets", column: "sealed", id: String(id) });
  const kind = proof === "signature" ? "signing" : (proof ?? "signing");
  await db.sql`insert into source_secrets (workspace_id, id, source_id, kind, sealed, hint)
    values (1, ${id}, ${id}, ${kind}, ${sealed}, 'hint')`;
}

const body = (n: number | string) => JSON.stringify({ event: { id: `E${n}`, event_type: "incident.triggered" } });
const signed = (text: string, secret = SECRET) => `v1=${createHmac("sha256", secret).update(text).digest("hex")}`;

type Sent = { slug?: string; token?: string | null; body?: string; headers?: Record<string, string> };
function post({ slug = "signed", token = null, body: text = body(1), headers }: Sent = {}): Promise<Response> {
  const path = `/api/ingest/${slug}${token === null ? "" : `/${token}`}`;
  const request = new Request(`http://localhost:3000${path}`, {
    method: "POST",
    body: text,
    headers: headers ?? {
      "content-type": "application/json",
      "x-pagerduty-signature": signed(text),
      host: "evil.example",
    },
  });
  return receiveRequest(door, request, { slug, token });
}
const send = (n: number | string) => post({ body: body(n) });
const keys = async () =>
  (await db.sql`select delivery_key from inbox order by 1`).map((row) => row.delivery_key as string);
const refusals = async () => {
  await door.refusals.flush();
  const rows =
    await db.sql`select source_id, reason, status, requests, day::text from refusals order by source_id, reason`;
  return rows.map(({ source_id, reason, status, requests }) => [source_id, reason, status, requests]);
};
const detailOf = async (response: Response) => ((await response.json()) as { detail: string }).detail;

describe("a delivery that proves itself", () => {
  it("is stored, and its repetition is 202 too", async () => {
    expect((await send(1)).status).toBe(202);
    expect((await send(1)).status).toBe(202);
    expect(await keys()).toEqual(["E1"]);
    expect(await db.sql`select from inbox_repeats`).toHaveLength(1);
    const [row] = await db.sql`select body, headers, via, received_at, day::text from inbox`;
    expect(row).toEqual({
      body: Buffer.from(body(1)),
      headers: { "content-type": "application/json" },
      via: "webhook",
      received_at: new Date(NOW),
      day: "2026-03-01",
    });
    expect(await spoolFiles(door.spool)).toEqual([]);
  });

  it.each([
    ["no JSON at all", "{not json"],
    ["nothing", ""],
    ["a depth of 10,000", "[".repeat(10_000)],
    ["members of every object", '{"__proto__": {"event": {"id": "E"}}}'],
    ["an id that is no text", '{"event": {"id": {"a": 1}}}'],
  ])("is kept by its hash when it holds %s", async (_name, text) => {
    expect((await post({ body: text })).status).toBe(202);
    const [key] = await keys();
    expect(key).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ["headed", null, { "x-secret": TOKEN }],
    ["bearer", null, { authorization: `Bearer ${TOKEN}` }],
    ["bearer", null, { authorization: `Basic ${Buffer.from(`squelch:${TOKEN}`).toString("base64")}` }],
    ["pathed", TOKEN, {}],
  ])("is taken by %s", async (slug, token, headers) => {
    expect((await post({ slug, token, headers: { "content-type": "application/json", ...headers } })).status).toBe(202);
    const [row] = await db.sql`select headers from inbox`;
    expect(JSON.stringify(row?.headers), "no secret is kept").not.toContain(TOKEN);
  });

  it.each(["application/json", "application/json; charset=utf-8", "APPLICATION/JSON", "application/vnd.x+json"])(
    "is taken as %s",
    async (type) => {
      const headers = { "content-type": type, "x-pagerduty-signature": signed(body(1)) };
      expect((await post({ headers })).status).toBe(202);
    },
  );
});

describe("what is turned away", () => {
  const json = { "content-type": "application/json" };

  it.each([
    ["an unknown source", { slug: "nobody" }, 404, null],
    ["a source without a webhook", { slug: "files" }, 404, null],
    ["a token where none belongs", { token: TOKEN }, 404, null],
    ["a deleted source", { slug: "gone" }, 410, ["5", "source-deleted", 410, 1]],
    ["no signature", { headers: json }, 401, ["1", "proof-missing", 401, 1]],
    [
      "a wrong signature",
      { headers: { ...json, "x-pagerduty-signature": signed("other") } },
      401,
      ["1", "proof-wrong", 401, 1],
    ],
    ["no secret header", { slug: "headed", headers: json }, 401, ["2", "proof-missing", 401, 1]],
    [
      "a wrong secret header",
      { slug: "headed", headers: { ...json, "x-secret": "no" } },
      401,
      ["2", "proof-wrong", 401, 1],
    ],
    [
      "the hash for the secret",
      { slug: "headed", headers: { ...json, "x-secret": sha256(TOKEN) } },
      401,
      ["2", "proof-wrong", 401, 1],
    ],
    ["no token", { slug: "pathed", headers: json }, 401, ["4", "proof-missing", 401, 1]],
    ["a wrong token", { slug: "pathed", token: "no", headers: json }, 401, ["4", "proof-wrong", 401, 1]],
    ["another type", { headers: { "content-type": "text/html" } }, 415, ["1", "type-not-allowed", 415, 1]],
    [
      "a compressed body",
      { headers: { ...json, "content-encoding": "gzip" } },
      415,
      ["1", "encoding-not-allowed", 415, 1],
    ],
    ["a body over the cap", { body: " ".repeat(512 * 1024 + 1) }, 413, ["1", "too-large", 413, 1]],
    ["a length over the cap", { headers: { ...json, "content-length": "600000" } }, 413, ["1", "too-large", 413, 1]],
  ] as [string, Sent, number, unknown[] | null][])("%s: %#", async (_name, sent, status, counted) => {
    const response = await post(sent);
    expect(response.status).toBe(status);
    expect(await refusals()).toEqual(counted ? [counted] : []);
    expect(await keys()).toEqual([]);
    const detail = await detailOf(response);
    expect(detail).not.toContain(SECRET);
    expect(detail).not.toContain(TOKEN);
  });

  it("is counted together, and a streak ends with what is accepted", async () => {
    for (let n = 0; n < 3; n += 1) await post({ headers: json });
    await door.refusals.flush();
    const streak = async () => (await db.sql`select requests, streak from refusals`)[0];
    expect(await streak()).toEqual({ requests: 3, streak: 3 });
    await post({ headers: json });
    await door.refusals.flush();
    expect(await streak()).toEqual({ requests: 4, streak: 4 });
    await send(1);
    await db.sql`update inbox set received_at = received_at + interval '1 second'`;
    await post({ headers: json });
    await door.refusals.flush();
    expect(await streak()).toEqual({ requests: 5, streak: 1 });
  });

  it("a body at the cap is taken", async () => {
    const text = body(1).padEnd(512 * 1024, " ");
    expect((await post({ body: text })).status).toBe(202);
  });

  it("one that dawdles is cut", async () => {
    let timer: NodeJS.Timeout | undefined;
    const slow = new ReadableStream<Uint8Array>({
      start(controller) {
        timer = setInterval(() => controller.enqueue(Buffer.from("x")), 5);
      },
      cancel: () => clearInterval(timer),
    });
    const request = new Request("http://x.example", { method: "POST", body: slow, duplex: "half" } as RequestInit);
    expect(await readBody(request, 1_000_000, 50)).toBe("too-slow");
  });
});

it("the door asks the database whether it keeps what it commits", async () => {
  const opened = openDoor({ url: db.url, dataDir: dir, keys: KEYS, publicUrl: null });
  const [settings] = await db.sql`select current_setting('fsync') = 'on' as durable`;
  expect(await opened.sources.find("signed")).toMatchObject({ ...settings });
  await opened.database.close();
});

describe.each([true, false])("while the database is away; it keeps what it commits: %s", (isDurable) => {
  beforeEach(() => {
    durable = isDurable;
    return () => {
      durable = true;
    };
  });
  const drain = () => drainSpool({ sql: db.sql, spool: door.spool, now: () => NOW + 60_000, report: () => {} });

  it.each(["shut", "clog"] as const)("%s: every delivery is 202, and stored exactly once afterwards", async (how) => {
    expect((await send("before")).status).toBe(202);
    await gate[how]();
    const started = performance.now();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => send(n)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect((await send("later")).status).toBe(202);
    expect(performance.now() - started, "PagerDuty waits 5 s").toBeLessThan(4_500);
    expect(await keys()).toEqual(["Ebefore"]);
    expect(await spoolFiles(door.spool)).toHaveLength(21);
    await gate.open();
    expect(await drain()).toMatchObject({ stored: 21, torn: 0 });
    expect(await keys()).toHaveLength(22);
    expect(await db.sql`select from inbox_repeats`).toHaveLength(0);
  });

  it("a wrong signature is still refused, and counted when it is back", async () => {
    await send("before");
    await gate.shut();
    const wrong = { "content-type": "application/json", "x-pagerduty-signature": signed("other") };
    expect((await post({ headers: wrong })).status).toBe(401);
    await expect(door.refusals.flush()).rejects.toThrow();
    expect((await post({ headers: wrong })).status).toBe(401);
    await gate.open();
    await vi.waitFor(async () => expect(await refusals()).toEqual([["1", "proof-wrong", 401, 2]]), { timeout: 8_000 });
  });

  it("it comes back by itself", async () => {
    await send("before");
    gate.clog();
    await send("during");
    await gate.open();
    await vi.waitFor(
      async () => {
        await send("after");
        expect(await keys()).toContain("Eafter");
      },
      { timeout: 10_000, interval: 200 },
    );
  });

  it("a process that starts meanwhile keeps what it cannot check, and it is checked later", async () => {
    await gate.shut();
    const wrong = { "content-type": "application/json", "x-pagerduty-signature": signed("other") };
    expect((await send("good")).status).toBe(202);
    expect((await post({ headers: wrong })).status).toBe(202);
    expect((await post({ slug: "pathed", token: TOKEN, body: body("path"), headers: {} })).status).toBe(202);
    expect((await spoolFiles(door.spool)).map(({ kind }) => kind)).toEqual(["unverified", "unverified", "unverified"]);
    await gate.open();
    expect(await drain()).toMatchObject({ stored: 2, refused: 1 });
    expect(await keys()).toEqual(["Egood", "Epath"]);
  });

  it("with a full spool it is 503 and Retry-After, counted, and 202 again once it is back", async () => {
    await send("before");
    expect(await spoolFiles(door.spool)).toEqual([]);
    door.spool = openSpool(dir, ring, { bytes: 4_096, unverifiedBytes: 0 });
    await gate.shut();
    expect((await send(1)).status).toBe(202);
    const full = await send(2);
    expect([full.status, full.headers.get("retry-after")]).toEqual([503, "30"]);
    await gate.open();
    await vi.waitFor(async () => expect(await refusals()).toEqual([["1", "spool-full", 503, 1]]), { timeout: 8_000 });
    await drain();
    await vi.waitFor(async () => expect((await send(2)).status).toBe(202), { timeout: 10_000, interval: 500 });
    expect(await keys()).toEqual(["E1", "E2", "Ebefore"]);
  });

  it("with a disk that is full as well it is 503, never a 4xx", async () => {
    await send("before");
    door.spool = {
      ...door.spool,
      open: () => Promise.reject(Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" })),
    };
    await gate.shut();
    expect((await send(1)).status).toBe(503);
    expect(await spoolState(door.spool)).toMatchObject({ files: 0, bytes: 0 });
  });
});

describe("an address of which too many requests do not prove themselves", () => {
  const send = (peer: string, signature: string, n = 1) =>
    post({
      body: body(n),
      headers: { "content-type": "application/json", "x-pagerduty-signature": signature, "x-squelch-peer": peer },
    });

  it("is told to wait with the 61st in a minute; one that proves itself is always taken", async () => {
    for (let i = 0; i < 60; i += 1) expect((await send("203.0.113.1", "v1=00")).status).toBe(401);
    const late = await send("203.0.113.1", "v1=00");
    expect([late.status, late.headers.get("retry-after")]).toEqual([429, "60"]);
    expect((await send("203.0.113.2", "v1=00")).status).toBe(401);
    for (let i = 0; i < 70; i += 1) expect((await send("203.0.113.1", signed(body(i)), i)).status).toBe(202);
    expect(await refusals()).toEqual([
      ["1", "proof-wrong", 401, 61],
      ["1", "too-many", 429, 1],
    ]);
    expect(JSON.stringify(await db.sql`select headers from inbox`)).not.toContain("203.0.113");
  });
});

describe("the address itself", () => {
  const get = (slug: string, token: string | null = null) => describeAddress(door, { slug, token });
  it.each([
    ["signed", null, 200],
    ["pathed", "whatever", 200],
    ["signed", "token", 404],
    ["nobody", null, 404],
    ["gone", null, 410],
  ])("%s %s answers %i", async (slug, token, status) => {
    expect((await get(slug, token)).status).toBe(status);
  });

  it("of a source that was made a moment ago is known at once", async () => {
    expect((await get("fresh")).status).toBe(404);
    await source({ id: 7, slug: "fresh", proof: "signature", secret: SECRET });
    await vi.waitFor(async () => expect((await get("fresh")).status).toBe(200), { timeout: 2_000, interval: 100 });
  });
});
