import { openClient } from "@/db/client";
import { openEngine } from "@/db/engine/open-engine";
import type { Load } from "@/lib/contract/load";
import { expect, open, type Product, test } from "./product";

/** Answers of a query written by hand, on the installation's own database. */
async function ask<T extends object>({ dataDir }: Product, query: string): Promise<T[]> {
  const engine = await openEngine({ dataDir, report: () => {} });
  const client = openClient(engine.url, { max: 1 });
  try {
    return await client.sql.unsafe<T[]>(query);
  } finally {
    await client.close();
    await engine.stop();
  }
}

type Counted = { people: number; times: number; asleep: number; noise: number; judged: number };

test("a leader reads within a minute who was woken last week, by what, and whether it was worth it", async ({
  page,
  product,
}) => {
  const since = Date.now();
  await open(page, `${product.url}/load`);
  const load = (await (await page.request.get(`${product.url}/api/load`)).json()) as Load;
  const [from, to] = [load.range.from, new Date(Date.parse(load.range.to) - 1).toISOString()];
  const dates = `i.local_date between ('${from}'::timestamptz at time zone '${load.range.zone}')::date
    and ('${to}'::timestamptz at time zone '${load.range.zone}')::date and i.verdict is distinct from 'test'`;
  const [row] = await ask<Counted>(
    product,
    `select count(distinct person_id)::int as people, count(*)::int as times,
      count(*) filter (where hour_class = 'sleep')::int as asleep, count(*) filter (where verdict = 'noise')::int as noise,
      count(*) filter (where verdict in ('noise', 'actionable'))::int as judged
    from interruptions i where ${dates}`,
  );
  expect(row?.times).toBeGreaterThan(0);
  const sentence = page.getByRole("region", { name: "In one sentence" }).getByRole("heading", { level: 1 });
  const share = Math.round((100 * (row?.noise ?? 0)) / (row?.judged ?? 1));
  await expect(sentence).toHaveText(
    `${row?.people} people were interrupted ${row?.times} times, ${row?.asleep} of them asleep; ${share} % was noise (n = ${row?.judged}).`,
  );

  const [worst] = await ask<{ id: string; sleep: number }>(
    product,
    `select signature_id::text as id, count(*) filter (where hour_class = 'sleep')::int as sleep
    from interruptions i where ${dates} group by 1 order by 2 desc, count(*) desc, 1 limit 1`,
  );
  const waking = page.getByRole("region", { name: "What woke people, and was it worth it?" }).getByRole("listitem");
  const first = waking.filter({ hasText: "in sleep hours" }).first();
  await expect(first).toContainText(`${worst?.sleep} in sleep hours`);
  await expect(first.getByRole("link").first()).toHaveAttribute("href", new RegExp(`/signatures/${worst?.id}`));
  await expect(first).toContainText(/noise (not measured|[<>]?\d+)/);

  const mine = await ask<{ id: string; name: string; sleep: number; times: number }>(
    product,
    `select p.id::text, p.name, count(*) filter (where hour_class = 'sleep')::int as sleep, count(*)::int as times
    from interruptions i join people p on p.id = i.person_id where ${dates} group by p.id, p.name`,
  );
  const shown = load.people.filter(({ interruptions }) => interruptions.total > 0);
  expect(shown.length, "the viewer leads somebody of the sample").toBeGreaterThan(1);
  for (const { id, interruptions } of shown) {
    const plain = mine.find((one) => one.id === id);
    expect([interruptions.sleep, interruptions.total], plain?.name).toEqual([plain?.sleep, plain?.times]);
  }
  expect(Date.now() - since).toBeLessThan(60_000);
});

test("the keys walk the people, and a row's numbers open its pages", async ({ page, product }) => {
  await open(page, `${product.url}/load`);
  const rows = page.getByRole("table", { name: "People" }).locator("tbody tr");
  await page.keyboard.press("j");
  await expect(rows.first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("j");
  await expect(rows.nth(1)).toHaveAttribute("aria-selected", "true");
  await page.getByRole("button", { name: /^Over budget/ }).click();
  await expect(page).toHaveURL(/over=budget/);
  await page.getByRole("button", { name: /^Over budget/ }).click();
  await rows.locator("td a[href*='/pages']:visible").last().click();
  await page.waitForURL("**/pages?**");
  await expect(page.getByText("one person")).toBeVisible();
});

test("both tables come as CSV that names its range", async ({ page, product }) => {
  for (const table of ["people", "teams"]) {
    const answer = await page.request.get(`${product.url}/api/load/${table}`);
    expect(answer.headers()["content-type"]).toContain("text/csv");
    const [head, first] = (await answer.text()).split("\r\n");
    expect(head).toContain("range");
    expect(first?.split(",").length).toBeGreaterThan(20);
  }
});
