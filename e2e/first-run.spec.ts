import { expect, open, signIn, test } from "./product";

test.use({ installation: "first-run", firstStart: true });

test("the first start ends in a signed-in overview on sample data, with an insight", async ({ product, browser }) => {
  const page = await (await browser.newContext()).newPage();
  const foreign: string[] = [];
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== product.url) foreign.push(request.url());
  });
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));

  const since = performance.now();
  await signIn(page, product.signInLink);
  await expect(page.getByText(/\d+ alerts? caused \d+ % of sleep-hour interruptions/)).toBeVisible();
  const seconds = product.startSeconds + (performance.now() - since) / 1000;

  expect(seconds, "first insight within a minute of the start").toBeLessThan(60);
  await expect(page.getByText("This is sample data.")).toBeVisible();
  for (const figure of ["Noise share", "Interruptions", "Disrupted nights", "Median time to acknowledge"])
    await expect(page.getByText(figure, { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("heading", { name: "Who was woken?" })).toBeVisible();
  expect(foreign, "no request leaves the origin").toEqual([]);
  expect(errors).toEqual([]);

  const second = await (await browser.newContext()).newPage();
  await second.goto(product.signInLink);
  await expect(second.getByText(/used before/), "the link works once").toBeVisible();
});

test("a figure opens the pages behind it", async ({ page, product }) => {
  await open(page, `${product.url}/noise`);
  const row = page.getByRole("table").last().getByRole("row").nth(1);
  await row.getByRole("link").first().click();
  await page.waitForURL("**/signatures/**");
  await page.getByRole("link", { name: "All pages of it" }).click();
  await page.waitForURL("**/pages?**");
  await expect(page.getByRole("table").getByRole("row").nth(1)).toBeVisible();
});

test("signing out ends the session", async ({ page, product }) => {
  await open(page, `${product.url}/overview`);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in**");
  await open(page, `${product.url}/noise`);
  await expect(page).toHaveURL(/sign-in/);
});
