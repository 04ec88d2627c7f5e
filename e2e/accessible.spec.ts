import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, open, test } from "./product";

/** Paths of every screen, an alert and a page of it included. */
async function screens(page: Page, url: string): Promise<string[]> {
  const state = await page.request.get(`${url}/api/noise`);
  const { signatures } = (await state.json()) as { signatures: { id: string }[] };
  const id = signatures[0]?.id ?? "";
  const { rows } = (await (await page.request.get(`${url}/api/pages?signature=${id}`)).json()) as {
    rows: { id: string }[];
  };
  const { configured } = (await (await page.request.get(`${url}/api/sources`)).json()) as {
    configured: { id: string }[];
  };
  return [
    "/overview",
    "/noise",
    "/load",
    "/pages",
    "/sources",
    "/sources/new",
    "/sources/ledger",
    "/sources/records",
    "/sources/changes",
    "/sources/people",
    "/sources/labels",
    "/settings/noise",
    `/sources/${configured[0]?.id}`,
    `/signatures/${id}`,
    `/pages/${rows[0]?.id}`,
  ];
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`no serious accessibility problem on any screen, ${colorScheme}`, async ({ page, product }) => {
    test.setTimeout(120_000);
    await page.emulateMedia({ colorScheme });
    for (const path of [...(await screens(page, product.url)), "/sign-in"]) {
      await open(page, product.url + path);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(serious.map(({ id, nodes }) => `${path}: ${id}: ${nodes[0]?.html.slice(0, 120)}`)).toEqual([]);
    }
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`no serious accessibility problem in any state of any panel, ${colorScheme}`, async ({ page, product }) => {
    await page.emulateMedia({ colorScheme });
    for (const show of [
      "states",
      "sources",
      "source",
      "alarms",
      "ledger",
      "records",
      "delivery",
      "people-accounts",
      "person",
      "person-seen",
      "noise-settings",
      "noise",
      "signature",
      "load",
      "load-hidden",
    ]) {
      await open(page, `${product.url}/gallery?show=${show}`);
      if (show === "states") await expect(page.getByText(/try again/i).first()).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      expect(serious.map(({ id, nodes }) => `${show}: ${id}: ${nodes[0]?.html.slice(0, 120)}`)).toEqual([]);
    }
  });
}

for (const width of [390, 360]) {
  test(`nothing scrolls sideways at ${width} px`, async ({ page, product }) => {
    await page.setViewportSize({ width, height: 844 });
    for (const path of await screens(page, product.url)) {
      await open(page, product.url + path);
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(over, path).toBeLessThanOrEqual(0);
    }
  });
}

test("range and filters live in the URL and survive a reload", async ({ page, product }) => {
  await open(page, `${product.url}/overview?from=now-28d&to=now`);
  const heading = page.getByText(/alerts? caused/).first();
  const before = await heading.textContent();
  await page.reload();
  await expect(heading).toHaveText(before ?? "");
  await page.getByRole("link", { name: "Noise", exact: true }).first().click();
  await page.waitForURL("**/noise?**");
  expect(page.url()).toContain("from=now-28d");
});

test("a range that cannot be read is said to be so, with a way on", async ({ page, product }) => {
  await open(page, `${product.url}/overview?from=whenever`);
  await expect(page.getByText(/whenever/).first()).toBeVisible();
});
