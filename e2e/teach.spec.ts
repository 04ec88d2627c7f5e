import { readFile } from "node:fs/promises";
import type { APIRequestContext } from "@playwright/test";
import { expect, open, test } from "./product";

test.use({ installation: "words" });

type Row = {
  id: string;
  pageKey: string;
  verdict: string;
  reason: string | null;
  origin: string;
  saidOf: string | null;
};

const INFERRED_NOISE = "verdict=noise&reason=self-healed";

async function pagesOf(
  request: APIRequestContext,
  url: string,
  query: string,
): Promise<{ rows: Row[]; total: number }> {
  return (await request.get(`${url}/api/pages?${query}`)).json();
}

type Alert = { id: string; pages: number; byPerson: boolean };

/** The worst alert on which, and on whose pages, nobody has spoken: a word on a page stands above one on its alert. */
async function worstUnspoken(request: APIRequestContext, url: string, alerts: Alert[]): Promise<Alert> {
  for (const alert of alerts) {
    const { rows, total } = await pagesOf(request, url, `limit=500&signature=${alert.id}`);
    if (!alert.byPerson && rows.length === total && rows.every(({ origin }) => origin !== "person")) return alert;
  }
  throw new Error("somebody has spoken on a page of every alert");
}

async function pageOf(request: APIRequestContext, url: string, id: string): Promise<Row> {
  return (await (await request.get(`${url}/api/pages/${id}`)).json()).page;
}

test("rows are judged by one key each, the next one follows, and z takes it back", async ({ page, product }) => {
  await open(page, `${product.url}/pages?${INFERRED_NOISE}`);
  const { rows } = await pagesOf(page.request, product.url, INFERRED_NOISE);
  const [first, second] = rows;
  await page.keyboard.press("j");
  await page.keyboard.press("1");
  await expect
    .poll(() => pageOf(page.request, product.url, first?.id ?? ""))
    .toMatchObject({ verdict: "actionable", reason: "fixed-a-fault", saidOf: "page" });
  expect(await pageOf(page.request, product.url, second?.id ?? "")).toMatchObject({ origin: "inferred" });
  await page.keyboard.press("z");
  await expect.poll(() => pageOf(page.request, product.url, first?.id ?? "")).toMatchObject({ origin: "inferred" });
});

test("a page takes any reason by two keys, and undo works after a reload", async ({ page, product }) => {
  const { rows } = await pagesOf(page.request, product.url, INFERRED_NOISE);
  const id = rows[2]?.id ?? "";
  await open(page, `${product.url}/pages/${id}`);
  await page.keyboard.press("v");
  await page.keyboard.press("h");
  await expect
    .poll(() => pageOf(page.request, product.url, id))
    .toMatchObject({ verdict: "noise", reason: "threshold", saidOf: "page" });
  await open(page, `${product.url}/pages/${id}`);
  await page.keyboard.press("z");
  await expect.poll(() => pageOf(page.request, product.url, id)).toMatchObject({ origin: "inferred" });
});

test("all that match are counted first, judged by one key, and undone as one", async ({ page, product }) => {
  await open(page, `${product.url}/pages?${INFERRED_NOISE}`);
  const { total } = await pagesOf(page.request, product.url, INFERRED_NOISE);
  await page.getByRole("button", { name: `Judge all ${total} that match` }).click();
  await expect(page.getByText(`All ${total} pages that match`)).toBeVisible();
  await page.keyboard.press("3");
  const judged = "reason=working-as-expected";
  await expect
    .poll(async () => {
      const { rows } = await pagesOf(page.request, product.url, `${judged}&limit=500`);
      return rows.filter(({ saidOf }) => saidOf === "page").length;
    })
    .toBe(total);
  await page.keyboard.press("z");
  await expect.poll(async () => (await pagesOf(page.request, product.url, INFERRED_NOISE)).total).toBe(total);
});

test("a word on an alert stands from now on, with its end, and leaves past pages alone", async ({ page, product }) => {
  const { signatures } = await (await page.request.get(`${product.url}/api/noise`)).json();
  const [{ id, counts }] = signatures as [{ id: string; counts: object }];
  await open(page, `${product.url}/signatures/${id}`);
  await page.getByLabel("Until, if it ends").fill("2099-12-31");
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("3");
  await expect(page.getByRole("list", { name: "Verdicts on this alert" })).toContainText("until 31 Dec 2099");
  const after = (await (await page.request.get(`${product.url}/api/noise`)).json()).signatures;
  expect(after.find((row: { id: string }) => row.id === id).counts).toEqual(counts);
  await page.getByRole("button", { name: "Take back" }).click();
  await expect(page.getByText("No person has judged this alert yet.")).toBeVisible();
});

test("labels go out and come in again: new ones are stored, others are offered", async ({ page, product }) => {
  const { rows } = await pagesOf(page.request, product.url, INFERRED_NOISE);
  const [one, other, third] = rows;
  await open(page, `${product.url}/pages/${one?.id}`);
  await page.keyboard.press("2");
  await expect.poll(() => pageOf(page.request, product.url, one?.id ?? "")).toMatchObject({ reason: "could-wait" });

  await open(page, `${product.url}/sources/labels`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "CSV", exact: true }).click(),
  ]);
  const csv = await readFile(await download.path(), "utf8");
  expect(csv).toContain(one?.pageKey ?? "no page");

  const provider = (row: Row | undefined) => (row as (Row & { provider: string }) | undefined)?.provider;
  const file = [
    "provider,page,tag",
    `${provider(one)},${one?.pageKey},issue`,
    `${provider(other)},${other?.pageKey},checkfaulty`,
    `${provider(third)},${third?.pageKey},na`,
    "pagerduty,NOWHERE,issue",
    "pagerduty,P1,nonsense",
  ].join("\n");
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "w.csv", mimeType: "text/csv", buffer: Buffer.from(file) });
  for (const count of ["1 new", "1 said otherwise here", "1 of pages that are not here", "1 that say nothing"])
    await expect(page.getByRole("listitem").filter({ hasText: count })).toBeVisible();
  await page.getByRole("button", { name: "Bring in 1 label" }).click();
  await expect.poll(() => pageOf(page.request, product.url, other?.id ?? "")).toMatchObject({ reason: "faulty-check" });
  expect(await pageOf(page.request, product.url, one?.id ?? "")).toMatchObject({ reason: "could-wait" });
});
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
  const worst = await worstUnspoken(page.request, product.url, (await noise()).signatures);
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
