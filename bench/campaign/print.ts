import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { extractText, getDocumentProxy } from "unpdf";
import { startInstallation, stopInstallation } from "@/bin/fixtures/installation";
import { findChromium } from "@/db/drawing/find-chromium";

/**
 * Prints every screen of the sample on A4 and on Letter, and says what is cut: words of the screen that are on no sheet,
 * parts that are wider than the sheet, and tables over several sheets whose head is not on each. One line a screen and
 * paper; it ends with 1 where anything is cut. Needs a build. `npm run campaign:print`
 */

const PAPERS = { A4: [595, 842], Letter: [612, 792] } as const;

type Paper = keyof typeof PAPERS;
type Words = { rows: string[]; heads: string[][]; wide: string[] };

/** In the page, as print has it: its words, the heads of its tables, and what is too wide. */
function wordsIn(): Words {
  // What is said to screen readers alone is a pixel wide.
  const isSeen = (part: Element) =>
    part.checkVisibility() && part.getBoundingClientRect().width > 2 && !part.closest("svg, [aria-hidden=true]");
  const textsOf = (part: Node): string[] => {
    const texts: string[] = [];
    const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode())
      if (node.parentElement && isSeen(node.parentElement)) texts.push((node.textContent ?? "").trim());
    return texts.filter((text) => text.length > 2);
  };
  const heads = [...document.querySelectorAll("main thead")]
    .filter(isSeen)
    .map((head) => [...head.querySelectorAll("th")].flatMap(textsOf));
  const width = document.documentElement.clientWidth;
  const wide = [...document.querySelectorAll("main *")]
    .filter((part) => isSeen(part) && part.getBoundingClientRect().right > width + 1)
    .flatMap(textsOf);
  const main = document.querySelector("main");
  return { rows: main ? textsOf(main) : [], heads, wide };
}

/** Text as it is compared: a PDF knows no blanks between boxes. */
const bare = (text: string) => text.normalize("NFKC").replaceAll(/[\s\u00ad\u200b]+/g, "");

async function problemsOf(page: Page, paper: Paper): Promise<{ sheets: number; problems: string[] }> {
  const pdf = await page.pdf({ format: paper, printBackground: true, preferCSSPageSize: false });
  const document = await getDocumentProxy(new Uint8Array(pdf));
  const { text } = await extractText(document, { mergePages: false });
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = (await document.getPage(1)).view;
  const size = [Math.round(x1 - x0), Math.round(y1 - y0)].sort((a, b) => a - b);
  const problems: string[] = [];
  if (PAPERS[paper].some((length, nth) => Math.abs(length - (size[nth] ?? 0)) > 1))
    problems.push(`the sheet is ${size.join(" by ")}`);
  const content = x1 - x0 - MARGINS_PT;
  await page.setViewportSize({ width: Math.floor((content * 96) / 72), height: 1_000 });
  await page.emulateMedia({ media: "print" });
  await page.waitForTimeout(400);
  const { rows, heads, wide } = await page.evaluate(wordsIn);
  await page.emulateMedia({ media: null });
  await page.setViewportSize(SCREEN);
  const sheets = text.map(bare);
  const all = sheets.join("");
  const lost = [...new Set(rows)].filter((row) => !all.includes(bare(row)));
  if (lost.length > 0) problems.push(`${lost.length} of ${rows.length} not on paper: ${lost.slice(0, 5).join(" | ")}`);
  if (wide.length > 0) problems.push(`wider than the sheet: "${wide.at(-1)}"`);
  for (const head of heads.filter(({ length }) => length > 2)) problems.push(...headProblems(head, sheets));
  return { sheets: text.length, problems };
}

/** Where a head is on two sheets with others between, it is on those too: the table is on all of them. */
function headProblems(head: readonly string[], sheets: readonly string[]): string[] {
  const on = sheets.map((sheet) => head.every((word) => sheet.includes(bare(word))));
  const [first, last] = [on.indexOf(true), on.lastIndexOf(true)];
  if (first === -1) return [`the head ${head.join(", ")} is on no sheet`];
  return on.slice(first, last).includes(false) ? [`the head ${head.join(", ")} is not on each sheet of its table`] : [];
}

const MARGINS_PT = 2 * 34;
const SCREEN = { width: 1440, height: 900 };

async function screensOf(context: BrowserContext, url: string): Promise<string[]> {
  const read = async (path: string) => (await context.request.get(url + path)).json();
  const { signatures } = await read("/api/noise");
  const { rows } = await read("/api/pages");
  const { weeks } = await read("/api/reports");
  const { people } = await read("/api/people");
  const week = weeks.find(({ over }: { over: boolean }) => over)?.week;
  return [
    "/overview",
    "/noise?from=now-28d&to=now",
    "/load?from=now-4w/w&to=now-1w/w",
    "/load/leaders?from=now-4w/w&to=now-1w/w",
    "/pages?from=now-28d&to=now",
    "/retro?from=now-4w/w&to=now-1w/w",
    "/triage",
    "/triage/best-set?team=Search",
    "/decisions",
    "/reports",
    `/reports/${week}`,
    `/signatures/${signatures[0].id}`,
    `/pages/${rows[0].id}`,
    `/people/${people[0].id}`,
    "/sources",
    "/sources/ledger",
    "/sources/records",
    "/sources/changes",
    "/sources/people",
    "/settings/people",
    "/settings/hours",
    "/settings/privacy",
    "/settings/audit",
  ];
}

const dataDir = await mkdtemp(join(tmpdir(), "squelch-print-"));
const installation = await startInstallation(dataDir);
const browser = await chromium.launch({
  executablePath: findChromium(process.env.SQUELCH_CHROMIUM ?? null, {
    path: process.env.PATH ?? "",
    platform: process.platform,
  }),
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
});
let cut = 0;
try {
  const context = await browser.newContext({ viewport: SCREEN, locale: "en-GB" });
  // What tsx puts around functions with a name stands in those that run in the page as well.
  await context.addInitScript("globalThis.__name = (named) => named");
  const page = await context.newPage();
  await page.goto(installation.signInLink);
  await page.waitForURL("**/overview**");
  for (const path of await screensOf(context, installation.url))
    for (const paper of ["A4", "Letter"] as const) {
      await page.goto(installation.url + path);
      await page.waitForLoadState("networkidle");
      await page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));
      await page.waitForTimeout(500);
      const { sheets, problems } = await problemsOf(page, paper).catch((error: Error) => ({
        sheets: 0,
        problems: [`not printed: ${error.message.split("\n")[0]}`],
      }));
      cut += problems.length;
      console.log(`${path}  ${paper}  ${sheets} sheets  ${problems.join("; ") || "whole"}`);
    }
} finally {
  await browser.close();
  await stopInstallation(installation);
  await rm(dataDir, { recursive: true, force: true });
}
process.exitCode = cut > 0 ? 1 : 0;
