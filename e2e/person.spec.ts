import type { Page } from "@playwright/test";
import { expect, open, type Product, test } from "./product";

test.use({ installation: "words" });

type People = { people: { id: string; name: string }[] };

const RANGE = "from=now-12w/w&to=now-1w/w";

async function detailOf(page: Page, { url }: Product, id: string) {
  return (await page.request.get(`${url}/api/people/${id}?${RANGE}`)).json();
}

/** Somebody of whom something is to be judged and who acted on pages. */
async function lookAsSomebodyBusy(page: Page, product: Product): Promise<string> {
  const { people } = (await (await page.request.get(`${product.url}/api/sample/viewer`)).json()) as People;
  for (const { name } of people) {
    const id = await lookAs(page, product, name);
    const { own } = await detailOf(page, product, id);
    if (own.toJudge.pages > 0 && own.efforts.length > 0) return id;
  }
  throw new Error("nobody of the sample has a page to judge and one that they acted on");
}

/** The sample's people by name; only while nothing but the sample is there may one look as another of them. */
async function lookAs(page: Page, { url }: Product, name: string): Promise<string> {
  const { people } = (await (await page.request.get(`${url}/api/sample/viewer`)).json()) as People;
  const id = people.find((person) => person.name === name)?.id;
  if (!id) throw new Error(`the sample has no ${name}`);
  const answer = await page.request.put(`${url}/api/sample/viewer`, {
    data: { personId: id },
    headers: { "x-squelch": "1", origin: url },
  });
  expect(answer.ok()).toBe(true);
  return id;
}

test("an engineer sees their own load, judges with one tap, says the effort and what is wrong", async ({
  page,
  product,
}) => {
  const id = await lookAsSomebodyBusy(page, product);
  const detail = () => detailOf(page, product, id);
  await page.goto(`${product.url}/people/me?${RANGE}`);
  await page.waitForURL(new RegExp(`/people/${id}`));
  await open(page, page.url());
  await expect(page.getByRole("heading", { level: 1, name: /^Your load/ })).toBeVisible();

  const before = await detail();
  expect(before.totals.interruptions.total).toBeGreaterThan(0);
  const days = before.days as { total: number; night: boolean }[];
  expect(days.reduce((sum, { total }) => sum + total, 0)).toBe(before.totals.interruptions.total);
  expect(days.filter(({ night }) => night).length).toBe(before.totals.disruptedNights);

  // What is said of one teaches others of its alert, so that how many wait is not one less.
  const waiting = async () => (await detail()).own.toJudge.rows.map((row: { id: string }) => row.id) as string[];
  const listed = await waiting();
  const [first] = before.own.toJudge.rows;
  await page
    .getByRole("group", { name: `Verdict on ${first.title}` })
    .first()
    .getByRole("button", { name: "Worked as expected" })
    .click();
  await expect.poll(waiting).not.toContain(first.id);
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect.poll(waiting).toEqual(listed);

  const [acted] = before.own.efforts;
  await page.getByLabel(`Minutes that ${acted.title} took you`).first().fill("95");
  await page.getByRole("button", { name: "Say so" }).and(page.locator(":enabled")).first().click();
  await expect.poll(async () => (await detail()).own.efforts[0]).toMatchObject({ minutes: 95, estimated: false });

  await page.getByLabel("What is wrong with your figures?").fill("Matteo had this shift");
  await page.getByRole("button", { name: "This is wrong", exact: true }).click();
  await expect(page.getByText("Matteo had this shift")).toBeVisible();

  const file = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download all that is kept about you" }).click();
  expect((await file).suggestedFilename()).toMatch(/^squelch-my-data-\d{4}-\d\d-\d\d\.json$/);
});

test("a team mate is told that the view is recorded, a stranger that there is nobody", async ({ page, product }) => {
  const jonas = await lookAs(page, product, "Jonas Ackerholt");
  await lookAs(page, product, "Matteo Bellandi");
  await open(page, `${product.url}/people/${jonas}`);
  await expect(page.getByRole("heading", { level: 1, name: /^Jonas Ackerholt/ })).toBeVisible();
  await expect(page.getByText(/this view is recorded/i)).toBeVisible();
  await expect(page.getByText("Were you needed?")).toHaveCount(0);

  await lookAs(page, product, "Gideon Ashworth");
  const stranger = await page.request.get(`${product.url}/api/people/${jonas}`);
  expect(stranger.status()).toBe(404);
  expect(await stranger.text()).not.toContain("Ackerholt");
  await page.goto(`${product.url}/people/${jonas}`);
  await expect(page.locator("#content").getByText("Jonas Ackerholt")).toHaveCount(0);
});
