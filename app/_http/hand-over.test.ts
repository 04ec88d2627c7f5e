import { createHmac } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { newKey, openKeyRing, seal } from "@/db/secrets/key-ring";
import { createTestDb, type TestDb } from "@/db/test-db";
import { type Door, openDoor } from "./door";
import { handOver } from "./hand-over";
import { readMessage } from "./read-body";

const KEYS = newKey();
const SECRET = "signing secret";
const MAX_BYTES = 512 * 1024;
const shared = globalThis as {
  squelchDoor?: Door;
  squelchIngest?: (request: IncomingMessage, response: ServerResponse) => boolean;
};
let db: TestDb;
let dir: string;
let server: Server;
let origin: string;

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  await db.sql`insert into sources (workspace_id, id, slug, name, provider, proof)
    values (1, 1, 'signed', 'signed', 'pagerduty', 'signature')`;
  const sealed = seal(openKeyRing(KEYS), SECRET, { table: "source_secrets", column: "sealed", id: "1" });
  await db.sql`insert into source_secrets (workspace_id, id, source_id, kind, sealed, hint)
    values (1, 1, 1, 'signing', ${sealed}, 'hint')`;
  dir = await mkdtemp(join(tmpdir(), "squelch-door-"));
  shared.squelchDoor = openDoor({ url: db.url, dataDir: dir, keys: KEYS, publicUrl: null });
  handOver();
  server = createServer((request, response) => {
    if (!shared.squelchIngest?.(request, response)) response.writeHead(299).end("router");
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await shared.squelchDoor?.refusals.flush();
  await shared.squelchDoor?.database.close(0);
  await db.drop();
  await rm(dir, { recursive: true, force: true });
});
beforeEach(async () => {
  // What is counted is written a moment later.
  await shared.squelchDoor?.refusals.flush();
  await db.sql`truncate inbox, inbox_repeats, refusals`;
});

const body = (n: number) => JSON.stringify({ event: { id: `E${n}`, event_type: "incident.triggered" } });
const signed = (text: string) => `v1=${createHmac("sha256", SECRET).update(text).digest("hex")}`;
const post = (path: string, text: string, headers: Record<string, string> = {}) =>
  fetch(origin + path, {
    method: "POST",
    body: text,
    headers: { "content-type": "application/json", "x-pagerduty-signature": signed(text), ...headers },
  });
const kept = async () => (await db.sql`select delivery_key from inbox order by 1`).map((row) => row.delivery_key);

describe("a delivery that never meets the router", () => {
  it("is kept, and its repetition is 202 too", async () => {
    for (let i = 0; i < 2; i += 1) {
      const { status, headers } = await post("/api/ingest/signed?from=sender", body(1), { cookie: "a=b" });
      expect([status, headers.get("cache-control"), headers.get("x-content-type-options")]).toEqual([
        202,
        "no-store",
        "nosniff",
      ]);
    }
    expect(await kept()).toEqual(["E1"]);
    expect(await db.sql`select from inbox_repeats`).toHaveLength(1);
  });

  it("is kept with 400 others at once, each exactly once", async () => {
    const answers = await Promise.all(Array.from({ length: 400 }, (_, n) => post("/api/ingest/signed", body(n))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(await kept()).toHaveLength(400);
    expect(await db.sql`select from inbox_repeats`).toHaveLength(0);
  });

  it.each([
    ["nobody's", "/api/ingest/nobody", {}, 404],
    ["with a token where none belongs", "/api/ingest/signed/token", {}, 404],
    ["wrongly signed", "/api/ingest/signed", { "x-pagerduty-signature": "v1=00" }, 401],
    ["of another type", "/api/ingest/signed", { "content-type": "text/html" }, 415],
  ])("is turned away: %s", async (_name, path, headers, status) => {
    const response = await post(path, body(1), headers);
    expect([response.status, response.headers.get("content-type")]).toEqual([status, "application/json"]);
    expect(await response.json()).toMatchObject({ status });
    expect(await kept()).toEqual([]);
  });

  it("is refused while it streams beyond its limit, without a length told", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        if (sent > 64 * MAX_BYTES) controller.close();
        else controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    const answer = fetch(`${origin}/api/ingest/signed`, {
      method: "POST",
      body: endless,
      headers: { "content-type": "application/json" },
      duplex: "half",
    } as RequestInit);
    // The connection may be cut before a sender that does not listen has read the answer.
    const status = await answer.then(
      (response) => response.status,
      () => 413,
    );
    expect(status).toBe(413);
    await shared.squelchDoor?.refusals.flush();
    expect([...(await db.sql`select reason, status, requests from refusals`)]).toEqual([
      { reason: "too-large", status: 413, requests: 1 },
    ]);
    expect(sent, "it was not read to its end").toBeLessThan(64 * MAX_BYTES);
  });

  it("that breaks off is no delivery, and is counted", async () => {
    const text = body(1);
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    socket.write(
      `POST /api/ingest/signed HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n` +
        `x-pagerduty-signature: ${signed(text)}\r\n\r\n${text.slice(0, 10)}`,
    );
    setTimeout(() => socket.destroy(), 100);
    await vi.waitFor(async () => {
      await shared.squelchDoor?.refusals.flush();
      expect([...(await db.sql`select reason, status from refusals`)]).toEqual([{ reason: "too-slow", status: 408 }]);
    });
    expect(await kept()).toEqual([]);
  });
});

it.each([
  ["GET", "/api/ingest/signed"],
  ["POST", "/api/ingest"],
  ["POST", "/api/ingest/"],
  ["POST", "/api/ingest/a/b/c"],
  ["POST", "/api/ingest/%2e%2e/pages"],
  ["POST", "/api/ingest-other/signed"],
  ["POST", "/x/api/ingest/signed"],
])("%s %s is left to the router", async (method, path) => {
  expect((await fetch(origin + path, { method })).status).toBe(299);
});

it("a body that dawdles is given up", async () => {
  const dawdling = createServer((request, response) => {
    void readMessage(request, MAX_BYTES, 80).then((read) => response.end(JSON.stringify(read)));
  });
  await once(dawdling.listen(0, "127.0.0.1"), "listening");
  const socket = connect((dawdling.address() as AddressInfo).port, "127.0.0.1");
  socket.write("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\nconnection: close\r\n\r\n");
  const dripping = setInterval(() => socket.write("x"), 10);
  const [answer] = await once(socket, "data");
  clearInterval(dripping);
  socket.destroy();
  dawdling.closeAllConnections();
  dawdling.close();
  expect(String(answer)).toMatch(/200 OK[\s\S]*"too-slow"$/);
});
