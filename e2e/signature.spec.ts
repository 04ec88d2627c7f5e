import type { Page } from "@playwright/test";
import type { SignatureDetail } from "@/lib/contract/signature";
import type { SignatureShape } from "@/lib/contract/signature-shape";
import { expect, open, type Product, test } from "./product";

test.use({ installation: "alerts" });
test.describe.configure({ mode: "serial" });

const RANGE = "from=now-90d&to=now";

type Row = { id: string; title: string; pages: number; service: string | null };

async function rows(page: Page, product: Product): Promise<Row[]> {
  return (await (await page.request.get(`${product.url}/api/noise?${RANGE}`)).json()).signatures;
}

const shapeOf = async (page: Page, product: Product, id: string): Promise<SignatureShape> =>
  (await page.request.get(`${product.url}/api/signatures/${id}/shape`)).json();

const detailOf = async (page: Page, product: Product, id: string): Promise<SignatureDetail> =>
  (await page.request.get(`${product.url}/api/signatures/${id}?${RANGE}`)).json();

/** One with a variable part of a few values, so that a split makes a few alerts. */
async function splittable(page: Page, product: Product): Promise<{ row: Row; shape: SignatureShape; slot: number }> {
  for (const row of await rows(page, product)) {
    const shape = await shapeOf(page, product, row.id);
    const slot = shape.slots.find(({ distinct }) => distinct > 1 && distinct < 20);
    if (slot) return { row, shape, slot: slot.slot };
  }
  throw new Error("no alert of the sample has a variable part of a few values");
}

test("a title shows its variable parts, on the screen and in the list, also to those who hear it", async ({
  page,
  product,
}) => {
  const { row, shape } = await splittable(page, product);
  await open(page, `${product.url}/signatures/${row.id}?${RANGE}`);
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading.locator("[data-slot]")).toHaveCount(shape.slots.length);
  await expect(heading).toContainText(/any (number|quantity|percentage|pod|id|address|hexadecimal id|IP address|time)/);
  await expect(page.getByRole("list", { name: "Variable parts of the title" }).getByRole("listitem")).toHaveCount(
    shape.slots.length,
  );
  await open(page, `${product.url}/noise?${RANGE}`);
  const table = page.getByRole("table", { name: "Signatures" });
  await expect(table.locator(`a[href^="/signatures/${row.id}"] [data-slot]`)).toHaveCount(shape.slots.length);
});

test("an alert is split by a variable part after showing the parts, and put together again", async ({
  page,
  product,
}) => {
  const { row, slot } = await splittable(page, product);
  const before = await rows(page, product);
  await open(page, `${product.url}/signatures/${row.id}?${RANGE}`);
  const form = page.getByRole("form", { name: "Split this alert" });
  await form.getByRole("combobox").selectOption(`slot-${slot}`);
  await form.getByRole("button", { name: "Show the parts" }).click();
  const shown = form.getByRole("list", { name: "Parts it would become" }).getByRole("listitem");
  await expect(shown.first()).toBeVisible();
  const parts = await shown.count();
  expect(parts).toBeGreaterThan(1);
  expect(await rows(page, product), "showing changes nothing").toEqual(before);

  await form.getByRole("button", { name: "Split", exact: true }).click();
  await expect(page.getByText(`Split into ${parts} alerts`).first()).toBeVisible();
  await expect.poll(async () => (await shapeOf(page, product, row.id)).parts.length).toBe(parts);
  const history = page.getByRole("region", { name: "Merged and split by hand" });
  await expect(history.getByText(/Admin/)).toBeVisible();

  // The notice is gone after a reload; what was done is not.
  await open(page, `${product.url}/signatures/${row.id}?${RANGE}`);
  await history.getByRole("button", { name: "Undo this split" }).click();
  await expect(history.getByText(/undone by Admin/)).toBeVisible();
  const count = (all: Row[]) => Object.fromEntries(all.map(({ id, pages }) => [id, pages]));
  expect(count(await rows(page, product))).toEqual(count(before));
});

test("an alert is merged into another by keyboard; its address leads there, and undoing brings it back", async ({
  page,
  product,
}) => {
  const all = await rows(page, product);
  const into = all[0] as Row;
  const from = all.find(({ id, service }) => id !== into.id && service !== into.service) as Row;
  const [one, other] = [await detailOf(page, product, from.id), await detailOf(page, product, into.id)];
  await open(page, `${product.url}/signatures/${from.id}?${RANGE}`);
  const form = page.getByRole("form", { name: "Merge this alert" });
  await form.getByRole("combobox").selectOption(into.id);
  const merge = form.getByRole("button", { name: "Merge" });
  await expect(merge, "two services are not merged unseen").toBeDisabled();
  await form.getByRole("checkbox", { name: /differ in service/ }).press("Space");
  await merge.press("Enter");
  await page.waitForURL(`**/signatures/${into.id}**`);
  expect((await detailOf(page, product, from.id)).row.id).toBe(into.id);
  expect((await detailOf(page, product, into.id)).allPages).toBe(one.allPages + other.allPages);
  await expect(page.getByRole("region", { name: "Merged into it" }).getByRole("listitem")).toHaveCount(1);

  await page
    .getByRole("region", { name: "Merged and split by hand" })
    .getByRole("button", { name: "Undo this merge" })
    .press("Enter");
  await expect.poll(async () => (await detailOf(page, product, from.id)).allPages).toBe(one.allPages);
  expect((await detailOf(page, product, into.id)).allPages).toBe(other.allPages);
});
