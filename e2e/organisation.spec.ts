import type { OrganisationView, PersonHistory } from "@/lib/contract/organisation";
import { expect, open, test } from "./product";

test.use({ installation: "empty", settings: { SQUELCH_SAMPLE: "off" } });

const FILE = [
  "Employee,Work Email,Manager,Department,Time zone,Country",
  "Vera Lind,vera@north.example,,,Europe/Berlin,DE",
  "Ana Brandt,ana@north.example,vera@north.example,Payments,Europe/Berlin,DE",
  "Ben Oz,ben@north.example,vera@north.example,Search,Asia/Kolkata,IN",
  "Cem Ak,cem@north.example,ana@north.example,Payments,Europe/Berlin,DE",
  "Dora Falk,dora@north.example,nobody@north.example,Payments,Europe/Berlin,DE",
].join("\n");

test("a file tells who leads whom; another leader from a day on leaves last month's leader", async ({
  page,
  product,
}) => {
  await open(page, `${product.url}/settings/people`);
  await page.getByRole("button", { name: "Import from a file" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.locator("input[type=file]").setInputFiles({
    name: "people.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(FILE),
  });
  await expect(dialog.getByText("It would bring in 5 new people, 3 leaders", { exact: false })).toBeVisible();
  await expect(
    dialog.getByText("the leader nobody@north.example is neither in the file", { exact: false }),
  ).toBeVisible();
  await dialog.getByRole("button", { name: "Bring in" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("leads 2, 3 in all")).toBeVisible();

  await page.getByRole("button", { name: "Cem Ak", exact: true }).click();
  const edit = page.getByRole("dialog", { name: "Cem Ak" });
  await edit.getByLabel("Reports to", { exact: true }).selectOption({ label: "Ben Oz (ben@north.example)" });
  await edit.getByLabel("Holds from").fill("2026-11-10");
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit).toBeHidden();

  const { people } = (await (await page.request.get(`${product.url}/api/organisation`)).json()) as OrganisationView;
  const cem = people.find(({ email }) => email === "cem@north.example");
  const history = await page.request.get(`${product.url}/api/people/${cem?.id}/history`);
  expect(((await history.json()) as PersonHistory).leaders).toEqual([
    { from: "2026-11-10", to: null, value: "Ben Oz", origin: "hand" },
    { from: null, to: "2026-11-10", value: "Ana Brandt", origin: "file" },
  ]);
  await page.getByRole("button", { name: "Cem Ak", exact: true }).click();
  await expect(edit.getByText("until 2026-11-10")).toBeVisible();

  // The same file again: nothing of it is new, and what was said by hand stays.
  await edit.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Import from a file" }).first().click();
  await dialog.locator("input[type=file]").setInputFiles({
    name: "people.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(FILE),
  });
  await expect(dialog.getByText("It would change nothing", { exact: false })).toBeVisible();
  await expect(dialog.getByText("Cem Ak, leader: Ben Oz stays, not Ana Brandt, from 2026-11-10")).toBeVisible();
});

test("who is erased is named nowhere any more, and no file brings them back", async ({ page, product }) => {
  const headers = { "x-squelch": "1", origin: product.url };
  const data = {
    kind: "people",
    text: "email,name\neva@north.example,Eva Kern\nfay@north.example,Fay Noll",
    fromDate: null,
  };
  const bring = () => page.request.post(`${product.url}/api/organisation/import`, { headers, data });
  expect((await bring()).ok()).toBe(true);
  await open(page, `${product.url}/settings/people`);
  await page.getByRole("button", { name: "Eva Kern", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Eva Kern" });
  await dialog.getByRole("button", { name: "Erase this person" }).click();
  const erase = dialog.getByRole("region", { name: "Erase" });
  await expect(erase.getByText("1 account goes: directory eva@north.example")).toBeVisible();
  const button = erase.getByRole("button", { name: "Erase", exact: true });
  await expect(button).toBeDisabled();
  await erase.getByLabel("Erase Eva Kern for good.", { exact: false }).check();
  await button.click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Eva Kern", exact: true })).toBeHidden();
  expect((await bring()).ok()).toBe(true);
  const { people } = (await (await page.request.get(`${product.url}/api/organisation`)).json()) as OrganisationView;
  const names = people.map(({ name }) => name);
  expect(names).toContain("Fay Noll");
  expect(names).not.toContain("Eva Kern");
});
