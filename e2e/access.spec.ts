import { readdirSync } from "node:fs";
import { expect, open, test } from "./product";

/** Open to everybody: health, the way in, and the end of a mail, which its signed link proves. */
const OPEN_ROUTES = ["/api/livez", "/api/readyz", "/api/sign-in", "/api/sign-out", "/api/unsubscribe/1"];
/** Open to senders, who prove themselves by signature or secret; whoever knows no source is told nothing. */
const SENDER_ROUTES = ["/api/ingest/1", "/api/ingest/1/1"];

const routes = readdirSync("app/api", { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith("route.ts"))
  .map((path) => `/api/${path.replace(/\/route\.ts$/, "").replaceAll(/\[\w+\]/g, "1")}`);
const SCREENS = [
  "/",
  "/overview",
  "/noise",
  "/pages",
  "/sources",
  "/sources/new",
  "/sources/1",
  "/sources/ledger",
  "/sources/records",
  "/sources/changes",
  "/sources/records/1",
  "/sources/people",
  "/signatures/1",
  "/pages/1",
];

test("every route answers 401 to a stranger, and shows nothing", async ({ product, playwright }) => {
  const stranger = await playwright.request.newContext();
  expect(routes.length).toBeGreaterThan(12);
  for (const route of routes.filter((path) => ![...OPEN_ROUTES, ...SENDER_ROUTES].includes(path))) {
    for (const method of ["GET", "PUT", "PATCH", "POST", "DELETE"]) {
      const answer = await stranger.fetch(product.url + route, {
        method,
        headers: { "x-squelch": "1", origin: product.url },
        ...(method !== "GET" && { data: "{}" }),
      });
      expect([401, 405], `${method} ${route}`).toContain(answer.status());
    }
  }
});

test("the door for deliveries tells a stranger nothing, whatever the host and with or without a cookie", async ({
  product,
  session,
  playwright,
}) => {
  for (const cookie of ["", `squelch_session=${session}`]) {
    const stranger = await playwright.request.newContext({ extraHTTPHeaders: { cookie, host: "sender.example" } });
    for (const route of SENDER_ROUTES) {
      for (const method of ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]) {
        const answer = await stranger.fetch(product.url + route, { method, ...(method === "POST" && { data: "{}" }) });
        expect([404, 405], `${method} ${route}`).toContain(answer.status());
        expect(await answer.text()).not.toMatch(/payments|session| at .*\.ts/);
      }
    }
  }
});

test("every screen sends a stranger to the sign-in", async ({ product, playwright }) => {
  const stranger = await playwright.request.newContext({ maxRedirects: 0 });
  for (const screen of SCREENS) {
    const answer = await stranger.get(product.url + screen);
    expect(answer.status(), screen).toBe(307);
    expect(answer.headers().location, screen).toMatch(/\/(sign-in|overview)/);
    const body = await answer.text();
    expect(body, screen).not.toContain("payments");
  }
});

test("a change needs our own origin and our header, also with a living session", async ({
  product,
  session,
  playwright,
}) => {
  const someone = await playwright.request.newContext({ extraHTTPHeaders: { cookie: `squelch_session=${session}` } });
  const refused: Record<string, string>[] = [
    { origin: product.url },
    { "x-squelch": "1", origin: "http://evil.example" },
    { "x-squelch": "1", origin: "null" },
    { "x-squelch": "1" },
    { "x-squelch": "1", origin: product.url, "sec-fetch-site": "cross-site" },
  ];
  for (const headers of refused) {
    const answer = await someone.delete(`${product.url}/api/sample`, { headers });
    expect(answer.status(), JSON.stringify(headers)).toBe(403);
  }
  const state = await (await someone.get(`${product.url}/api/state`)).json();
  expect(state.sample, "the sample is still there").toBe(true);
});

test("another host name is not served, and every answer carries the security headers", async ({
  product,
  session,
  playwright,
}) => {
  const someone = await playwright.request.newContext({ extraHTTPHeaders: { cookie: `squelch_session=${session}` } });
  const rebound = await someone.get(`${product.url}/api/state`, { headers: { host: "evil.example" } });
  expect(rebound.status()).toBe(403);
  for (const path of ["/overview", "/api/state", "/sign-in"]) {
    const headers = (await someone.get(product.url + path)).headers();
    expect(headers["content-security-policy"], path).toContain("default-src 'none'");
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["x-powered-by"], path).toBeUndefined();
  }
  expect((await someone.get(`${product.url}/api/state`)).headers()["cache-control"]).toContain("no-store");
});

test("bad requests are told what is wrong, without a stack", async ({ product, session, playwright }) => {
  const someone = await playwright.request.newContext({ extraHTTPHeaders: { cookie: `squelch_session=${session}` } });
  for (const [path, status] of [
    ["/api/overview?from=yesterday-ish", 400],
    ["/api/overview?tz=Mars/Olympus", 400],
    ["/api/pages?sort=drop", 400],
    ["/api/pages?limit=100000", 400],
    ["/api/pages/abc", 404],
    ["/api/pages/99999999999999999999", 404],
    ["/api/signatures/1", 404],
    ["/api/imports/1", 404],
    ["/api/ledger?from=yesterday", 400],
    ["/api/deliveries?outcome=lost", 400],
    ["/api/deliveries?after=nowhere", 400],
    ["/api/deliveries/1", 404],
    ["/api/deliveries/abc", 404],
  ] as const) {
    const answer = await someone.get(product.url + path);
    expect(answer.status(), path).toBe(status);
    expect(answer.headers()["content-type"]).toContain("application/problem+json");
    const problem = await answer.json();
    expect(problem.requestId, path).toBeTruthy();
    expect(JSON.stringify(problem), path).not.toMatch(/ at .*\.ts|node_modules|select /);
  }
});

test("a token that was made by clicks reads, and cannot write", async ({ product, page, playwright }) => {
  await open(page, `${product.url}/settings/tokens`);
  await page.getByLabel("What is it for?").fill("Nightly export");
  await page.getByRole("button", { name: "Make a token" }).click();
  const token = await page.locator("code", { hasText: "sqt_" }).innerText();
  const program = await playwright.request.newContext({ extraHTTPHeaders: { authorization: `Bearer ${token}` } });
  const answer = await program.get(`${product.url}/api/noise`);
  expect(answer.status()).toBe(200);
  expect((await answer.json()).signatures.length).toBeGreaterThan(0);
  expect((await program.delete(`${product.url}/api/sample`)).status()).toBe(403);
  await page.getByRole("button", { name: "Revoke Nightly export" }).click();
  await page.getByRole("button", { name: "Revoke Nightly export for good" }).click();
  await expect(page.getByText("revoked", { exact: false }).first()).toBeVisible();
  expect((await program.get(`${product.url}/api/noise`)).status()).toBe(401);
});

test("a shared overview opens for a stranger without a name, and dies when it is revoked", async ({
  product,
  page,
  browser,
}) => {
  await open(page, `${product.url}/settings/privacy`);
  await page.getByRole("button", { name: "Allow share links" }).click();
  await expect(page.getByRole("button", { name: "Stop all links" })).toBeVisible();
  await open(page, `${product.url}/overview`);
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await page.getByRole("button", { name: "Make a link" }).click();
  const address = await page.locator("code", { hasText: "/share/sqs_" }).innerText();
  const stranger = await browser.newContext();
  const shared = await stranger.newPage();
  const answer = await shared.goto(address);
  expect(answer?.status()).toBe(200);
  expect(answer?.headers()["x-robots-tag"]).toContain("noindex");
  expect(answer?.headers()["cache-control"]).toContain("no-store");
  await expect(shared.getByRole("heading", { name: /^Overview: / })).toBeVisible();
  expect(await shared.content()).not.toContain("Okonjo");
  // Nothing leads on; charts can be turned into tables.
  expect(await shared.locator("main a").count()).toBe(0);
  expect(new Set(await shared.locator("main button").allInnerTexts())).toEqual(new Set(["View as table"]));
  expect(await stranger.cookies()).toEqual([]);
  await open(page, `${product.url}/settings/privacy`);
  await page.getByRole("button", { name: /^Revoke the link to Overview/ }).click();
  await page.getByRole("button", { name: /^Revoke the link to Overview.* for good$/ }).click();
  await expect(page.getByText("The link is revoked")).toBeVisible();
  expect((await shared.goto(address))?.status()).toBe(404);
  await stranger.close();
});
