import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ZodType } from "zod";
import { decide } from "@/db/commands/decide";
import { importOrganisation } from "@/db/commands/import-organisation";
import { makeToken } from "@/db/commands/make-token";
import { revokeToken } from "@/db/commands/revoke-token";
import type { Ctx, Viewer } from "@/db/ctx";
import { randomId, sha256 } from "@/db/ids";
import { drainBatch } from "@/db/jobs/drain-inbox";
import { flagDue } from "@/db/jobs/keep-flagging";
import { createTestDb, TEST_KEYS, type TestDb } from "@/db/test-db";
import { deliver, makeSource } from "@/db/test-deliveries";
import { importText } from "@/db/test-import";
import { secretToken, TOKEN_BYTES } from "@/lib/auth/secret-token";
import { DecideBody } from "@/lib/contract/decision";
import { OPERATIONS } from "@/lib/contract/operations";
import { isReadRoute, type ReadRoute } from "@/lib/contract/read-routes";
import { incidentsJson, orgCsv, shiftsCsv, usersJson } from "@/lib/sample/sample-company";
import { SESSION_COOKIES } from "./session-cookie";

const HOST = "127.0.0.1:7386";
const NOW = Date.now();
const SAMPLE = { seed: 7, until: NOW, days: 10, limit: 120 };

let cookie: string | null = null;
vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => (name === SESSION_COOKIES[1] && cookie !== null ? { value: cookie } : undefined),
  }),
  headers: async () => new Headers({ host: HOST }),
}));

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
type Route = { path: string; GET: Handler };

/** Health; and senders, who prove themselves and are told nothing: e2e/access.spec.ts asks those. */
const WITHOUT_ROLES = ["/api/livez", "/api/readyz", "/api/ingest/{source}", "/api/ingest/{source}/{token}"];
/** Who reads what by role alone; everything else is read by all three, each under their own sight. */
const FOR_ADMINS = ["/api/people/{id}/erasure"];
const FOR_ADMINS_AND_AUDITORS = ["/api/audit", "/api/audit/chain"];
/** One's own data, which only who is among the people has. */
const OWN = ["/api/people/{id}/data"];

const DEAD = ["nobody", "expired session", "disabled user", "mistyped token", "unknown token", "expired token"] as const;
const ALSO_DEAD = ["revoked token", "token of another role", "token of a disabled user", "share link"] as const;
const LIVING = ["admin", "member", "auditor", "token", "token beside the admin's cookie", "elsewhere"] as const;
type Actor = (typeof DEAD)[number] | (typeof ALSO_DEAD)[number] | (typeof LIVING)[number];

let db: TestDb;
let routes: Route[];
const actors = new Map<Actor, { cookie?: string; bearer?: string }>();
const ids: Record<string, string> = {};

beforeAll(async () => {
  db = await createTestDb("Europe/Berlin");
  vi.stubEnv("DATABASE_URL", db.url);
  vi.stubEnv("SQUELCH_DATA", db.dataDir);
  vi.stubEnv("SQUELCH_KEYS", TEST_KEYS);
  const ctx = await fill();
  await makeActors(ctx);
  routes = await readRoutes();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await (globalThis as { squelchClient?: { close(): Promise<void> } }).squelchClient?.close();
  await db.drop();
});

/** Something of everything that can be asked for. */
async function fill(): Promise<Ctx> {
  const ctx = await db.ctxAt(NOW);
  const { sql } = ctx;
  const text = (chunks: Iterable<string>) => [...chunks].join("");
  await importText(ctx, text(usersJson(SAMPLE)), { name: "users.json" });
  await importText(ctx, text(shiftsCsv(SAMPLE)), { name: "shifts.csv" });
  ids.import = await importText(ctx, text(incidentsJson(SAMPLE)), { name: "incidents.json" });
  await importOrganisation(ctx, { kind: "people", text: text(orgCsv(SAMPLE)), fromDate: null });
  const source = await makeSource(ctx, "neutral");
  ids.source = source;
  ids.delivery = await deliver(ctx, source, "{}", NOW);
  await drainBatch(ctx, () => {});
  await flagDue(db, NOW);
  const [row] = await sql<Record<"page" | "signature" | "person", string>[]>`
    select p.id as page, p.signature_id as signature, i.person_id as person from pages p
    join interruption_pages ip on ip.page_id = p.id join interruptions i on i.person_id = ip.person_id and i.at = ip.at
    order by p.triggered_at desc limit 1`;
  if (!row) throw new Error("nobody was interrupted");
  Object.assign(ids, row);
  await sql`update users set person_id = ${row.person} where role = 'admin'`;
  const body = DecideBody.parse({ signatureIds: [row.signature], kind: "silence", reason: "too often", expiresInDays: 7 });
  await decide(ctx, body);
  const [decision] = await sql<{ id: string }[]>`select id from decisions limit 1`;
  ids.decision = decision?.id ?? "";
  ids.backfill = "1";
  await sql`
    insert into backfills (workspace_id, id, source_id, base_url, state, since, until)
    values (1, 1, ${source}, 'https://api.example.com', 'done', now() - interval '1 day', now())`;
  return ctx;
}

async function makeActors(ctx: Ctx): Promise<void> {
  const { sql } = ctx;
  await sql`
    insert into workspaces (id, name, time_zone, settings, signature_version)
    select 2, 'Elsewhere', 'UTC', settings, signature_version from workspaces where id = 1`;
  const user = async (role: Viewer["role"], workspaceId = 1, disabled = false): Promise<Ctx> => {
    const [row] = await sql<{ id: string }[]>`
      insert into users (workspace_id, id, name, role, disabled_at)
      values (${workspaceId}, ${randomId()}, ${role}, ${role}, ${disabled ? new Date(NOW) : null}) returning id`;
    return { ...ctx, workspaceId, viewer: { userId: row?.id ?? "", name: role, role, personId: null } };
  };
  const session = async ({ workspaceId, viewer }: Ctx, hours = 1): Promise<string> => {
    const token = randomId();
    await sql`
      insert into sessions (workspace_id, token_hash, user_id, expires_at)
      values (${workspaceId}, ${sha256(token)}, ${viewer.userId}, now() + make_interval(hours => ${hours}))`;
    return token;
  };
  const token = async (owner: Ctx) => makeToken(owner, { name: "test", days: 90 });
  const member = await user("member");
  const gone = await user("member", 1, true);
  const changed = await user("admin");
  const admin = await session(ctx);
  const [living, expired, revoked, promoted, orphan] = [
    await token(member),
    await token(member),
    await token(member),
    await token({ ...changed, viewer: { ...changed.viewer, role: "member" } }),
    await token(gone),
  ];
  await sql`update api_tokens set expires_at = now() where id = ${expired.id}`;
  await revokeToken(member, revoked.id);
  const all: [Actor, { cookie?: string; bearer?: string }][] = [
    ["nobody", {}],
    ["expired session", { cookie: await session(ctx, -1) }],
    ["disabled user", { cookie: await session(gone) }],
    ["mistyped token", { bearer: `${living.token.slice(0, -1)}_` }],
    ["unknown token", { bearer: secretToken("sqt", new Uint8Array(TOKEN_BYTES)) }],
    ["expired token", { bearer: expired.token }],
    ["revoked token", { bearer: revoked.token }],
    ["token of another role", { bearer: promoted.token }],
    ["token of a disabled user", { bearer: orphan.token }],
    ["share link", { bearer: secretToken("sqs", new Uint8Array(TOKEN_BYTES)) }],
    ["admin", { cookie: admin }],
    ["member", { cookie: await session(member) }],
    ["auditor", { cookie: await session(await user("auditor")) }],
    ["token", { bearer: living.token }],
    ["token beside the admin's cookie", { bearer: living.token, cookie: admin }],
    ["elsewhere", { cookie: await session(await user("admin", 2)) }],
  ];
  for (const [actor, proof] of all) actors.set(actor, proof);
}

async function readRoutes(): Promise<Route[]> {
  const files = readdirSync("app/api", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("/route.ts"))
    .filter((path) => /export (async )?function GET\b/.test(readFileSync(`app/api/${path}`, "utf8")))
    .map((path) => path.replace(/\/route\.ts$/, ""))
    .sort();
  const found = files.map((file) => ({ file, path: `/api/${file.replaceAll(/\[(\w+)\]/g, "{$1}")}` }));
  return Promise.all(
    found
      .filter(({ path }) => !WITHOUT_ROLES.includes(path))
      .map(async ({ file, path }) => ({ path, ...((await import(/* @vite-ignore */ join(process.cwd(), `app/api/${file}/route.ts`))) as { GET: Handler }) })),
  );
}

/** What stands in the place of `{id}`, and what a route asks for beside it. */
const PLACES: readonly [RegExp, string][] = [
  [/^\/api\/signatures/, "signature"],
  [/^\/api\/pages/, "page"],
  [/^\/api\/people/, "person"],
  [/^\/api\/sources/, "source"],
  [/^\/api\/imports/, "import"],
  [/^\/api\/deliveries/, "delivery"],
  [/^\/api\/backfills/, "backfill"],
  [/^\/api\/decisions/, "decision"],
];

function askedOf(path: string): { params: Record<string, string>; search: string } {
  const [, kind = ""] = PLACES.find(([pattern]) => pattern.test(path)) ?? [];
  const params = path.includes("{table}") ? { table: "people" } : path.includes("{id}") ? { id: ids[kind] ?? "" } : {};
  const searches: Readonly<Record<string, string>> = {
    "/api/signatures/{id}/decision": "?kind=silence",
    "/api/what-if": `?kind=hold&signatureId=${ids.signature}`,
    "/api/what-if/best-set": "?team=Payments",
    "/api/imports": `?sha256=${"0".repeat(64)}`,
  };
  return { params: params as Record<string, string>, search: searches[path] ?? (/noise\/record/.test(path) ? "" : "?") };
}

async function ask(actor: Actor, { path, GET }: Route, method = "GET"): Promise<Response> {
  const { params, search } = askedOf(path);
  const { cookie: held, bearer } = actors.get(actor) ?? {};
  cookie = held ?? null;
  const address = path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => params[name] ?? "");
  const request = new Request(`http://${HOST}${address}${search}`, {
    method,
    headers: { host: HOST, ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }) },
  });
  return GET(request, { params: Promise.resolve(params) });
}

/** The table: what each may read, by role and object alone. */
function expected(actor: Actor, path: string): number {
  if ((DEAD as readonly string[]).includes(actor) || (ALSO_DEAD as readonly string[]).includes(actor)) return 401;
  const byToken = actor.startsWith("token");
  if (byToken && !isReadRoute(path)) return 403;
  const role = byToken ? "member" : actor === "elsewhere" ? "admin" : actor;
  if (FOR_ADMINS.includes(path) && role !== "admin") return 403;
  if (FOR_ADMINS_AND_AUDITORS.includes(path) && role === "member") return 403;
  if (OWN.includes(path)) return actor === "admin" ? 200 : 404;
  if (actor === "elsewhere" && path.includes("{id}")) return 404;
  return 200;
}

describe("role x route x object", () => {
  it("holds a row for every route that can be read", () => {
    expect(routes.length).toBeGreaterThan(50);
    expect(routes.filter(({ GET }) => typeof GET !== "function")).toEqual([]);
  });

  it("opens nothing to whoever has no living proof, and to a token no more than it is for", async () => {
    const wrong: string[] = [];
    for (const actor of actors.keys())
      for (const route of routes) {
        vi.spyOn(console, "error").mockImplementation((...said) => wrong.push(said.join(" ")));
        const { status } = await ask(actor, route);
        vi.restoreAllMocks();
        const should = expected(actor, route.path);
        // So many dead tokens of one address are held back.
        const held = should === 401 && status === 429;
        if (status !== should && !held) wrong.push(`${actor} ${route.path}: ${status}, not ${should}`);
      }
    expect(wrong).toEqual([]);
  });
});

describe("the answers", () => {
  it.each(["admin", "token"] as const)("to the %s are what the contracts say, to the last field", async (actor) => {
    const wrong: string[] = [];
    for (const route of routes) {
      const operation = OPERATIONS[route.path as ReadRoute];
      if (!operation || expected(actor, route.path) !== 200) continue;
      const response = await ask(actor, route);
      if ("file" in operation.answer) {
        const type = response.headers.get("content-type") ?? "";
        if (!type.startsWith(operation.answer.file)) wrong.push(`${route.path}: ${type}`);
        await response.text();
        continue;
      }
      const body: unknown = await response.json();
      const parsed = (operation.answer as ZodType).safeParse(body);
      if (!parsed.success) wrong.push(`${route.path}: ${parsed.error.message.slice(0, 400)}`);
      // What a contract does not know is not in what it parsed.
      else if (!isDeepStrictEqual(parsed.data, body)) wrong.push(`${route.path}: more than the contract says`);
    }
    expect(wrong).toEqual([]);
  });

  it("to a token say how much it may still read, and nobody keeps them", async () => {
    const route = routes.find(({ path }) => path === "/api/state");
    if (!route) throw new Error("no such route");
    const { headers } = await ask("token", route);
    expect(headers.get("ratelimit-policy")).toBe('"reads";q=600;w=60');
    expect(headers.get("ratelimit")).toMatch(/^"reads";r=\d{1,3};t=\d{1,2}$/);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("set-cookie")).toBeNull();
  });
});
