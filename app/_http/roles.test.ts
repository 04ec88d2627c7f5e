import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { decide } from "@/db/commands/decide";
import { importOrganisation } from "@/db/commands/import-organisation";
import { makeToken } from "@/db/commands/make-token";
import { publishReport } from "@/db/commands/publish-report";
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
import { OPERATIONS, type Operation } from "@/lib/contract/operations";
import { isReadRoute, type ReadRoute } from "@/lib/contract/read-routes";
import { incidentsJson, orgCsv, SAMPLE_VIEWER, shiftsCsv, usersJson } from "@/lib/sample/sample-company";
import { DAY_MS } from "@/lib/time/boundaries";
import { weekOf } from "@/lib/time/report-week";
import { SESSION_COOKIES } from "./session-cookie";

const HOST = "127.0.0.1:7386";
const NOW = Date.now();
const ZONE = "Europe/Berlin";
const SINCE = new Date(NOW - 60 * DAY_MS).toISOString().slice(0, 10);
const WEEK = weekOf(NOW - 7 * DAY_MS, ZONE, null);
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

/** Health; senders, who prove themselves and are told nothing: e2e/access.spec.ts asks those; the link of a mail. */
const WITHOUT_ROLES = [
  "/api/livez",
  "/api/readyz",
  "/api/ingest/{source}",
  "/api/ingest/{source}/{token}",
  "/api/unsubscribe/{token}",
];
/** Who reads what by role alone; everything else is read by all three, each under their own sight. */
const FOR_ADMINS = ["/api/people/{id}/erasure"];
const FOR_ADMINS_AND_AUDITORS = ["/api/audit", "/api/audit/chain"];
/** Of one's own person, and of whom one may see: the admin of this table leads everybody. */
const OF_PEOPLE = ["/api/people/{id}", "/api/people/{id}/data"];
/** What stands under settings is there for admins alone. */
const THERE_FOR_ADMINS = ["/api/digests/{id}/preview"];
/** What is not there is told apart from what is quiet by no word. */
const QUIET = ["/api/signatures/{id}/decisions", "/api/signatures/{id}/trend", "/api/people/{id}/history"];
/** Asked without what it needs: to draw takes a browser. */
const INCOMPLETE = ["/api/retro"];

const DEAD = [
  "nobody",
  "expired session",
  "disabled user",
  "mistyped token",
  "unknown token",
  "expired token",
  "revoked token",
  "token of another role",
  "token of a disabled user",
  "share link",
] as const;
const LIVING = ["admin", "member", "auditor", "token", "elsewhere"] as const;
const BESIDE_A_COOKIE = "token beside the admin's cookie";
type Actor = (typeof DEAD)[number] | (typeof LIVING)[number] | typeof BESIDE_A_COOKIE;

let db: TestDb;
let routes: Route[];
const actors = new Map<Actor, { cookie?: string; bearer?: string }>();
const ids: Record<string, string> = {};

beforeAll(async () => {
  db = await createTestDb(ZONE);
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
  await importOrganisation(ctx, { kind: "people", text: text(orgCsv(SAMPLE)), fromDate: SINCE });
  const source = await makeSource(ctx, "neutral");
  ids.source = source;
  ids.delivery = await deliver(ctx, source, "{}", NOW);
  await drainBatch(ctx, () => {});
  await flagDue(db, NOW);
  const [row] = await sql<Record<"page" | "signature" | "person" | "other", string>[]>`
    select p.id as page, p.signature_id as signature, (select id from people where name = ${SAMPLE_VIEWER}) as person,
      (select id from people where name <> ${SAMPLE_VIEWER} order by id limit 1) as other
    from pages p order by p.triggered_at desc limit 1`;
  if (!row) throw new Error("there is no page");
  Object.assign(ids, row);
  await sql`update users set person_id = ${row.person} where role = 'admin'`;
  const body = DecideBody.parse({
    signatureIds: [row.signature],
    kind: "silence",
    reason: "too often",
    expiresInDays: 7,
  });
  await decide(ctx, body);
  const [decision] = await sql<{ id: string }[]>`select id from decisions limit 1`;
  ids.decision = decision?.id ?? "";
  await publishReport(ctx, WEEK, {});
  ids.digest = "1";
  await sql`
    insert into digests (workspace_id, id, kind, channel, address, shown, trigger, weekday, minute, zone, enabled, runs_from,
      created_at, created_by_user_id)
    values (1, 1, 'weekly', 'email', 'lead@example.org', 'lead@example.org', 'clock', 0, 540, 'UTC', true, now(), now(), 0)`;
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
    [BESIDE_A_COOKIE, { bearer: living.token, cookie: admin }],
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
      .map(async ({ file, path }) => ({
        path,
        ...((await import(/* @vite-ignore */ join(process.cwd(), `app/api/${file}/route.ts`))) as { GET: Handler }),
      })),
  );
}

/** What stands in the place of `{id}`, and what a route asks for beside it. */
const PLACES: readonly [RegExp, string][] = [
  [/erasure$/, "other"],
  [/^\/api\/signatures/, "signature"],
  [/^\/api\/pages/, "page"],
  [/^\/api\/people/, "person"],
  [/^\/api\/sources/, "source"],
  [/^\/api\/imports/, "import"],
  [/^\/api\/deliveries/, "delivery"],
  [/^\/api\/backfills/, "backfill"],
  [/^\/api\/digests/, "digest"],
  [/^\/api\/decisions/, "decision"],
];

function askedOf(path: string): { params: Record<string, string>; search: string } {
  const [, kind = ""] = PLACES.find(([pattern]) => pattern.test(path)) ?? [];
  const params: Record<string, string> = { table: "people", week: WEEK, id: ids[kind] ?? "" };
  const searches: Readonly<Record<string, string>> = {
    "/api/signatures/{id}/decision": "?kind=silence",
    "/api/leaders/alerts": `?leader=${ids.person}`,
    "/api/leaders/not-mine": `?leader=${ids.person}`,
    "/api/what-if": `?kind=hold&signatureId=${ids.signature}`,
    "/api/what-if/best-set": "?team=Payments",
    "/api/imports": `?sha256=${"0".repeat(64)}`,
  };
  return { params, search: searches[path] ?? (/noise\/record/.test(path) ? "" : "?") };
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

/** Lists of people and accounts name everybody to their colleagues: without a figure. */
const SEES_PEOPLE: readonly Actor[] = ["admin", "member", "auditor", "token"];

/** The table: what each may read, by role and object alone. */
function expected(actor: Actor, path: string): number {
  if ((DEAD as readonly string[]).includes(actor)) return 401;
  const byToken = actor.startsWith("token");
  if (byToken && !isReadRoute(path)) return 403;
  const role = byToken ? "member" : actor === "elsewhere" ? "admin" : actor;
  if (FOR_ADMINS.includes(path) && role !== "admin") return 403;
  if (FOR_ADMINS_AND_AUDITORS.includes(path) && role === "member") return 403;
  if (INCOMPLETE.includes(path)) return 400;
  if (THERE_FOR_ADMINS.includes(path)) return actor === "admin" ? 200 : 404;
  if (OF_PEOPLE.includes(path)) return actor === "admin" ? 200 : 404;
  if (actor === "elsewhere" && path.includes("{id}") && !QUIET.includes(path)) return 404;
  if (actor === "elsewhere" && path === "/api/reports/{week}/comparison") return 404;
  return 200;
}

async function faultOf(actor: Actor, route: Route): Promise<string | null> {
  const response = await ask(actor, route);
  const told = await response.text();
  const should = expected(actor, route.path);
  // So many dead tokens of one address are held back.
  if (response.status !== should && !(should === 401 && response.status === 429))
    return `${response.status}, not ${should}: ${told.slice(0, 120)}`;
  if (!SEES_PEOPLE.includes(actor) && told.includes(SAMPLE_VIEWER)) return "a name";
  if (!response.headers.get("cache-control")?.includes("no-store")) return "an answer that is kept";
  return response.status === 200 ? differenceOf(route.path, told, response) : null;
}

/** Between an answer and its contract, to the last field. */
function differenceOf(path: string, told: string, { headers }: Response): string | null {
  const operation = OPERATIONS[path as ReadRoute] as Operation | undefined;
  if (!operation) return null;
  const { answer } = operation;
  if ("file" in answer) return headers.get("content-type")?.startsWith(answer.file) ? null : "another type";
  const body: unknown = JSON.parse(told);
  const parsed = answer.safeParse(body);
  if (!parsed.success) return parsed.error.message.slice(0, 400);
  // What a contract does not know is not in what it parsed.
  return isDeepStrictEqual(parsed.data, body) ? null : "more than the contract says";
}

describe("role x route x object", () => {
  it("holds every route that can be read", () => {
    expect(routes.length).toBeGreaterThan(50);
    expect(routes.filter(({ GET }) => typeof GET !== "function")).toEqual([]);
  });

  it.each([...DEAD, ...LIVING])("%s reads what is theirs, as the contracts say, and nothing else", async (actor) => {
    const failed = vi.spyOn(console, "error").mockImplementation(() => {});
    const faults: string[] = [];
    for (const route of routes) {
      const fault = await faultOf(actor, route);
      if (fault !== null) faults.push(`${route.path}: ${fault}`);
    }
    expect(faults).toEqual([]);
    expect(failed).not.toHaveBeenCalled();
    failed.mockRestore();
  });

  it("a token is the same beside the cookie of somebody else", async () => {
    const differing = routes.filter(({ path }) => expected("admin", path) !== expected("token", path));
    expect(differing.length).toBeGreaterThan(5);
    for (const route of differing) {
      const { status } = await ask(BESIDE_A_COOKIE, route);
      expect(status, route.path).toBe(expected("token", route.path));
    }
  });

  it("a token changes nothing, and is told what it may still read", async () => {
    const state = routes.find(({ path }) => path === "/api/state");
    if (!state) throw new Error("no such route");
    expect((await ask("token", state, "POST")).status).toBe(403);
    const { headers } = await ask("token", state);
    expect(headers.get("ratelimit-policy")).toBe('"reads";q=600;w=60');
    expect(headers.get("ratelimit")).toMatch(/^"reads";r=\d{1,3};t=\d{1,2}$/);
    expect(headers.get("set-cookie")).toBeNull();
  });

  it("a token that has read 600 times waits for the next minute", async () => {
    const state = routes.find(({ path }) => path === "/api/state");
    if (!state) throw new Error("no such route");
    await db.sql`update api_tokens set reads = 600, minute_at = date_trunc('minute', now()) where revoked_at is null`;
    const { status, headers } = await ask("token", state);
    // A minute may end in between.
    if (new Date().getSeconds() > 0) expect([status, headers.get("retry-after")]).toEqual([429, "60"]);
  });
});
