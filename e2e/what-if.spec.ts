import type { BestSetView } from "@/lib/contract/best-set";
import type { DecisionsView } from "@/lib/contract/decision";
import type { WhatIf } from "@/lib/contract/what-if";
import { expect, open, test } from "./product";

test.use({ installation: "alerts" });

test("a slider tries a hold on past pages without asking the server, and says what it would cost", async ({
  page,
  product,
}) => {
  const noise = await (await page.request.get(`${product.url}/api/noise?from=now-90d&to=now`)).json();
  const { id } = noise.signatures[0];
  await open(page, `${product.url}/signatures/${id}?from=now-90d&to=now`);
  const panel = page.getByRole("region", { name: "What if it paged otherwise?" });
  const slider = panel.getByRole("slider", { name: "Hold for" });
  await expect(slider).toBeVisible();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const detail = await (await page.request.get(`${product.url}/api/signatures/${id}?from=now-90d&to=now`)).json();
  const answer: WhatIf = await (
    await page.request.get(`${product.url}/api/what-if?signatureId=${id}&kind=hold&until=${detail.range.to}`)
  ).json();
  await slider.focus();
  await page.keyboard.press("Home");
  await expect(slider).toHaveAttribute("aria-valuetext", "1 min");
  await page.keyboard.press("End");
  await expect(slider).toHaveAttribute("aria-valuetext", "60 min");
  const most = answer.stops.at(-1)?.effect;
  await expect(panel.getByRole("definition").first()).toHaveText(String(most?.removed));
  expect(asked.filter((url) => url.includes("/api/what-if"))).toEqual([]);
});

test("a team's best set is decided in one move, which one undo takes back", async ({ page, product }) => {
  const decided = async () => {
    const { decisions } = (await (await page.request.get(`${product.url}/api/decisions`)).json()) as DecisionsView;
    return decisions.length;
  };
  const before = await decided();
  const answer = await page.request.get(`${product.url}/api/what-if/best-set?team=Search`);
  const { choices, together } = (await answer.json()) as BestSetView;
  expect(choices.length).toBeGreaterThan(1);
  expect(together.removedActionable.best).toBe(0);
  await open(page, `${product.url}/triage/best-set`);
  await page.getByRole("combobox", { name: "Team", exact: true }).selectOption("Search");
  await page.getByRole("button", { name: `Decide these ${choices.length}` }).click();
  await expect.poll(decided).toBe(before + choices.length);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(decided).toBe(before);
});

test("rows chosen on Noise are the queue that triage begins with", async ({ page, product }) => {
  await open(page, `${product.url}/noise?from=now-28d&to=now`);
  const rows = page.getByRole("checkbox", { name: /^Choose / });
  for (const nth of [1, 3]) await rows.nth(nth).check();
  await page.getByRole("button", { name: "Triage these 2" }).click();
  await expect(page.getByRole("list", { name: "Alerts that wait for a decision" }).getByRole("listitem")).toHaveCount(
    2,
  );
  await page.getByRole("button", { name: /^Show all / }).click();
  await expect(page).not.toHaveURL(/only=/);
});
