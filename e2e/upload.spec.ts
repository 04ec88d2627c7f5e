import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Page } from "@playwright/test";
import { incidentsJson, legacyCsv, type SampleOptions } from "@/lib/sample/sample-company";
import { expect, open, type Product, test } from "./product";

test.use({ installation: "upload" });
test.describe.configure({ mode: "serial" });

const COMPANY: SampleOptions = { seed: 41, until: Date.parse("2026-09-14T00:00:00Z"), days: 14 };
/** Several parts to send, and several chunks to store. */
const LARGE: SampleOptions = { ...COMPANY, seed: 42, days: 40, copies: 5, sites: 2, limit: 6_000 };
const IMPORT_LIMIT_MS = 120_000;

async function fileOf(name: string, chunks: Iterable<string>): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "squelch-upload-")), name);
  await pipeline(Readable.from(chunks), createWriteStream(path));
  return path;
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const portion of createReadStream(path)) hash.update(portion as Buffer);
  return hash.digest("hex");
}

/** Pages are counted below: none but the ones that are sent here. */
test.beforeAll(async ({ product, session, playwright }) => {
  const someone = await playwright.request.newContext({ extraHTTPHeaders: { cookie: `squelch_session=${session}` } });
  const headers = { "x-squelch": "1", origin: product.url };
  expect((await someone.delete(`${product.url}/api/sample`, { headers })).ok()).toBe(true);
});

const choose = (page: Page, paths: string | string[]) =>
  page.locator('input[type="file"]').first().setInputFiles(paths);
const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const previewOf = (page: Page, name: string) => region(page, `Preview of ${name}`);
const isDone = (page: Page, name: string) =>
  expect(region(page, name).getByText("done", { exact: true })).toBeVisible({ timeout: IMPORT_LIMIT_MS });

type Item = { id: string; fileName: string; state: string; ledger: Record<string, number>; pages: number };

async function importNamed(page: Page, { url }: Product, name: string): Promise<Item> {
  const { imports } = (await (await page.request.get(`${url}/api/sources`)).json()) as { imports: Item[] };
  const found = imports.find(({ fileName }) => fileName === name);
  if (!found) throw new Error(`there is no import of ${name}`);
  return found;
}

const pagesOf = async (page: Page, { url }: Product): Promise<number> =>
  ((await (await page.request.get(`${url}/api/state`)).json()) as { pages: number }).pages;

/** Sends no faster than this from now on. */
async function slowDown(page: Page, bytesPerSecond: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const conditions = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: bytesPerSecond };
  await session.send("Network.emulateNetworkConditions", conditions);
}

/** Offsets of the parts that a screen sends from now on. */
function offsetsSent(page: Page): number[] {
  const offsets: number[] = [];
  page.on("request", (request) => {
    if (request.method() === "PATCH") offsets.push(Number(request.headers()["upload-offset"]));
  });
  return offsets;
}

/** More than one part of 8 MiB, so that a whole one has arrived: what is cut off within a part is sent again. */
const halfWay = (page: Page, name: string) =>
  expect
    .poll(
      async () =>
        Number(await page.getByRole("progressbar", { name: `Sending ${name}` }).getAttribute("aria-valuenow")),
      {
        timeout: 30_000,
        intervals: [100],
      },
    )
    .toBeGreaterThan(50);

test("files of one drop each have their own card, and their imports run beside each other", async ({
  page,
  product,
}) => {
  const names = ["one.json", "two.csv", "three.json"];
  const paths = [
    await fileOf("one.json", incidentsJson(COMPANY)),
    await fileOf("two.csv", legacyCsv({ ...COMPANY, seed: 43 })),
    await fileOf("three.json", incidentsJson({ ...COMPANY, seed: 44 })),
    await fileOf("picture.png", ["\u0089PNG"]),
  ];
  await open(page, `${product.url}/sources`);
  await choose(page, paths);
  await expect(
    previewOf(page, "one.json").or(previewOf(page, "two.csv")).or(previewOf(page, "three.json")),
  ).toBeVisible();
  await expect(page.getByRole("region", { name: /^Arrived: / })).toHaveCount(2);
  await expect(region(page, "picture.png").getByText("not imported")).toBeVisible();
  await page
    .getByRole("region", { name: /^Preview of / })
    .getByRole("button", { name: "Import" })
    .click();
  for (let left = 2; left > 0; left -= 1) {
    const waiting = page.getByRole("region", { name: /^Arrived: / });
    await expect(waiting).toHaveCount(left);
    await waiting.first().getByRole("button", { name: "Import" }).click();
  }
  for (const name of names) {
    await isDone(page, name);
    const { ledger } = await importNamed(page, product, name);
    expect(ledger.stored, name).toBeGreaterThan(20);
    expect(ledger, name).toMatchObject({ received: ledger.stored, duplicate: 0, rejected: 0 });
  }
});

test("too many files, and a folder, are told and not taken", async ({ page, product }) => {
  await open(page, `${product.url}/sources`);
  const path = await fileOf("many.csv", ["a,b\n1,2\n"]);
  await choose(
    page,
    Array.from({ length: 21 }, () => path),
  );
  await expect(page.getByText("21 files were dropped, and none was taken")).toBeVisible();
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(["x"], "exports"));
    // A folder cannot be made by a script: the browser would tell it like this.
    Object.defineProperty(DataTransferItem.prototype, "webkitGetAsEntry", { value: () => ({ isDirectory: true }) });
    window.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await expect(page.getByText("A folder was dropped")).toBeVisible();
  await expect(page.getByRole("region", { name: "many.csv" })).toHaveCount(0);
});

test("a closed tab loses nothing: the same file goes on from a new one", async ({ page, product }) => {
  test.setTimeout(90_000);
  const path = await fileOf("closed-tab.json", incidentsJson({ ...LARGE, seed: 45, limit: 3_000 }));
  const second = await page.context().newPage();
  await open(page, `${product.url}/sources`);
  await slowDown(page, 4_000_000);
  await choose(page, path);
  await halfWay(page, "closed-tab.json");
  await page.close();

  const offsets = offsetsSent(second);
  await open(second, `${product.url}/sources`);
  const unfinished = region(second, "Unfinished: closed-tab.json");
  await expect(unfinished.getByText(/of 2\d.* have arrived\. Drop the same file again/)).toBeVisible();
  await expect(unfinished.getByText(/Discarded on .* unless it goes on/)).toBeVisible();
  await unfinished.locator('input[type="file"]').setInputFiles(await fileOf("other.json", ["{}"]));
  await expect(second.getByText("This is another file")).toBeVisible();
  await unfinished.locator('input[type="file"]').setInputFiles(path);
  await expect(previewOf(second, "closed-tab.json")).toBeVisible({ timeout: 45_000 });
  expect(offsets[0], "it did not begin anew").toBeGreaterThan(0);
  const { id } = await importNamed(second, product, "closed-tab.json");
  expect(await sha256Of(join(product.dataDir, "imports", id))).toBe(await sha256Of(path));
  await previewOf(second, "closed-tab.json").getByRole("button", { name: "Discard" }).click();
  await expect(previewOf(second, "closed-tab.json")).toHaveCount(0);
});

test("a server killed while a file comes and while it is imported: everything completes, the ledger exact", async ({
  page,
  product,
}) => {
  test.setTimeout(300_000);
  const path = await fileOf("killed.json", incidentsJson(LARGE));
  const before = await pagesOf(page, product);
  await open(page, `${product.url}/sources`);
  // Slow enough that it is killed long before the end, also on a busy machine.
  await slowDown(page, 3_000_000);
  await choose(page, path);
  await halfWay(page, "killed.json");
  await product.crash();
  await expect(page.getByText(/the server does not answer.* goes on from there by itself/)).toBeVisible({
    timeout: 30_000,
  });
  const offsets = offsetsSent(page);
  await product.startAgain();
  await expect(previewOf(page, "killed.json")).toBeVisible({ timeout: 90_000 });
  expect(offsets[0], "it did not begin anew").toBeGreaterThan(0);
  const { id } = await importNamed(page, product, "killed.json");
  expect(await sha256Of(join(product.dataDir, "imports", id))).toBe(await sha256Of(path));

  await previewOf(page, "killed.json").getByRole("button", { name: "Import" }).click();
  const ledger = async () => (await importNamed(page, product, "killed.json")).ledger;
  await expect
    .poll(async () => (await ledger()).received, { timeout: IMPORT_LIMIT_MS, intervals: [50] })
    .toBeGreaterThan(0);
  const { state } = await importNamed(page, product, "killed.json");
  expect(state, "it was in the middle").toBe("running");
  const settled = (await ledger()).received ?? 0;
  await product.crash();
  await product.startAgain();
  expect((await ledger()).received, "what is settled stays").toBeGreaterThanOrEqual(settled);
  await isDone(page, "killed.json");
  expect(await ledger()).toEqual({ received: 6_000, stored: 6_000, duplicate: 0, ignored: 0, rejected: 0 });
  expect((await pagesOf(page, product)) - before).toBe(6_000);
});

test("a content that is known is told before anything of it is sent", async ({ page, product }) => {
  const path = await fileOf("renamed.json", incidentsJson(COMPANY));
  const sent: string[] = [];
  page.on("request", (request) => request.url().includes("/api/uploads") && sent.push(request.method()));
  await open(page, `${product.url}/sources`);
  await choose(page, path);
  const card = region(page, "renamed.json");
  await expect(card.getByText(/exactly the content of/)).toContainText("one.json");
  expect(sent).toEqual([]);
  await card.getByRole("button", { name: "Leave it" }).click();
  await expect(card).toHaveCount(0);
  expect(sent).toEqual([]);
});

/** A report of some tool: three problems, opened and closed in Berlin, urgencies in words of its own. */
function tickets(day: number, rows: number): string {
  const line = (n: number) => {
    const time = (minute: number) => `2026-06-${String(day).padStart(2, "0")} 03:${String(minute).padStart(2, "0")}:00`;
    const urgency = n % 2 === 0 ? "wake somebody" : "whenever";
    return `T-${day}-${n},${time(n)},${time(n + 4)},Disk ${n % 3} is full,box-${n % 3},${urgency}`;
  };
  return ["Ref,Began,Over,Trouble,Box,How bad", ...Array.from({ length: rows }, (_, n) => line(n))].join("\n");
}

test("a CSV of an unknown tool is mapped by hand, read right, and its mapping used for the next file", async ({
  page,
  product,
}) => {
  const before = await pagesOf(page, product);
  await open(page, `${product.url}/sources`);
  await choose(page, await fileOf("tickets.csv", [tickets(10, 30)]));
  const preview = previewOf(page, "tickets.csv");
  await expect(preview.getByText("No provider knows this file")).toBeVisible();
  await expect(preview.getByRole("button", { name: "Import" })).toBeDisabled();
  for (const [field, column] of [
    ["Opened at", "Began"],
    ["Id of the page", "Ref"],
    ["Title", "Trouble"],
    ["Service", "Box"],
    ["Ended at", "Over"],
    ["Urgency", "How bad"],
  ] as const)
    await preview.getByLabel(new RegExp(`^${field}`)).selectOption(column);
  await preview.getByLabel("wake somebody").selectOption("high");
  await preview.getByLabel("whenever").selectOption("low");
  await expect(preview.getByText(/has no offset and the zone is not known/).first()).toBeVisible();
  await preview.getByRole("button", { name: /Zone of the file/ }).click();
  await page.keyboard.type("Berlin");
  await page
    .getByRole("option", { name: /Berlin/ })
    .first()
    .click();
  await expect(preview.getByText("Of the first 20 records, 20 can be read")).toBeVisible();
  await preview.getByLabel("Saved for the source").fill("Ticket tool");
  await preview.getByRole("button", { name: "Import" }).click();
  await isDone(page, "tickets.csv");
  expect((await importNamed(page, product, "tickets.csv")).ledger).toMatchObject({ received: 30, stored: 30 });
  expect((await pagesOf(page, product)) - before).toBe(30);
  const rows = await page.request.get(`${product.url}/api/pages?from=2026-06-10&to=2026-06-10&q=Disk&limit=100`);
  const { rows: pages } = (await rows.json()) as {
    rows: { pageKey: string; triggeredAt: string; endedAt: string; service: string; urgency: string }[];
  };
  expect(pages.find(({ pageKey }) => pageKey.endsWith(":T-10-3"))).toMatchObject({
    triggeredAt: "2026-06-10T01:03:00.000Z",
    endedAt: "2026-06-10T01:07:00.000Z",
    service: "box-0",
    urgency: "low",
  });

  await choose(page, await fileOf("next-tickets.csv", [tickets(11, 12)]));
  const next = previewOf(page, "next-tickets.csv");
  await expect(next.getByText("Read as the last file of Ticket tool was")).toBeVisible();
  await expect(next.getByText("Of the first 12 records, 12 can be read")).toBeVisible();
  await next.getByRole("button", { name: "Import" }).click();
  await isDone(page, "next-tickets.csv");
  expect((await pagesOf(page, product)) - before).toBe(42);
});

test("an import is taken back whole, after it has said what goes", async ({ page, product }) => {
  const before = await pagesOf(page, product);
  await open(page, `${product.url}/sources`);
  const card = region(page, "next-tickets.csv");
  await card.getByRole("button", { name: "Undo this import" }).click();
  const dialog = page.getByRole("dialog", { name: "Take next-tickets.csv back?" });
  await expect(dialog.getByText("12 pages, 11 Jun 2026 – 11 Jun 2026")).toBeVisible();
  await dialog.getByRole("button", { name: "Take 12 records back" }).click();
  await expect(card.getByText("taken back", { exact: true })).toBeVisible({ timeout: 45_000 });
  expect((await pagesOf(page, product)) - before).toBe(-12);
  expect(await importNamed(page, product, "next-tickets.csv")).toMatchObject({
    state: "undone",
    ledger: { received: 0 },
  });

  // What was taken back is not known any more: the same file may come again.
  await choose(page, await fileOf("again-tickets.csv", [tickets(11, 12)]));
  await previewOf(page, "again-tickets.csv").getByRole("button", { name: "Import" }).click();
  await isDone(page, "again-tickets.csv");
  expect(await pagesOf(page, product)).toBe(before);
});

test("uploads around the size at which others cut: bytes stored = bytes sent", async ({ page, product }) => {
  test.setTimeout(120_000);
  for (const megabytes of [9, 10, 10.5, 12]) {
    const bytes = megabytes * 1_000_000;
    const content = Buffer.from("id,created_on\n".padEnd(bytes, `Q${megabytes},2026-11-03T10:00:00Z\n`));
    const path = await fileOf("sizes.csv", []);
    await writeFile(path, content);
    const answer = await page.request.post(`${product.url}/api/imports`, {
      headers: { "x-squelch": "1", origin: product.url, "x-squelch-file-name": `${megabytes}.csv` },
      data: content,
    });
    const { id, bytes: stored } = (await answer.json()) as { id: string; bytes: number };
    expect(stored, `${megabytes} MB in one request`).toBe(bytes);
    expect(await sha256Of(join(product.dataDir, "imports", id))).toBe(await sha256Of(path));
    await page.request.delete(`${product.url}/api/imports/${id}`, {
      headers: { "x-squelch": "1", origin: product.url },
    });
  }
});
