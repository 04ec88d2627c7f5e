import { execFile } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import type { Noise } from "@/lib/contract/noise";
import type { SignatureRow } from "@/lib/contract/noise-report";
import { leadOf } from "@/lib/report/lead";
import { incidentsJson, legacyCsv } from "@/lib/sample/sample-company";
import { expect, open, test } from "./product";
import { bundledProgram } from "./templates";

test.use({ installation: "import" });
test.describe.configure({ mode: "serial" });

const run = promisify(execFile);
const COMPANY = { seed: 99, until: Date.parse("2026-09-14T00:00:00Z"), days: 28 };

async function fileOf(name: string, content: string | Buffer): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "squelch-export-")), name);
  await writeFile(path, content);
  return path;
}

/** Drops a file as a person does: a drag of it over the window. */
async function drop(page: Page, path: string, name: string): Promise<void> {
  const content = (await readFile(path)).toString("base64");
  const transfer = await page.evaluateHandle(
    ([text, fileName]) => {
      const bytes = Uint8Array.from(atob(text ?? ""), (character) => character.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], fileName ?? ""));
      return data;
    },
    [content, name],
  );
  await page.dispatchEvent("body", "dragover", { dataTransfer: transfer });
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
}

const choose = (page: Page, path: string) => page.locator('input[type="file"]').first().setInputFiles(path);

test("a PagerDuty export dropped on Sources gives its noise report, the same as the command line's", async ({
  page,
  product,
}) => {
  const export28 = [...incidentsJson(COMPANY)].join("");
  const path = await fileOf("our-export.json", export28);
  const incidents = JSON.parse(export28).incidents.length;
  await open(page, `${product.url}/sources`);
  await drop(page, path, "our-export.json");

  const preview = page.getByRole("region", { name: "Preview of our-export.json" });
  await expect(preview.getByText("PagerDuty REST incidents")).toBeVisible();
  await expect(preview.getByRole("table").getByRole("row")).toHaveCount(21);
  await preview.getByRole("button", { name: "Import" }).click();

  const card = page.getByRole("region", { name: "our-export.json", exact: true });
  await expect(card.getByText("done", { exact: true })).toBeVisible({ timeout: 45_000 });
  await expect(card.getByText(`${incidents.toLocaleString("en-GB")} received`)).toBeVisible();
  const { imports } = await (await page.request.get(`${product.url}/api/sources`)).json();
  expect(imports, "the sample was taken away").toHaveLength(1);
  expect(imports[0].ledger).toEqual({ received: incidents, stored: incidents, duplicate: 0, ignored: 0, rejected: 0 });

  await card.getByRole("link", { name: "See the noise report" }).click();
  await page.waitForURL("**/overview?**");
  await expect(page.getByText(/alerts? caused \d+ %/).first()).toBeVisible();

  const range = ["--from", "2026-08-17", "--to", "2026-09-13", "--tz", "Europe/Berlin"];
  const cli = await run(
    process.execPath,
    [...bundledProgram(), "analyze", path, "--format", "json", "--names", ...range],
    { maxBuffer: 1 << 26 },
  );
  const printed = JSON.parse(cli.stdout);
  const query = "from=2026-08-17&to=2026-09-13&tz=Europe/Berlin";
  const screen = await (await page.request.get(`${product.url}/api/overview?${query}`)).json();
  expect(screen.totals).toEqual(printed.totals);
  // Whom an alert of a small team interrupted is not told here: nobody is anybody's leader yet.
  const { signatures } = (await (await page.request.get(`${product.url}/api/noise?${query}`)).json()) as Noise;
  const hidden = new Set(signatures.flatMap((row) => (row.interruptions === null ? [row.signature] : [])));
  const rows = (printed.signatures as SignatureRow[]).map((row) =>
    hidden.has(row.signature) ? { ...row, interruptions: null } : row,
  );
  expect(screen.lead).toMatchObject({ text: leadOf(rows, printed.totals)?.text, hidden: hidden.size });
  expect(screen.totals.pages).toBeGreaterThan(100);
});

test("the same file again says so, and stores nothing", async ({ page, product }) => {
  const path = await fileOf("again.json", [...incidentsJson(COMPANY)].join(""));
  const pagesBefore = (await (await page.request.get(`${product.url}/api/state`)).json()).pages;
  await open(page, `${product.url}/sources`);
  await choose(page, path);
  const told = page.getByRole("region", { name: "again.json", exact: true });
  await expect(told.getByText(/exactly the content of our-export\.json/)).toBeVisible();
  await told.getByRole("button", { name: "Send it all the same" }).click();
  const preview = page.getByRole("region", { name: "Preview of again.json" });
  await expect(preview.getByText(/exactly the content of our-export\.json/)).toBeVisible();
  await preview.getByRole("button", { name: "Import" }).click();
  const card = page.getByRole("region", { name: "again.json", exact: true });
  await expect(card.getByText("done", { exact: true })).toBeVisible({ timeout: 45_000 });
  const { imports } = await (await page.request.get(`${product.url}/api/sources`)).json();
  const again = imports.find((item: { fileName: string }) => item.fileName === "again.json");
  expect(again.ledger).toMatchObject({ stored: 0, duplicate: again.ledger.received, rejected: 0 });
  expect((await (await page.request.get(`${product.url}/api/state`)).json()).pages).toBe(pagesBefore);
});

test("broken rows are counted and can be downloaded with line and reason; the rest is imported", async ({
  page,
  product,
}) => {
  const rows = [...legacyCsv({ ...COMPANY, seed: 100, days: 14 })].join("").split("\n");
  const created = (rows[0] ?? "").split(",").indexOf("created_on");
  const broken = rows.map((row, index) => {
    if (index === 3) return row.replace(/,\d{4}-\d\d-\d\dT[^,]*/, ",");
    return index === 5 ? `${row},one,two,three` : row;
  });
  expect(created).toBeGreaterThan(0);
  const path = await fileOf("half.csv", broken.join("\n"));
  await open(page, `${product.url}/sources`);
  await choose(page, path);
  const preview = page.getByRole("region", { name: "Preview of half.csv" });
  await preview.getByRole("button", { name: "Import" }).click();
  const card = page.getByRole("region", { name: "half.csv", exact: true });
  await expect(card.getByText("done", { exact: true })).toBeVisible({ timeout: 45_000 });
  const download = page.waitForEvent("download");
  await card.getByRole("link", { name: /rejected/i }).click();
  const csv = await readFile(await (await download).path(), "utf8");
  expect(csv).toContain("created_on");
  const { imports } = await (await page.request.get(`${product.url}/api/sources`)).json();
  const { ledger } = imports.find((item: { fileName: string }) => item.fileName === "half.csv");
  expect(ledger.rejected).toBeGreaterThan(0);
  expect(ledger.stored).toBeGreaterThan(100);
  expect(ledger.received).toBe(ledger.stored + ledger.duplicate + ledger.ignored + ledger.rejected);
});

for (const { name, content, says } of [
  { name: "empty.json", content: "", says: /empty/ },
  { name: "picture.png", content: Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), says: /PNG/ },
  { name: "screen.html", content: "<!doctype html><html><body>no</body></html>", says: /HTML/ },
  { name: "other.csv", content: "animal,legs\ncat,4\n", says: /animal, legs/ },
  { name: "wide.csv", content: `${Array.from({ length: 50_000 }, (_, i) => `c${i}`).join(",")}\n`, says: /columns/ },
]) {
  test(`a wrong file is answered with what is wrong: ${name}`, async ({ page, product }) => {
    await open(page, `${product.url}/sources`);
    await choose(page, await fileOf(name, content));
    await expect(page.getByText(says).first()).toBeVisible();
  });
}

test("a truncated export keeps its whole records and says where it was cut", async ({ page, product }) => {
  const whole = [...incidentsJson({ ...COMPANY, seed: 101, days: 7 })].join("");
  await open(page, `${product.url}/sources`);
  await choose(page, await fileOf("cut.json", whole.slice(0, Math.floor(whole.length / 2))));
  await page.getByRole("region", { name: "Preview of cut.json" }).getByRole("button", { name: "Import" }).click();
  const card = page.getByRole("region", { name: "cut.json", exact: true });
  await expect(card.getByText("done", { exact: true })).toBeVisible({ timeout: 45_000 });
  const { imports } = await (await page.request.get(`${product.url}/api/sources`)).json();
  const { id, ledger } = imports.find((item: { fileName: string }) => item.fileName === "cut.json");
  expect(ledger.stored).toBeGreaterThan(20);
  expect(ledger.rejected).toBe(1);
  expect(await (await page.request.get(`${product.url}/api/imports/${id}/rejections`)).text()).toMatch(/line \d+/);
});
