import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
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
