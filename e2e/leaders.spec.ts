import type { Page } from "@playwright/test";
import { openClient } from "@/db/client";
import { openEngine } from "@/db/engine/open-engine";
import type { Leaders } from "@/lib/contract/leaders";
import { expect, open, type Product, test } from "./product";

const answer = async (page: Page, product: Product): Promise<Leaders> =>
  (await page.request.get(`${product.url}/api/leaders`)).json();

test("a leader says how their own pager compares, who was woken and by what, and each number opens its pages", async ({
  page,
  product,
}) => {
  const { you, carrying, rows, focus } = await answer(page, product);
  if (!you?.own || !you.led?.median || !focus?.load) throw new Error("the sample's viewer leads people and sees them");
  await open(page, `${product.url}/load/leaders`);
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toContainText(`Last week ${carrying.carry} of ${carrying.counted} leaders carried a pager`);
  await expect(heading).toContainText(`${focus.load.woken} were woken at night`);

  const mine = page.getByRole("region", { name: "Your own pager" });
  await expect(mine).toContainText(`${you.own.pages.first} first line, ${you.own.pages.escalated} escalated`);
  await expect(mine).toContainText(/people you lead: median .+, worst/);
  await expect(page.getByRole("region", { name: "What reached the people under you?" })).toContainText("Worst alerts");

  const tree = page.getByRole("treegrid", { name: "Leaders and their organisations" });
  await expect(tree.locator("tbody tr")).toHaveCount(rows.length);
  await page
    .getByRole("region", { name: "What reached the people under you?" })
    .getByRole("link", { name: String(focus.pages.total), exact: true })
    .click();
  await page.waitForURL("**/pages?**under=**");
  await expect(page.getByText(new RegExp(`\\b${focus.pages.total}\\s+pages`)).first()).toBeVisible();
});

test("the numbers of the sample are those of SQL written by hand", async ({ page, product }) => {
  const { rows, dates, you } = await answer(page, product);
  const engine = await openEngine({ dataDir: product.dataDir, report: () => {} });
  const client = openClient(engine.url, { max: 1 });
  try {
    for (const row of rows) {
      const [byHand] = await client.sql<{ sleep: number; nights: number; pages: number; noise: number }[]>`
        select
          (select count(*) from interruptions i join org_closure c on c.person_id = i.person_id and c.leader_id = ${row.id}
            and i.local_date >= c.from_date and i.local_date < c.to_date
            where i.local_date >= ${dates?.fromDate ?? ""} and i.local_date < ${dates?.toDate ?? ""}
              and i.hour_class = 'sleep' and i.verdict is distinct from 'test')::int as sleep,
          (select count(distinct (i.person_id, i.night)) from interruptions i join org_closure c on c.person_id = i.person_id
            and c.leader_id = ${row.id} and i.night >= c.from_date and i.night < c.to_date
            where i.night >= ${dates?.fromDate ?? ""} and i.night < ${dates?.toDate ?? ""}
              and i.verdict is distinct from 'test')::int as nights,
          count(*)::int as pages, (count(*) filter (where p.verdict = 'noise'))::int as noise
        from pages p cross join workspaces w
        cross join lateral (select (p.triggered_at at time zone w.time_zone)::date as date) opened
        where p.reason is distinct from 'test'
          and opened.date >= ${dates?.fromDate ?? ""} and opened.date < ${dates?.toDate ?? ""}
          and exists (
            select from interruption_pages ip join org_closure c on c.person_id = ip.person_id and c.leader_id = ${row.id}
            where ip.page_id = p.id and c.from_date <= opened.date and c.to_date > opened.date)`;
      expect([row.label, row.pages.total, row.pages.noise]).toEqual([row.label, byHand?.pages, byHand?.noise]);
      if (row.load)
        expect([row.load.interruptions.sleep, row.load.nights.sum]).toEqual([byHand?.sleep, byHand?.nights]);
    }
    expect(you?.load?.interruptions.total).toBeGreaterThan(0);
  } finally {
    await client.close();
    await engine.stop();
  }
});

test("the tree is walked, closed and drilled into by keys, and two organisations are set side by side", async ({
  page,
  product,
}) => {
  const { rows } = await answer(page, product);
  await open(page, `${product.url}/load/leaders`);
  const shown = page.getByRole("treegrid").locator("tbody tr");
  await shown.first().focus();
  await page.keyboard.press("ArrowLeft");
  await expect(shown).toHaveCount(rows.filter(({ parentId }) => parentId === null).length);
  await page.keyboard.press("ArrowRight");
  await expect(shown).toHaveCount(rows.length);
  await page.keyboard.press("x");
  await page.keyboard.press("ArrowDown");
  await expect(shown.nth(1)).toBeFocused();
  await page.keyboard.press("x");
  await page.waitForURL("**beside=**");
  await expect(page.getByRole("region", { name: /^How do .+ compare\?$/ })).toBeVisible();
  await shown.nth(1).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(`**leader=${rows[1]?.id}**`);
  await expect(page.getByRole("navigation", { name: "Leaders above" })).toContainText("All leaders");
});

test("the table of the tree comes as a file that explains itself", async ({ page, product }) => {
  const { rows } = await answer(page, product);
  const response = await page.request.get(`${product.url}/api/leaders/csv`);
  expect(response.headers()["content-type"]).toContain("text/csv");
  const lines = (await response.text()).trim().split("\r\n");
  expect(lines).toHaveLength(rows.length + 1);
  expect(lines[0]).toContain("zone");
  expect(lines[1]).toContain(rows[0]?.label ?? "");
});
