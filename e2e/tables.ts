import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { parse } from "csv-parse/sync";

type Row = Record<string, string>;
type Taken = { title: string; shown: Row[]; all: Row[] | null };

/** What each file says of itself in its last columns, made here or by the server. */
const ABOUT = ["figure", "range", "from", "to", "zone", "filters", "n", "made at", "made by"];
/** Rows of a table that sum the others or tell of a hole stand in no file. */
const NO_ROW = /^\d+ days together|nothing came/;
/** What a spreadsheet would run; numbers it may. */
const RUNS = /^[=+@\t\r]|^-(?!\d)/;

/** What can be taken along, by its screen. */
export const FILES = [
  "/overview Alerts",
  "/overview What was silenced",
  "/noise Alerts",
  "/load Load of people",
  "/load Alerts that woke people",
  "/load Load of teams",
  "/load/leaders Leaders",
  "/load/leaders Worst alerts",
  "/load/leaders Pages of other teams",
  "/load/leaders Pages handed on",
  "/pages Pages",
  "/triage Triage queue",
  "/triage/best-set Best set",
  "/sources/ledger Ledger",
  "/sources/ledger Ledger by source",
  "/sources/ledger Ledger of PagerDuty files",
  "/sources/records Records",
  "/sources/people People and accounts",
  "/settings/people Organisation",
  "/settings/people Owners of services",
  "/settings/audit Audit log",
  "/decisions Decisions",
  "/reports Weekly reports",
  "/people/… Last pages",
  "/signatures/… Last pages",
  "/pages/… Events of a page",
  "/pages/… Messages of a page",
];

/** The file behind one choice of an open menu; null where the menu has no such choice. */
async function fileOf(page: Page, menu: Locator, choice: string): Promise<Row[] | null> {
  await menu.click();
  const choices = page.getByRole("dialog");
  await choices.waitFor();
  const chosen = choices.getByText(choice, { exact: true });
  if ((await chosen.count()) === 0) {
    await page.keyboard.press("Escape");
    return null;
  }
  const [download] = await Promise.all([page.waitForEvent("download"), chosen.click()]);
  return parse(await readFile(await download.path()), { columns: true, bom: true }) as Row[];
}

/** What the menus of the open screen give, in their order. */
async function takeAll(page: Page): Promise<Taken[]> {
  const menus = await page.getByRole("button", { name: /^CSV: / }).all();
  const taken: Taken[] = [];
  for (const menu of menus) {
    const title = ((await menu.getAttribute("aria-label")) ?? "").replace("CSV: ", "");
    const shown = await fileOf(page, menu, "CSV of what is shown");
    taken.push({ title, shown: shown ?? [], all: await fileOf(page, menu, "CSV of everything") });
  }
  return taken;
}

/** In the page: the rows of each table beside which no chart has its own menu, as they are read. */
function tablesIn(): { name: string; rows: string[] }[] {
  return [...document.querySelectorAll<HTMLElement>("table, [role=table], [role=grid], [role=treegrid]")]
    .filter((table) => !table.closest("figure") && table.offsetParent !== null)
    .map((table) => ({
      name: table.getAttribute("aria-label") ?? (table.innerText ?? "").slice(0, 40),
      rows: [...table.querySelectorAll<HTMLElement>("tbody > tr")].map(({ innerText }) =>
        innerText.replaceAll(/\s+/g, " ").trim(),
      ),
    }));
}

/** In the page: what is folded away is a table as well. */
function unfold(): void {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
}

/** As it stands on the screen: without the guard, numbers with their commas. */
function seen(cell: string): string {
  const bare = cell.replace(/^'/, "").replaceAll(/\s+/g, " ").trim();
  return /^\d+$/.test(bare) ? Number(bare).toLocaleString("en-GB") : bare;
}

/** Row by row the file has what the table has: a column of it stands in every one, and tells them apart. */
function isOf(rows: readonly string[], file: readonly Row[]): boolean {
  if (rows.length !== file.length) return false;
  const columns = Object.keys(file[0] ?? {}).filter((name) => !ABOUT.includes(name));
  return columns.some((name) => {
    const cells = file.map((row) => seen(row[name] ?? ""));
    const distinct = new Set(cells).size;
    return distinct >= Math.min(2, rows.length) && cells.every((cell, nth) => cell && rows[nth]?.includes(cell));
  });
}

/**
 * What is not as it should be with the tables of the open screen: one of which nothing can be taken along, a file that is
 * not what is shown, or one that a spreadsheet would run. And the names of all that can be taken.
 */
export async function tableProblems(page: Page, path: string): Promise<{ problems: string[]; titles: string[] }> {
  await page.evaluate(unfold);
  const tables = await page.evaluate(tablesIn);
  const taken = await takeAll(page);
  const problems: string[] = [];
  const left = new Set(taken);
  for (const { name, rows } of tables) {
    const listed = rows.filter((row) => !NO_ROW.test(row));
    const own = [...left].find(({ shown }) => isOf(listed, shown));
    if (own) left.delete(own);
    else problems.push(`${path}: nothing that can be taken is the ${listed.length} rows of the table ${name}`);
  }
  for (const { title, shown, all } of taken) {
    if (all && all.length < shown.length) problems.push(`${path}: ${title}: everything is less than what is shown`);
    const cells = [...shown, ...(all ?? [])].flatMap((row) => Object.values(row));
    const run = cells.find((cell) => RUNS.test(cell));
    if (run) problems.push(`${path}: ${title}: a spreadsheet runs ${run}`);
  }
  return { problems, titles: taken.map(({ title }) => title) };
}

/** A screen as it is named where ids of a run do not belong. */
export const screenName = (path: string) => path.replaceAll(/\/(\d{4}-W\d\d|\d{3,})/g, "/…").replace(/\?.*/, "");
