import { expect, open, test } from "./product";

test.use({ installation: "verdict" });

test("a person overrules a verdict by key, sees both, and can take it back", async ({ page, product }) => {
  await open(page, `${product.url}/pages?reason=self-healed&verdict=noise`);
  await expect(page.getByRole("table").getByRole("row").nth(1)).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/pages\/\d+/);
  await expect(page.getByRole("button", { name: /^Fixed something/ })).toBeVisible();
  const id = /\/pages\/(\d+)/.exec(page.url())?.[1];
  const detail = async () => (await page.request.get(`${product.url}/api/pages/${id}`)).json();
  expect((await detail()).page).toMatchObject({ verdict: "noise", origin: "inferred" });

  await page.keyboard.press("1");
  await expect.poll(async () => (await detail()).page.origin).toBe("person");
  const judged = await detail();
  expect(judged.page.verdict).toBe("actionable");
  expect(judged.inferred.verdict, "the inferred verdict stays beside it").toBe("noise");

  await page.getByRole("button", { name: /undo/i }).first().click();
  await expect.poll(async () => (await detail()).page.origin).toBe("inferred");
  expect((await detail()).page.verdict).toBe("noise");
});

test("a word on an alert holds for all its pages and changes the figures", async ({ page, product }) => {
  const noise = async () => (await page.request.get(`${product.url}/api/noise`)).json();
  const before = await noise();
  const worst = before.signatures[0];
  await open(page, `${product.url}/signatures/${worst.id}`);
  await page.getByLabel("Holds for").selectOption("always");
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("1");
  await expect
    .poll(async () => {
      const { signatures } = await noise();
      return signatures.find((row: { id: string }) => row.id === worst.id)?.byPerson;
    })
    .toBe(true);
  const after = (await noise()).signatures.find((row: { id: string }) => row.id === worst.id);
  expect(after.counts).toMatchObject({ actionable: worst.pages, noise: 0, unclear: 0 });
  expect(after.pain).toBe(0);
});
