import { createHmac } from "node:crypto";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, open, test } from "./product";

test.use({
  installation: "empty",
  settings: { SQUELCH_SAMPLE: "off" },
  permissions: ["clipboard-read", "clipboard-write"],
});
test.describe.configure({ mode: "serial" });

const HOUR_MS = 3_600_000;
const ago = (hours: number) => new Date(Date.now() - hours * HOUR_MS).toISOString().replace(/\.\d+/, "");

let address = "";
let secret = "";

async function copied(page: Page, what: string): Promise<string> {
  await page.getByRole("button", { name: `Copy ${what}`, exact: true }).click();
  await expect(page.getByText("Copied").first()).toBeVisible();
  return page.evaluate(() => navigator.clipboard.readText());
}

function status(state: string, at: string): string {
  return JSON.stringify({
    action: "created",
    deployment: { id: 4711, task: "deploy", ref: "main", environment: "production", created_at: ago(5) },
    deployment_status: { state, created_at: at, log_url: "https://github.com/acme-shop/checkout-api/actions/runs/1" },
    repository: { name: "checkout-api", full_name: "acme-shop/checkout-api" },
    sender: { login: "mira-k", type: "User" },
  });
}

async function post(page: Page, body: string, key: string): Promise<number> {
  const signature = createHmac("sha256", key).update(body).digest("hex");
  const headers = { "content-type": "application/json", "x-hub-signature-256": `sha256=${signature}` };
  return (await page.request.post(address, { headers, data: Buffer.from(body) })).status();
}

const table = (page: Page) => page.getByRole("table", { name: "Changes" });

test("before any came the list says how they come", async ({ page, product }) => {
  await open(page, `${product.url}/sources/changes`);
  await expect(page.getByText("No source has told of a change yet.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Connect a source" })).toHaveAttribute("href", "/sources/new");
});

test("GitHub is connected; a deployment is one change, which opens the delivery that told it last", async ({
  page,
  product,
}) => {
  await open(page, `${product.url}/sources/new`);
  await page.getByPlaceholder("Search a provider").fill("github");
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Shop repositories");
  await page.getByRole("button", { name: "Make the address" }).click();
  await expect(page.getByRole("heading", { name: "Set up GitHub deployments" })).toBeVisible();
  address = await copied(page, "the address");
  secret = await copied(page, "the secret");
  await expect(page.getByRole("listitem").filter({ hasText: "As Payload URL paste" })).toContainText(address);
  await expect(page.getByRole("listitem").filter({ hasText: "As Secret" })).toContainText(secret);

  expect(await post(page, status("in_progress", ago(2)), "not-the-secret")).toBe(401);
  expect(await post(page, status("in_progress", ago(2)), secret)).toBe(202);
  await expect(page.getByText(/First delivery received at .*, 1\srecord stored/)).toBeVisible({ timeout: 30_000 });
  expect(await post(page, status("success", ago(1)), secret)).toBe(202);

  await open(page, `${product.url}/sources/changes`);
  await expect
    .poll(
      async () => {
        await page.reload();
        return table(page).locator("tbody tr").first().innerText();
      },
      { timeout: 30_000 },
    )
    .toContain("told 2 times");
  const row = table(page).locator("tbody tr");
  await expect(row).toHaveCount(1);
  await expect(row).toContainText("deploy of main to production");
  await expect(row).toContainText("checkout-api · production");
  await expect(row).toContainText("for 1 h");
  await expect(row.getByRole("link", { name: "at its tool" })).toHaveAttribute("href", /actions\/runs\/1$/);
  await row.getByRole("link", { name: "deploy of main to production" }).click();
  await page.waitForURL(/\/sources\/records\/\d+$/);
  await expect(page.getByText("deploy of checkout-api: deploy of main to production")).toBeVisible();
});

test("a file of changes is found out, listed, narrowed, and taken back", async ({ page, product }) => {
  const path = join(await mkdtemp(join(tmpdir(), "squelch-changes-")), "changes.csv");
  const rows = [
    `w-1,maintenance,${ago(30)},${ago(28)},search,Index moved`,
    `d-1,drill,${ago(20)},,,Game day`,
    `x-1,party,${ago(20)},,,Birthday`,
  ];
  await writeFile(path, `id,kind,starts_at,ends_at,service,title\n${rows.join("\n")}\n`);
  await open(page, `${product.url}/sources`);
  await page.locator('input[type="file"]').first().setInputFiles(path);
  const preview = page.getByRole("region", { name: "Preview of changes.csv" });
  await expect(preview).toContainText("Changes (CSV)");
  await expect(preview.getByRole("columnheader", { name: "Starts" })).toBeVisible();
  await expect(preview).toContainText('kind "party" is none of deploy');
  await preview.getByRole("button", { name: "Import" }).click();
  const card = page.getByRole("region", { name: "changes.csv", exact: true });
  await card.getByRole("link", { name: "See the changes" }).click();
  await page.waitForURL(/\/sources\/changes\?/);
  await expect(table(page).locator("tbody tr")).toHaveCount(2);
  await expect(table(page)).toContainText("the whole workspace");

  await page.getByRole("combobox", { name: "Kind" }).selectOption("maintenance");
  await expect(table(page).locator("tbody tr")).toHaveCount(1);
  await table(page).getByRole("link", { name: "Index moved" }).click();
  await page.waitForURL(/\/sources#import-\d+$/);

  await card.getByRole("button", { name: /Take back|Undo/ }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /Take .*back/ })
    .click();
  await expect(card.getByText("taken back", { exact: true })).toBeVisible({ timeout: 30_000 });
  await open(page, `${product.url}/sources/changes?q=Index`);
  await expect(page.getByText("No change in this range matches these filters.")).toBeVisible();
});
