import { openClient } from "@/db/client";
import { openEngine } from "@/db/engine/open-engine";
import { expect, open, type Product, test } from "./product";

test.use({ installation: "empty", settings: { SQUELCH_SAMPLE: "off" } });

/** As an installation of before the newer recipe has it. */
async function keepEarlierRecipe({ dataDir }: Product): Promise<void> {
  const engine = await openEngine({ dataDir, report: () => {} });
  const client = openClient(engine.url, { max: 1 });
  await client.sql`update workspaces set signature_version = 1`;
  await client.close();
  await engine.stop();
}

function paged(page: string, at: string, title: string): string {
  const event = (kind: string, second: string, more: object = {}) =>
    JSON.stringify({ provider: "pagerduty", page, kind, at: `${at}:${second}Z`, by: "automation", ...more });
  return [event("triggered", "00", { title, service: "ledger" }), event("resolved", "59")].join("\n");
}

test("an alert of an earlier recipe is taken over, which splits it, and taken back", async ({ page, product }) => {
  await keepEarlierRecipe(product);
  const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
  const events = [
    paged("S1", `${day}T02:00`, "SEV 1 in the ledger"),
    paged("S2", `${day}T03:00`, "SEV 2 in the ledger"),
    paged("S3", `${day}T04:00`, "SEV 1 in the ledger"),
  ];
  await open(page, `${product.url}/sources`);
  await page
    .locator('input[type="file"]')
    .first()
    .setInputFiles({ name: "severe.ndjson", mimeType: "application/x-ndjson", buffer: Buffer.from(events.join("\n")) });
  await page.getByRole("region", { name: "Preview of severe.ndjson" }).getByRole("button", { name: "Import" }).click();
  await expect(
    page.getByRole("region", { name: "severe.ndjson", exact: true }).getByText("done", { exact: true }),
  ).toBeVisible({ timeout: 45_000 });

  const titles = async () => {
    const { signatures } = await (await page.request.get(`${product.url}/api/noise?from=now-7d&to=now`)).json();
    return (signatures as { id: string; title: string; pages: number }[])
      .map(({ title, pages }) => `${title}: ${pages}`)
      .sort();
  };
  await expect.poll(titles).toEqual(["SEV <n> in the ledger: 3"]);
  const { signatures } = await (await page.request.get(`${product.url}/api/noise?from=now-7d&to=now`)).json();
  await open(page, `${product.url}/signatures/${signatures[0].id}?from=now-7d&to=now`);
  const recipe = page.getByRole("region", { name: "A newer recipe" });
  await expect(recipe).toContainText("1 alert is still known by an earlier one");
  await recipe.getByRole("button", { name: "Take 1 alert over to recipe 2" }).click();
  await expect.poll(titles).toEqual(["SEV 1 in the ledger: 2", "SEV 2 in the ledger: 1"]);
  await expect(recipe).toContainText("1 alert was taken over to recipe 2");
  await expect(page.getByText("by recipe 2 of signatures")).toBeVisible();

  // The notice is gone after a reload; the way back is not.
  await page.reload();
  await recipe.getByRole("button", { name: "Take it back" }).click();
  await expect.poll(titles).toEqual(["SEV <n> in the ledger: 3"]);
  await expect(recipe).toContainText("1 alert is still known by an earlier one");
});
