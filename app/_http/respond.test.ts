import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { createSignInLink, signIn } from "@/db/commands/sign-in";
import { createTestDb, type TestDb } from "@/db/test-db";
import { AppError } from "@/lib/errors";
import { respond, respondPublic } from "./respond";
import { endedCookies, sessionCookie } from "./session-cookie";

const jar = new Map<string, string>();
vi.mock("next/headers", () => ({
  cookies: async () => ({ get: (name: string) => (jar.has(name) ? { value: jar.get(name) } : undefined) }),
}));

let db: TestDb;
beforeAll(async () => {
  db = await createTestDb();
});
afterAll(async () => {
  await (globalThis as { squelchClient?: { close(): Promise<void> } }).squelchClient?.close();
  await db.drop();
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  jar.clear();
});

const HOST = "127.0.0.1:7386";
const get = (headers: Record<string, string> = {}) =>
  new Request(`http://${HOST}/api/x?token=a`, { headers: { host: HOST, ...headers } });
const post = (headers: Record<string, string> = {}) =>
  new Request(`http://${HOST}/api/x`, { method: "POST", headers: { host: HOST, ...headers } });
const OWN = { origin: `http://${HOST}`, "x-squelch": "1" };

async function answerTo(
  thrown: unknown,
): Promise<{ status: number; body: Record<string, unknown>; response: Response }> {
  const response = await respondPublic(get(), () => Promise.reject(thrown));
  return { status: response.status, body: (await response.json()) as Record<string, unknown>, response };
}

describe("an answer", () => {
  it("is JSON that nobody keeps", async () => {
    const response = await respondPublic(get(), async () => ({ pages: 3 }));
    expect([response.status, await response.json()]).toEqual([200, { pages: 3 }]);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it("is empty where there is nothing to say", async () => {
    const response = await respondPublic(post(OWN), async () => undefined);
    expect([response.status, await response.text()]).toEqual([204, ""]);
  });

  it("passes a response through as it is", async () => {
    const own = new Response("a,b", { headers: { "content-type": "text/csv" } });
    expect(await respondPublic(get(), async () => own)).toBe(own);
  });
});

describe("an error", () => {
  it.each([
    ["invalid", 400],
    ["unauthorised", 401],
    ["forbidden", 403],
    ["not-found", 404],
    ["conflict", 409],
    ["too-large", 413],
  ] as const)("%s is answered with %i and its words", async (code, status) => {
    const answer = await answerTo(new AppError(code, "Take another one."));
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ type: "about:blank", status, detail: "Take another one." });
    expect(answer.response.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.response.headers.get("cache-control")).toBe("no-store");
  });

  it("of a contract names what is wrong with which part", async () => {
    const { error } = z.object({ limit: z.number() }).safeParse({ limit: "many" });
    const { status, body } = await answerTo(error);
    expect(status).toBe(400);
    expect(body.detail).toContain("limit");
  });

  it("of ours is opaque, and its whole is in the log under the same request id", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const bug = new TypeError("password=hunter2 of /srv/data");
    const { status, body } = await answerTo(bug);
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toMatch(/hunter2|srv|TypeError|stack/);
    expect(body.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(log).toHaveBeenCalledExactlyOnceWith(`${String(body.requestId)} GET /api/x`, bug);
  });

  it.each(["a text", null, undefined, { status: 200 }])("thrown as %j is opaque as well", async (thrown) => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    expect((await answerTo(thrown)).status).toBe(500);
  });
});

describe("the gate", () => {
  it("refuses a foreign host before anything is done, for reading too", async () => {
    const handle = vi.fn(async () => ({}));
    const response = await respondPublic(get({ host: "evil.example" }), handle);
    expect([response.status, handle.mock.calls.length]).toEqual([403, 0]);
  });

  it("refuses a change from elsewhere before anything is done", async () => {
    const handle = vi.fn(async () => ({}));
    expect((await respondPublic(post(), handle)).status).toBe(403);
    expect((await respondPublic(post({ ...OWN, origin: "null" }), handle)).status).toBe(403);
    expect(handle).not.toHaveBeenCalled();
    expect((await respondPublic(post(OWN), handle)).status).toBe(200);
  });

  it("hands a handler the viewer of a living session, and nobody else gets past it", async () => {
    vi.stubEnv("DATABASE_URL", db.url);
    vi.stubEnv("SQUELCH_DATA", db.dataDir);
    const who = () => respond(get(), async ({ viewer, workspaceId }) => ({ name: viewer.name, workspaceId }));
    expect((await who()).status).toBe(401);
    jar.set("squelch_session", "made-up");
    expect((await who()).status).toBe(401);
    jar.set("squelch_session", await signIn(db.db, await createSignInLink(db.url)));
    expect(await (await who()).json()).toEqual({ name: "Admin", workspaceId: 1 });
  });
});

describe("an auditor", () => {
  it("reads, and changes nothing", async () => {
    vi.stubEnv("DATABASE_URL", db.url);
    vi.stubEnv("SQUELCH_DATA", db.dataDir);
    jar.set("squelch_session", await signIn(db.db, await createSignInLink(db.url)));
    await db.sql`update users set role = 'auditor'`;
    try {
      const handle = vi.fn(async () => ({ done: true }));
      expect((await respond(post(OWN), handle)).status).toBe(403);
      expect(handle).not.toHaveBeenCalled();
      expect((await respond(get(), handle)).status).toBe(200);
    } finally {
      await db.sql`update users set role = 'admin'`;
    }
  });
});

describe("the session's cookie", () => {
  const attributes = (cookie: string) => cookie.split("; ");

  it("is bound to the host and to HTTPS behind an https address", () => {
    vi.stubEnv("PUBLIC_URL", "https://squelch.example");
    expect(attributes(sessionCookie("t"))).toEqual([
      "__Host-squelch=t",
      "Path=/",
      "HttpOnly",
      "SameSite=Lax",
      "Max-Age=604800",
      "Secure",
    ]);
  });

  it.each([undefined, "http://squelch.example"])("is a plain one at %s, still out of reach of scripts", (address) => {
    vi.stubEnv("PUBLIC_URL", address);
    expect(attributes(sessionCookie("t"))).toEqual([
      "squelch_session=t",
      "Path=/",
      "HttpOnly",
      "SameSite=Lax",
      "Max-Age=604800",
    ]);
  });

  it("ends under both names, with the attributes that each name needs", () => {
    expect(endedCookies().map(attributes)).toEqual([
      ["__Host-squelch=", "Path=/", "HttpOnly", "SameSite=Lax", "Max-Age=0", "Secure"],
      ["squelch_session=", "Path=/", "HttpOnly", "SameSite=Lax", "Max-Age=0"],
    ]);
  });
});
