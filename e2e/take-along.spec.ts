import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { unzipSync } from "fflate";
import { extractText, getDocumentProxy } from "unpdf";
import { outlineOf } from "./outline";
import { expect, open, test } from "./product";

/** What one choice of the menu beside a chart gives. */
async function taken(page: Page, figure: Locator, choice: string): Promise<{ name: string; content: Buffer }> {
  await figure.getByRole("button", { name: /^Take along/ }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page
      .getByRole("dialog", { name: /^Take along/ })
      .getByRole("button", { name: choice, exact: true })
      .click(),
  ]);
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

test("a chart goes to a retro as it is seen: picture, drawing and numbers", async ({ page, product }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await open(page, `${product.url}/overview?urgency=high`);
  const figure = page.getByRole("figure", { name: /^Pages per / });
  await expect(figure.locator(".recharts-bar-rectangle").first()).toBeVisible();
  await figure.scrollIntoViewIfNeeded();
  const bars = await figure.locator(".recharts-bar-rectangle path").count();
  expect(bars).toBeGreaterThan(0);

  const svg = await taken(page, figure, "SVG");
  expect(svg.name).toMatch(/^[a-z-]+_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d_[A-Za-z-]+\.svg$/);
  const drawing = svg.content.toString();
  expect(drawing).not.toMatch(/var\(--|class=|<script|foreignObject|href=/);
  expect(drawing).toMatch(/filters: urgency high/);
  expect(drawing).toMatch(/Made at \d{4}-\d\d-\d\dT[\d:]+[+-]\d\d:\d\d/);
  const seen = await page.evaluate((text) => {
    const picture = new DOMParser().parseFromString(text, "image/svg+xml");
    return { root: picture.documentElement.nodeName, paths: picture.querySelectorAll("path[name], path[fill]").length };
  }, drawing);
  expect(seen.root).toBe("svg");
  expect(seen.paths).toBeGreaterThanOrEqual(bars);
  // Light, whatever the screen is.
  expect(drawing).toContain('fill="#ffffff"');

  const png = await taken(page, figure, "PNG");
  expect(png.content.subarray(1, 4).toString()).toBe("PNG");
  const width = Number(/<svg[^>]* width="(\d+)"/.exec(drawing)?.[1]);
  expect(png.content.readUInt32BE(16), "twice the size").toBe(2 * width);

  const csv = await taken(page, figure, "CSV");
  const [head, ...rows] = parse(csv.content) as string[][];
  await figure.getByRole("button", { name: "View as table" }).click();
  const shown = await figure
    .locator("tbody tr")
    .evaluateAll((trs) =>
      trs.map((tr) => [...tr.children].map((cell) => (cell.textContent ?? "").replaceAll(",", ""))),
    );
  expect(rows.map((row) => row.slice(0, shown[0]?.length))).toEqual(shown);
  expect(head?.slice(-6)).toEqual(["figure", "range", "zone", "filters", "n", "made at"]);
});

test("a table goes along as it is shown, and with everything that its filters leave", async ({ page, product }) => {
  await open(page, `${product.url}/pages?verdict=noise&sort=service&dir=asc`);
  const choose = async (choice: string) => {
    await page.getByRole("button", { name: "CSV: Pages" }).click();
    const menu = page.getByRole("dialog", { name: "CSV: Pages" });
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      menu.getByText(choice, { exact: true }).click(),
    ]);
    const content = await readFile(await download.path());
    return { name: download.suggestedFilename(), rows: parse(content, { columns: true }) as Record<string, string>[] };
  };
  const answer = await page.request.get(`${product.url}/api/pages?verdict=noise&sort=service&dir=asc&limit=100`);
  const { total, rows } = (await answer.json()) as { total: number; rows: { service: string; title: string }[] };
  const told = (row: Record<string, string | null> | undefined) => [row?.service ?? "", row?.title ?? ""];

  const shown = await choose("CSV of what is shown");
  expect(shown.rows.map(told)).toEqual(rows.map(told));
  expect(shown.rows[0]).toMatchObject({ filters: "filters: verdict noise", n: `n = ${rows.length} rows shown` });

  const all = await choose("CSV of everything");
  expect(all.rows).toHaveLength(total);
  expect(all.rows.slice(0, rows.length).map(told)).toEqual(rows.map(told));
  expect(all.rows[0]).toMatchObject({ filters: "verdict noise" });
  for (const { name } of [shown, all]) expect(name).toMatch(/^pages_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d_[\w-]+\.csv$/);
});

/** What a press of the button on a screen of figures gives, by name. */
async function pack(page: Page): Promise<Map<string, Buffer>> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Make the pack" }).click(),
  ]);
  const files = unzipSync(await readFile(await download.path()));
  return new Map(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)]));
}

test("a range goes to a retro as one pack and as a PDF, and what is in them is what was shown", async ({
  page,
  product,
}) => {
  await open(page, `${product.url}/retro?from=now-4w/w&to=now-1w/w`);
  const files = await pack(page);
  const ending = (end: string) => [...files.keys()].filter((name) => name.endsWith(end));
  expect(ending(".png").length).toBeGreaterThanOrEqual(12);
  expect(ending(".svg")).toHaveLength(ending(".png").length);
  for (const name of ending(".png"))
    expect(name).toMatch(/^charts\/[\p{L}\d-]+_\d{4}-\d\d-\d\d_\d{4}-\d\d-\d\d_[\w-]+\.png$/u);
  expect(ending(".csv").filter((name) => name.startsWith("tables/"))).toHaveLength(5);

  const text = files.get("README.md")?.toString() ?? "";
  expect(text).toContain((await page.getByRole("heading", { level: 1 }).textContent()) ?? "nothing");
  const linked = [...text.matchAll(/\]\(((?:charts|tables)\/[^)]+)\)/g)].map(([, name]) => decodeURI(name ?? ""));
  expect(new Set(linked)).toEqual(new Set([...files.keys()].filter((name) => name !== "README.md")));

  const alerts = [...files].find(([name]) => name.startsWith("tables/alerts_"))?.[1] ?? Buffer.of();
  const rows = parse(alerts, { columns: true }) as Record<string, string>[];
  const answer = await page.request.get(`${product.url}/api/noise?from=now-4w/w&to=now-1w/w`);
  const { signatures } = (await answer.json()) as { signatures: { signature: string; pages: number }[] };
  expect(rows.map(({ signature, pages }) => [signature, Number(pages)])).toEqual(
    signatures.map(({ signature, pages }) => [signature, pages]),
  );

  const pdf = await page.request.get(`${product.url}/api/retro?from=now-4w/w&to=now-1w/w&format=pdf&paper=Letter`);
  expect(pdf.status(), await pdf.text().then((told) => told.slice(0, 300))).toBe(200);
  const document = await getDocumentProxy(new Uint8Array(await pdf.body()));
  const { totalPages, text: printed } = await extractText(document, { mergePages: true });
  expect(totalPages).toBeGreaterThan(2);
  const [x0, y0, x1, y1] = (await document.getPage(1)).view;
  expect([Number(x1) - Number(x0), Number(y1) - Number(y0)]).toEqual([792, 612]);
  for (const words of ["Is it getting quieter?", "Is it shared, team by team?", "Time to squash"])
    expect(printed).toContain(words);
});

/** In the page: elements and attributes of a drawing that do something, or ask for something. */
function whatRuns(drawing: string): string[] {
  const root = new DOMParser().parseFromString(drawing, "image/svg+xml");
  return [...root.querySelectorAll("*")].flatMap((element) => [
    ...(/^(script|foreignObject|image|use|a|style|animate|set|parsererror|html|img)$/i.test(element.localName)
      ? [element.localName]
      : []),
    ...element.getAttributeNames().filter((name) => /^on|href$|^style$/i.test(name)),
  ]);
}

test("every chart on fixed rows is drawn as it was, walks by the arrow keys, and runs no words", async ({
  page,
  product,
}) => {
  await open(page, `${product.url}/gallery?show=charts`);
  // One tab stop a chart, none where there is no point.
  await expect(page.locator('figure [role="application"][tabindex="0"]')).toHaveCount(13);
  const heat = page.getByRole("application", { name: /^Heat\./ });
  await heat.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await expect(heat.locator("[data-readout]")).toHaveText(/^Tue 00:00: \d+ pages$/);
  await page.keyboard.press("Escape");

  const files = await pack(page);
  const drawings = [...files].filter(([name]) => name.endsWith(".svg"));
  const outlines: string[] = [];
  for (const [name, content] of drawings) {
    const drawing = content.toString();
    expect(await page.evaluate(whatRuns, drawing), name).toEqual([]);
    outlines.push(name, ...(await page.evaluate(outlineOf, drawing)), "");
  }
  expect(outlines.join("\n")).toMatchSnapshot("charts.txt");
  expect(await page.evaluate(() => "hurt" in window)).toBe(false);
});
