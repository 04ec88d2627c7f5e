import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createSignInLink, signIn } from "@/db/commands/sign-in";
import { newKey } from "@/db/secrets/key-ring";
import { createTestDb, type TestDb } from "@/db/test-db";
import type { Backfills, BackfillView } from "@/lib/contract/backfill";
import { GET as list, POST as start } from "../sources/[id]/backfills/route";
import { GET as get, POST as resume, DELETE as stop } from "./[id]/route";

const jar = new Map<string, string>();
vi.mock("next/headers", () => ({
  cookies: async () => ({ get: (name: string) => (jar.has(name) ? { value: jar.get(name) } : undefined) }),
}));

const HOST = "127.0.0.1:7386";
const TOKEN = "u+secret-0123456789";
let db: TestDb;

beforeAll(async () => {
  db = await createTestDb();
  vi.stubEnv("DATABASE_URL", db.url);
  vi.stubEnv("SQUELCH_DATA", db.dataDir);
  vi.stubEnv("SQUELCH_KEYS", newKey());
  jar.set("squelch_session", await signIn(db.db, await createSignInLink(db.url)));
  await db.sql`insert into sources (workspace_id, id, slug, name, provider) values (1, 7, 's', 'PagerDuty', 'pagerduty')`;
});
beforeEach(() => db.sql.unsafe("truncate backfills, jobs, source_secrets"));
afterAll(async () => {
  vi.unstubAllEnvs();
  await (globalThis as { squelchClient?: { close(): Promise<void> } }).squelchClient?.close();
  await db.drop();
});

function request(method: string, body?: unknown): Request {
  const headers = { host: HOST, origin: `http://${HOST}`, "x-squelch": "1", "content-type": "application/json" };
  return new Request(`http://${HOST}/api/x`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const at = (id: string) => ({ params: Promise.resolve({ id }) });
const BODY = { since: "2026-01-01T00:00:00Z", baseUrl: "https://api.pagerduty.com", token: TOKEN };

async function read<T>(answer: Promise<Response>): Promise<{ status: number; body: T }> {
  const response = await answer;
  return { status: response.status, body: (await response.json()) as T };
}

describe("backfills over HTTP", () => {
  it("are started, listed, stopped and resumed, and the token never comes back", async () => {
    const begun = await read<BackfillView>(start(request("POST", BODY), at("7")));
    expect(begun).toMatchObject({ status: 200, body: { sourceId: "7", state: "queued", share: 0, secondsLeft: null } });
    const { id } = begun.body;
    expect((await read(start(request("POST", BODY), at("7")))).status).toBe(409);
    expect((await read<BackfillView>(stop(request("DELETE"), at(id)))).body.state).toBe("stopped");
    expect((await read(stop(request("DELETE"), at(id)))).status).toBe(409);
    expect((await read<BackfillView>(resume(request("POST"), at(id)))).body.state).toBe("queued");
    const shown = await read<BackfillView>(get(request("GET"), at(id)));
    const listed = await read<Backfills>(list(request("GET"), at("7")));
    expect(listed.body).toMatchObject({ backfills: [{ id }], gaps: [], tokenHint: "6789" });
    expect(listed.body.regions.map(({ label }) => label)).toEqual(["US", "EU"]);
    expect(JSON.stringify([begun, shown, listed])).not.toContain("secret-");
  });

  it.each([
    ["an unknown member", { ...BODY, note: 1 }],
    ["no beginning", { ...BODY, since: undefined }],
    ["a day for a time", { ...BODY, since: "2026-01-01" }],
    ["another address", { ...BODY, baseUrl: "https://169.254.169.254" }],
    ["a token with a line break in it", { ...BODY, token: "a\r\nx-evil: 1" }],
    ["an end before the beginning", { ...BODY, until: "2025-01-01T00:00:00Z" }],
  ])("are refused with %s", async (_, body) => {
    expect((await read(start(request("POST", body), at("7")))).status).toBe(400);
    expect([...(await db.sql`select id from source_secrets`)]).toEqual([]);
  });

  it("are not there under ids that are not", async () => {
    for (const answer of [
      list(request("GET"), at("8")),
      start(request("POST", BODY), at("x")),
      get(request("GET"), at("1")),
      stop(request("DELETE"), at("1")),
      resume(request("POST"), at("9".repeat(30))),
    ])
      expect((await answer).status).toBe(404);
  });
});
