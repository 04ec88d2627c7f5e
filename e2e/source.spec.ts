import { createHmac } from "node:crypto";
import { request } from "node:http";
import type { Page } from "@playwright/test";
import { startFakePagerduty } from "@/db/outbound/fake-pagerduty";
import type { FakeServer } from "@/db/outbound/fake-server";
import { incidentsJson, usersJson } from "@/lib/sample/sample-company";
import { test as base, expect, open, type Product } from "./product";

const UNTIL = Date.parse("2026-06-01T00:00:00Z");
const COMPANY = { seed: 11, until: UNTIL, days: 7 };
/** Screens ask for alarms anew within this time. */
const ASKED_AGAIN_MS = 20_000;
const API_TOKEN = "u+PD-secret-0123456789";
const { incidents } = JSON.parse([...incidentsJson(COMPANY)].join("")) as { incidents: Record<string, unknown>[] };
const { users } = JSON.parse([...usersJson(COMPANY)].join("")) as { users: Record<string, unknown>[] };

/** PagerDuty's API on loopback, which only this installation may call. */
const test = base.extend<object, { api: FakeServer }>({
  api: [
    // The browser only says that this comes before the product: Playwright wants a fixture to be named.
    async ({ browserName }, use) => {
      const server = await startFakePagerduty({ incidents, users, token: API_TOKEN, now: Date.now });
      await use(server);
      await server.close();
      expect(browserName).toBe("chromium");
    },
    { scope: "worker" },
  ],
  settings: [
    async ({ api }, use) => use({ SQUELCH_OUTBOUND_ALLOW: api.pair, SQUELCH_SAMPLE: "off" }),
    { scope: "worker" },
  ],
});

test.use({ installation: "source", permissions: ["clipboard-read", "clipboard-write"] });
test.describe.configure({ mode: "serial" });

/** The door knows of a change within three seconds. */
const AT_THE_DOOR = { timeout: 10_000 };
const SECRET = "signed-by-pagerduty-0001";
const SECOND = "signed-by-pagerduty-0002";
let address = "";
let sourcePath = "";

type Sent = { status: number };

function post(url: string, body: string, headers: Record<string, string>): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      { method: "POST", headers: { "content-type": "application/json", ...headers } },
      (answer) => {
        answer.resume();
        answer.once("end", () => resolve({ status: answer.statusCode ?? 0 }));
      },
    );
    sent.once("error", reject);
    sent.end(body);
  });
}

function triggered(number: number): string {
  const at = new Date().toISOString().replace(/\.\d+/, "");
  const incident = `PINC${number}`;
  return JSON.stringify({
    event: {
      id: `01EVENT${number}`,
      event_type: "incident.triggered",
      resource_type: "incident",
      occurred_at: at,
      agent: null,
      client: null,
      data: {
        id: incident,
        type: "incident",
        html_url: `https://acme.pagerduty.com/incidents/${incident}`,
        number,
        status: "triggered",
        incident_key: `db-${number}`,
        created_at: at,
        title: `Disk is full on db-${number}`,
        service: { id: "PSVC1", summary: "ledger-db", type: "service_reference" },
        assignees: [],
        escalation_policy: null,
        teams: [],
        priority: null,
        urgency: "high",
        conference_bridge: null,
        resolve_reason: null,
      },
    },
  });
}

async function postSigned(number: number, secret: string): Promise<number> {
  const body = triggered(number);
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  return (await post(address, body, { "x-pagerduty-signature": `v1=${signature}` })).status;
}

/** Walks the screen up to its set-up. */
async function connect(page: Page, product: Product, search: string, name: string, proof: string): Promise<void> {
  await open(page, `${product.url}/sources`);
  await page.getByRole("link", { name: "Connect a provider" }).click();
  await page.getByPlaceholder("Search a provider").fill(search);
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await page.getByRole("radio", { name: proof }).check();
  await page.getByRole("button", { name: "Make the address" }).click();
  await expect(page.getByRole("heading", { name: /^Set up / })).toBeVisible();
}

async function copied(page: Page, what: string): Promise<string> {
  await page.getByRole("button", { name: `Copy ${what}`, exact: true }).click();
  await expect(page.getByText("Copied").first()).toBeVisible();
  return page.evaluate(() => navigator.clipboard.readText());
}

const banner = (page: Page) => page.getByRole("complementary", { name: /loses? deliveries/ });

async function viewOf(page: Page, path = sourcePath) {
  return (await page.request.get(path.replace("/sources/", "/api/sources/"))).json();
}

test("PagerDuty is connected; its first signed delivery is a page with its event", async ({ page, product }) => {
  await connect(page, product, "pagerduty", "Payments account", "Signature");
  address = await copied(page, "the address");
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/api\/ingest\/[\w-]{22}$/);
  await expect(page.getByText("Only this machine can reach this address.")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "As Webhook URL paste" })).toContainText(address);
  await expect(page.getByText("No delivery yet.")).toBeVisible();

  await page.getByRole("textbox", { name: "Signing secret" }).fill(SECRET);
  await page.getByRole("button", { name: "Keep it" }).click();
  await expect(page.getByText(/Kept, sealed .* ends in 0001/)).toBeVisible();
  expect(await postSigned(1, SECRET)).toBe(202);
  await expect(page.getByText(/First delivery received at .*, 1\srecord stored/)).toBeVisible({ timeout: 30_000 });

  await page.getByRole("link", { name: "Go to this source" }).click();
  await page.waitForURL(/\/sources\/\d+$/);
  sourcePath = page.url();
  await expect(page.getByText("Deliveries come and are accepted.")).toBeVisible();
  expect(await page.content()).not.toContain(SECRET);

  await open(page, `${product.url}/pages?from=now/d&to=now/d`);
  await page.getByRole("link", { name: /Disk is full on db-1/ }).click();
  await page.waitForURL(/\/pages\/\d+/);
  await expect(page.getByText(/opened|triggered/i).first()).toBeVisible();
  await expect(page.getByText(/ledger-db/).first()).toBeVisible();
});

test("a wrong signature is refused and every screen says so, until a good one comes", async ({ page, product }) => {
  await expect.poll(() => postSigned(2, "not-the-secret"), AT_THE_DOOR).toBe(401);
  const { health } = await expect
    .poll(async () => (await viewOf(page)).health.failing, AT_THE_DOOR)
    .not.toBeNull()
    .then(() => viewOf(page));
  expect(health.words).toMatch(/refused/);
  await page.clock.install();
  await open(page, `${product.url}/overview`);
  await expect(banner(page)).toContainText("Payments account (PagerDuty) loses deliveries");
  await expect(banner(page)).toContainText("The signature or secret is missing or wrong");
  await expect(banner(page).getByRole("button")).toHaveCount(0);
  await banner(page).getByRole("link", { name: "See what to do" }).click();
  await page.waitForURL(sourcePath);
  await expect(page.getByText(/Compare the signing secret below/)).toBeVisible();
  await expect(page.getByText(/requests? (was|were) refused today/)).toBeVisible();

  expect(await postSigned(2, SECRET)).toBe(202);
  await page.clock.fastForward(ASKED_AGAIN_MS);
  await expect(banner(page)).toHaveCount(0);
});

test("during a rotation both secrets are accepted; the removed one is not", async ({ page }) => {
  await open(page, sourcePath);
  await page.getByRole("textbox", { name: "Another signing secret" }).fill(SECOND);
  await page.getByRole("button", { name: "Keep it" }).click();
  await expect(page.getByText(/All of them are accepted/)).toBeVisible();
  await expect.poll(() => postSigned(3, SECOND), AT_THE_DOOR).toBe(202);
  expect(await postSigned(4, SECRET)).toBe(202);

  await page.getByRole("button", { name: "Remove the secret that ends in 0001" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove it" }).click();
  await expect(page.getByText("the only one")).toBeVisible();
  await expect.poll(() => postSigned(5, SECRET), AT_THE_DOOR).toBe(401);
  expect(await postSigned(5, SECOND)).toBe(202);
});

test("while it is paused what comes is kept and ignored", async ({ page }) => {
  await open(page, sourcePath);
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("Paused: what comes is kept as it is and ignored.")).toBeVisible();
  const before = (await viewOf(page)).today;
  // Until the door knows of the pause they are stored.
  let number = 10;
  await expect
    .poll(
      async () => {
        number += 1;
        expect(await postSigned(number, SECOND)).toBe(202);
        return (await viewOf(page)).today.ignored - before.ignored;
      },
      { timeout: 20_000, intervals: [1_000] },
    )
    .toBeGreaterThan(0);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  expect((await viewOf(page)).paused).toBe(false);
});

test("a sender that cannot sign proves itself by a secret header, shown once", async ({ page, product }) => {
  await connect(page, product, "alertmanager", "Frankfurt", "Secret header");
  const url = await copied(page, "the address");
  const secret = await copied(page, "the secret");
  expect(secret).toMatch(/^sq_ingest_/);
  await expect(page.getByText("receivers:").first()).toContainText(secret);
  const startsAt = new Date().toISOString();
  const alert = {
    status: "firing",
    labels: { alertname: "Disk" },
    annotations: {},
    startsAt,
    endsAt: "0001-01-01T00:00:00Z",
    generatorURL: "",
    fingerprint: "a1b2c3d4e5f60718",
  };
  const body = JSON.stringify({
    version: "4",
    groupKey: "{}",
    truncatedAlerts: 0,
    status: "firing",
    receiver: "squelch",
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: "",
    alerts: [alert],
  });
  await expect
    .poll(async () => (await post(url, body, { authorization: `Bearer ${secret}` })).status, AT_THE_DOOR)
    .toBe(202);
  expect((await post(url, body, { authorization: "Bearer wrong" })).status).toBe(401);
  expect((await post(url, body, {})).status).toBe(401);
  await expect(page.getByText(/First delivery received at .*stored/)).toBeVisible({ timeout: 30_000 });
  await page.reload();
  expect(await page.content()).not.toContain(secret);
});

test("a sender that can set no header has its token in the address", async ({ page, product }) => {
  await connect(page, product, "goalert", "GoAlert", "Token in the address");
  const url = await copied(page, "the address");
  expect(url).toMatch(/\/api\/ingest\/[\w-]{22}\/sq_ingest_\w/);
  const body = JSON.stringify({ AppName: "GoAlert", Type: "Test" });
  await expect.poll(async () => (await post(url, body, {})).status, AT_THE_DOOR).toBe(202);
  expect((await post(url.slice(0, -1), body, {})).status).toBe(401);
  await expect(page.getByText("First delivery received")).toBeVisible({ timeout: 30_000 });
});

test("what the webhook missed is fetched from the API, with its progress to the end", async ({ page, api }) => {
  await open(page, sourcePath);
  const form = page.getByRole("form", { name: "Fetch from the API of PagerDuty" });
  await form.getByLabel("First day").fill("2026-05-25");
  await form.getByLabel(/Last day/).fill("2026-06-01");
  await form.getByLabel("Region of the account").selectOption({ label: "Another address that is allowed here" });
  await form.getByLabel("Address of the API").fill(api.url);
  await form.getByLabel("API token").fill("wrong");
  await form.getByRole("button", { name: "Fetch" }).click();
  const cards = page.getByRole("region", { name: /^Backfill / });
  await expect(cards.first()).toContainText("failed", { timeout: 30_000 });

  await form.getByLabel("First day").fill("2026-05-25");
  await form.getByLabel(/Last day/).fill("2026-06-01");
  await form.getByLabel("API token").fill(API_TOKEN);
  await form.getByRole("button", { name: "Fetch" }).click();
  await expect(cards).toHaveCount(2);
  await expect(cards.first().getByRole("progressbar")).toBeVisible();
  await expect(cards.first().getByText("done", { exact: true })).toBeVisible({ timeout: 50_000 });
  await expect(cards.first()).toContainText(/[\d,]+\srecords/);
  await expect(form.getByText(/One is kept, it ends in 6789/)).toBeVisible();
  expect(await page.content()).not.toContain(API_TOKEN);
  const query = "from=2026-05-25&to=2026-06-01&limit=1";
  await expect
    .poll(
      async () => (await (await page.request.get(`${new URL(sourcePath).origin}/api/pages?${query}`)).json()).total,
      {
        timeout: 30_000,
      },
    )
    .toBe(incidents.length);
});

test("a deleted source answers 410, and what it told stays", async ({ page, product }) => {
  const { pages } = await (await page.request.get(`${product.url}/api/state`)).json();
  await open(page, sourcePath);
  await page.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("dialog")).toContainText("Everything it told stays");
  await page.getByRole("dialog").getByRole("button", { name: "Delete it" }).click();
  await page.waitForURL("**/sources");
  await expect(page.getByRole("link", { name: "Payments account" })).toHaveCount(0);
  await expect.poll(() => postSigned(90, SECOND), AT_THE_DOOR).toBe(410);
  expect((await (await page.request.get(`${product.url}/api/state`)).json()).pages).toBe(pages);
  await page.goto(sourcePath);
  await expect(page.getByRole("heading", { name: "Nothing here" })).toBeVisible();
});

test("a quiet source is put aside for today, a failing one never", async ({ page, product }) => {
  await page.clock.install();
  await open(page, `${product.url}/gallery?show=alarms`);
  const quiet = page.getByRole("complementary", { name: /is quiet/ });
  await expect(quiet.getByRole("button", { name: "Not today" })).toBeVisible();
  await expect(banner(page).getByRole("button")).toHaveCount(0);
  await open(page, `${product.url}/sources`);
  await page.route("**/api/alarms", (route) =>
    route.fulfill({
      json: {
        sources: [
          {
            id: "1",
            name: "Frankfurt",
            providerLabel: "Alertmanager",
            kind: "quiet",
            words: "Nothing has come for 3 days.",
          },
        ],
        spool: null,
      },
    }),
  );
  await page.clock.fastForward(ASKED_AGAIN_MS);
  await expect(quiet).toContainText("Nothing has come for 3 days.");
  await quiet.getByRole("button", { name: "Not today" }).click();
  await expect(quiet).toHaveCount(0);
  await page.evaluate(() => localStorage.setItem("squelch.quiet-aside", "2020-01-01 1"));
  await open(page, `${product.url}/sources`);
  await page.clock.fastForward(ASKED_AGAIN_MS);
  await expect(quiet).toBeVisible();
});
