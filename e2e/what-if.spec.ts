import type { WhatIf } from "@/lib/contract/what-if";
import { expect, open, test } from "./product";

test.use({ installation: "signature" });

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
