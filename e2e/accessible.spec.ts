import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, open, test } from "./product";
import { FILES, screenName, tableProblems } from "./tables";

/** The last one that is over, as 2026-W46. */
async function lastWeek(page: Page, url: string): Promise<string> {
  const { weeks } = (await (await page.request.get(`${url}/api/reports`)).json()) as {
    weeks: { week: string; over: boolean }[];
  };
  return weeks.find(({ over }) => over)?.week ?? "";
}

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
  const { people } = (await (await page.request.get(`${url}/api/people`)).json()) as { people: { id: string }[] };
  return [
    "/overview",
    "/noise",
    "/load",
    "/load/leaders",
    "/pages",
    "/retro",
    "/triage",
    "/triage/best-set?team=Search",
    "/sources",
    "/sources/new",
    "/sources/ledger",
    "/sources/records",
    "/sources/changes",
    "/sources/people",
    "/sources/labels",
    "/settings/noise",
    "/settings/people",
    "/settings/hours",
    "/settings/privacy",
    "/settings/digests",
    "/settings/audit",
    "/decisions",
    "/reports",
    `/reports/${await lastWeek(page, url)}`,
    `/people/${people[0]?.id}`,
    `/sources/${configured[0]?.id}`,
    `/signatures/${id}`,
    `/pages/${rows[0]?.id}`,
  ];
}

/** The themes differ in colours alone: what else axe looks at is the same in both. */
const RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"];

/** What axe finds serious on the open screen, in light and in dark. */
async function seriousProblems(page: Page, name: string): Promise<string[]> {
  const problems: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expect(page.locator("html")).toHaveClass(new RegExp(`\\b${colorScheme}\\b`));
    // No screen has a frame; what looks for frames takes as long as the rules.
    const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });
    const { violations } = await (colorScheme === "light" ? axe : axe.withRules(RULES_OF_COLOUR)).analyze();
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    problems.push(...serious.map(({ id, nodes }) => `${name}, ${colorScheme}: ${id}: ${nodes[0]?.html.slice(0, 120)}`));
  }
  return problems;
}

test("on any screen no serious accessibility problem, light or dark, and each table goes along as it is shown", async ({
  page,
  product,
}) => {
  test.setTimeout(400_000);
  const missing = new Set(FILES);
  for (const path of [...(await screens(page, product.url)), "/sign-in"]) {
    await open(page, product.url + path);
    expect(await seriousProblems(page, path)).toEqual([]);
    const { problems, titles } = await tableProblems(page, path);
    expect.soft(problems).toEqual([]);
    for (const title of titles) missing.delete(`${screenName(path)} ${title}`);
  }
  expect([...missing], "what can be taken whatever the sample holds").toEqual([]);
});

test("whoever has a shared link reads its charts by keyboard, in words and as a table, without an account", async ({
  page,
  product: { url },
  browser,
}) => {
  const headers = { "x-squelch": "1", origin: url };
  const allow = (allowed: boolean) => page.request.put(`${url}/api/settings/sharing`, { headers, data: { allowed } });
  await allow(true);
  const things = [
    { kind: "weekly-report", week: await lastWeek(page, url) },
    { kind: "overview", from: "now-4w/w", to: "now-1w/w" },
  ];
  const stranger = await browser.newPage();
  for (const data of things) {
    const made = await page.request.post(`${url}/api/share-links`, { headers, data });
    const { path } = (await made.json()) as { path: string };
    await open(stranger, url + path);
    const charts = await stranger.getByRole("figure").all();
    expect(charts.length).toBe(data.kind === "overview" ? 1 : 2);
    for (const chart of charts) {
      await expect(chart.locator(".recharts-bar-rectangle").first()).toBeVisible();
      await expect(chart.locator("figcaption")).toHaveText(/\d+\s(pages|interruptions) in the last (week|day)/);
      await chart.locator('[role="application"]').focus();
      await stranger.keyboard.press("ArrowRight");
      await expect(chart.locator(".recharts-tooltip-wrapper")).toContainText(/\d/);
      await stranger.keyboard.press("Escape");
    }
    expect(await seriousProblems(stranger, data.kind)).toEqual([]);
    for (const chart of charts) {
      await chart.getByRole("button", { name: "View as table" }).click();
      expect(await chart.getByRole("row").count()).toBeGreaterThan(4);
    }
    expect(await stranger.getByRole("link").count(), "no way into the product").toBe(0);
  }
  await allow(false);
  expect((await stranger.reload())?.status(), "once links are stopped").toBe(404);
  await stranger.close();
});

test("no serious accessibility problem in any state of any panel, light or dark", async ({ page, product }) => {
  test.setTimeout(240_000);
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
    "organisation",
    "hours",
    "privacy",
    "leaders",
    "noise",
    "signature",
    "what-if",
    "triage",
    "connections",
    "best-set",
    "load",
    "load-hidden",
    "report-hidden",
    "meeting",
    "charts",
  ]) {
    await open(page, `${product.url}/gallery?show=${show}`);
    if (show === "states") await expect(page.getByText(/try again/i).first()).toBeVisible();
    expect(await seriousProblems(page, show)).toEqual([]);
  }
});

test("nothing scrolls sideways at 390 and 360 px", async ({ page, product }) => {
  test.setTimeout(120_000);
  const over = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  for (const path of await screens(page, product.url)) {
    await page.setViewportSize({ width: 390, height: 844 });
    await open(page, product.url + path);
    expect(await over(), `${path} at 390 px`).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 360, height: 844 });
    // Figures are drawn anew for the width.
    await expect.poll(over, `${path} at 360 px`).toBeLessThanOrEqual(0);
  }
});

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
