import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { DeliveryDetail, LedgerView } from "@/lib/contract/ledger";
import type { PeopleView } from "@/lib/contract/people";
import { legacyCsv } from "@/lib/sample/sample-company";
import { expect, open, type Product, test } from "./product";

test.use({ installation: "ledger" });
test.describe.configure({ mode: "serial" });

const TOKEN = "live-4f1d2c3b4a596877";

type Hook = { url: string; id: string; secret: string };

/** Sets a source up as the form does, and gives the address to post to. */
async function connect(page: Page, product: Product, provider: string, name: string): Promise<Hook> {
  const answer = await page.request.post(`${product.url}/api/sources`, {
    headers: { "x-squelch": "1", origin: product.url },
    data: { name, provider, webhook: { proof: "header" } },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  const { source, secret } = await answer.json();
  return { url: product.url + source.webhook.path, id: source.id, secret: secret.secret };
}

const post = (page: Page, { url, secret }: Hook, body: string) =>
  page.request.post(url, {
    headers: { "content-type": "application/json", "x-squelch-secret": secret },
    data: Buffer.from(body),
  });

function alerts(fingerprint: string, startsAt: string, annotations: Record<string, string> = {}): string {
  const alert = {
    status: "firing",
    labels: { alertname: "QueueDepthHigh", service: "checkout", severity: "critical" },
    annotations: { summary: "Queue of checkout is deep", ...annotations },
    startsAt,
    endsAt: "0001-01-01T00:00:00Z",
    fingerprint,
  };
  return JSON.stringify({ version: "4", groupKey: "{}:{}", receiver: "pager", status: "firing", alerts: [alert] });
}

async function ledgerOf(page: Page, product: Product, source: string): Promise<LedgerView> {
  return (await page.request.get(`${product.url}/api/ledger?source=${source}`)).json();
}

let hook: Hook;

test("every number of a webhook's ledger opens just its records", async ({ page, product }) => {
  hook = await connect(page, product, "alertmanager", "Prometheus, north");
  const now = new Date().toISOString();
  const good = alerts("9d3f0c5e7a1b2468", now, { api_token: TOKEN });
  for (const body of [good, good, alerts("1111111111111111", "yesterday-ish"), '{"alerts": [']) {
    expect((await post(page, hook, body)).status()).toBe(202);
  }
  expect((await post(page, { ...hook, secret: "not-ours" }, good)).status()).toBe(401);
  await expect
    .poll(async () => (await ledgerOf(page, product, hook.id)).total, { timeout: 30_000 })
    .toEqual({ received: 4, stored: 1, duplicate: 1, ignored: 0, rejected: 2 });

  await open(page, `${product.url}/sources/ledger?source=${hook.id}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(
    "4 records received, 2 of them could not be read",
  );
  const days = page.getByRole("table", { name: "Prometheus, north, day by day" });
  await expect(days.getByText(/nothing came on 13\sdays/)).toBeVisible();
  for (const [end, rows] of [
    ["received", 4],
    ["stored", 1],
    ["duplicate", 1],
    ["rejected", 2],
  ] as const) {
    await days.getByRole("link", { name: new RegExp(`^\\d+ ${end}`) }).click();
    await page.waitForURL("**/sources/records?**");
    await expect(page.getByRole("table", { name: "Records" }).locator("tbody tr")).toHaveCount(rows);
    await page.goBack();
    await page.waitForURL("**/sources/ledger?**");
  }
  await expect.poll(async () => (await ledgerOf(page, product, hook.id)).days[0]?.refused, { timeout: 30_000 }).toBe(1);
  await open(page, `${product.url}/sources/ledger?source=${hook.id}`);
  await days.getByRole("button", { name: /^1 refused/ }).click();
  await expect(days.getByText("answered 401")).toBeVisible();
});

test("a reason opens its records, and can be read again", async ({ page, product }) => {
  await open(page, `${product.url}/sources/ledger?source=${hook.id}`);
  await page.getByRole("button", { name: /^\d+\sreasons? from/ }).click();
  const reasons = page.getByRole("link", { name: /^1\srecord .* rejected: / });
  await expect(reasons).toHaveCount(2);
  await page
    .getByRole("button", { name: /^Read again/ })
    .first()
    .click();
  await expect(page.getByText(/^1\sdelivery read again\./).first()).toBeVisible();
  expect((await ledgerOf(page, product, hook.id)).total).toMatchObject({ received: 4, stored: 1, rejected: 2 });
  await reasons.first().click();
  await page.waitForURL("**/sources/records?**reason=**");
  await expect(page.getByRole("table", { name: "Records" }).locator("tbody tr")).toHaveCount(1);
});

test("a delivery is shown as it came, its secrets masked, and leads to its page and back", async ({
  page,
  product,
}) => {
  await open(page, `${product.url}/sources/records?source=${hook.id}&outcome=stored`);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/sources\/records\/\d+/);
  const body = page.getByRole("region", { name: "Body of the delivery" });
  await expect(body.getByText('"fingerprint": "9d3f0c5e7a1b2468"')).toBeVisible();
  await expect(body.getByText('"api_token"')).toBeVisible();
  const id = page.url().split("/").at(-1) ?? "";
  const answer = await page.request.get(`${product.url}/api/deliveries/${id}`);
  const detail = (await answer.json()) as DeliveryDetail;
  expect(detail.repeats).toBe(1);
  for (const secret of [TOKEN, hook.secret]) {
    expect(JSON.stringify(detail), "the server masks").not.toContain(secret);
    expect(await page.content(), "the screen holds none").not.toContain(secret);
  }
  await page.getByRole("button", { name: "Read again" }).click();
  await expect(page.getByText("Read again: nothing changed.")).toBeVisible();

  await page
    .getByRole("link", { name: /Queue of checkout|QueueDepthHigh/ })
    .first()
    .click();
  await page.waitForURL("**/pages/**");
  await page
    .getByRole("link", { name: /^Prometheus, north/ })
    .first()
    .click();
  await page.waitForURL(`**/sources/records/${id}`);
});

test("people who may be one are proposed, merged and taken apart again", async ({ page, product }) => {
  const { people } = (await (await page.request.get(`${product.url}/api/people`)).json()) as PeopleView;
  const known = people.find(({ email }) => email?.endsWith("@example.com"));
  const mailbox = known?.email?.split("@")[0] ?? "";
  expect(mailbox).not.toBe("");
  const opsgenie = await connect(page, product, "opsgenie", "Opsgenie, north");
  const alert = {
    alertId: "3f0a1c52-7a41-4c0e-9f0e-5d1f2b7c9a01-1709600076288",
    message: "Checkout latency above 2 s",
    tinyId: "418",
    createdAt: Date.now() - 60_000,
    updatedAt: `${Date.now()}001000`,
    username: `${mailbox}@north.example`,
    userId: "6b0c7a1e-aaaa-4c1e-9d59-000000000001",
  };
  expect((await post(page, opsgenie, JSON.stringify({ action: "Acknowledge", alert }))).status()).toBe(202);
  const count = async () =>
    ((await (await page.request.get(`${product.url}/api/people`)).json()) as PeopleView).people.length;
  await expect.poll(count, { timeout: 30_000 }).toBe(people.length + 1);

  await open(page, `${product.url}/sources/people`);
  const proposals = page.getByRole("region", { name: "Who may be one person?" });
  const same = proposals.getByRole("button", { name: "Same person" });
  await same.focus();
  await page.keyboard.press("Enter");
  await expect(proposals.getByText("0 proposals")).toBeVisible();
  expect(await count()).toBe(people.length);

  await page.getByRole("button", { name: "Undo" }).click();
  await expect(proposals.getByText("1 proposal")).toBeVisible();
  expect(await count()).toBe(people.length + 1);

  await proposals.getByRole("button", { name: "Keep apart" }).click();
  await expect(proposals.getByText("0 proposals")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect(proposals.getByText("1 proposal")).toBeVisible();
});

test("people are chosen and merged by hand, and an account is taken out, by keyboard alone", async ({
  page,
  product,
}) => {
  const read = async () => (await (await page.request.get(`${product.url}/api/people`)).json()) as PeopleView;
  const { people } = await read();
  await open(page, `${product.url}/sources/people`);
  for (const key of ["j", "x", "j", "x"]) await page.keyboard.press(key);
  const merge = page.getByRole("button", { name: "Merge", exact: true });
  await merge.focus();
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await read()).people.length).toBe(people.length - 1);
  const both = (await read()).people.find(({ accounts }) => accounts.length === 2);
  await expect(page.getByRole("button", { name: `2 accounts of ${both?.name}` })).toBeFocused();

  await page.keyboard.press("Enter");
  await page
    .getByRole("checkbox", { name: /^Choose the account/ })
    .last()
    .press("Space");
  await page.getByRole("button", { name: "Take 1 account out" }).press("Enter");
  await expect.poll(async () => (await read()).people.length).toBe(people.length);
  expect((await read()).people.map(({ name }) => name)).toEqual(people.map(({ name }) => name));
});

test("a file with broken rows is in the ledger, row by row", async ({ page, product }) => {
  const rows = [...legacyCsv({ seed: 7, until: Date.parse("2026-09-14T00:00:00Z"), days: 7 })].join("").split("\n");
  const broken = rows.map((row, index) => (index === 5 || index === 6 ? `${row},one,two,three` : row));
  const path = join(await mkdtemp(join(tmpdir(), "squelch-export-")), "half.csv");
  await writeFile(path, broken.join("\n"));
  await open(page, `${product.url}/sources`);
  await page.locator('input[type="file"]').setInputFiles(path);
  const preview = page.getByRole("region", { name: "Preview of half.csv" });
  await preview.getByRole("button", { name: "Import" }).click();
  const card = page.getByRole("region", { name: "half.csv", exact: true });
  await expect(card.getByText("done", { exact: true })).toBeVisible({ timeout: 45_000 });

  await open(page, `${product.url}/sources/ledger`);
  const view = (await (await page.request.get(`${product.url}/api/ledger`)).json()) as LedgerView;
  for (const { received, stored, duplicate, ignored, rejected } of [view.total, ...view.days])
    expect(received).toBe(stored + duplicate + ignored + rejected);
  const files = page.getByRole("table", { name: /^PagerDuty files, day by day/ });
  await files
    .getByRole("link", { name: /^2 rejected/ })
    .first()
    .click();
  await page.waitForURL("**/sources/records?**");
  const records = page.getByRole("table", { name: "Records" });
  await expect(records.locator("tbody tr")).toHaveCount(2);
  await expect(records.getByText(/half\.csv, line/)).toHaveCount(2);
  await records.getByRole("link").first().click();
  await page.waitForURL("**/sources#import-**");
});
