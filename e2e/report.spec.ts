import { extractText, getDocumentProxy } from "unpdf";
import type { ReportsList, WeeklyReport } from "@/lib/contract/weekly-report";
import { expect, open, test } from "./product";

test("a lead runs the meeting by keyboard, takes two decisions, writes a note and publishes", async ({
  page,
  product,
}) => {
  const { weeks } = (await (await page.request.get(`${product.url}/api/reports`)).json()) as ReportsList;
  const week = weeks.find(({ over, pages }) => over && (pages ?? 0) > 0)?.week ?? "";
  await open(page, `${product.url}/reports/${week}`);
  await expect(page.getByText("Not published")).toBeVisible();

  await page.keyboard.press("m");
  // The report stays behind it.
  const meeting = page.getByRole("dialog");
  await expect(meeting).toHaveAccessibleName(/^1 of 9: In one sentence/);
  const at = (title: string) => page.getByRole("heading", { name: title });
  for (const title of ["What paged us?", "How much was noise?", "Who was woken?", "Silenced last week: did it work?"]) {
    await page.keyboard.press("ArrowRight");
    await expect(at(title)).toBeFocused();
  }
  await page.keyboard.press("j");
  await expect(at("What to decide now?")).toBeFocused();
  for (const alert of ["1", "2"]) {
    await page.keyboard.press(alert);
    // The form opens with its button focused.
    await expect(meeting.locator("form button[type=submit]")).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(meeting.getByText("Decide anew")).toHaveCount(Number(alert));
  }
  await page.keyboard.press("n");
  await page.keyboard.type("Said by mistake");
  await page.keyboard.press("Control+Enter");
  await expect(meeting.getByText("Said by mistake")).toBeVisible();
  await page.keyboard.press("z");
  await expect(meeting.getByText("Said by mistake")).toHaveCount(0);
  await page.keyboard.press("n");
  await page.keyboard.type("Look at both again on Thursday");
  await page.keyboard.press("Control+Enter");
  await expect(meeting.locator("form")).toHaveCount(0);

  await page.keyboard.press("End");
  await expect(meeting.getByText(/2.decisions taken/)).toBeVisible();
  await expect(meeting.getByText("Look at both again on Thursday")).toBeVisible();
  await meeting.getByRole("button", { name: "Publish", exact: true }).press("Enter");
  await expect(meeting.getByText(/^Version 1 is published/)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(meeting).toHaveCount(0);
  await expect(page.getByText("Published, version 1")).toBeVisible();
  const kept = (await (await page.request.get(`${product.url}/api/reports/${week}`)).json()) as WeeklyReport;
  expect(kept.published?.version).toBe(1);
  expect(kept.taken).toHaveLength(2);
});

for (const format of ["A4", "Letter"] as const)
  test(`on ${format} nothing is cut and table heads come back on each sheet`, async ({ page, product }) => {
    await page.emulateMedia({ colorScheme: "dark" });
    await open(page, `${product.url}/noise?from=now-28d&to=now`);
    const rows = page.getByRole("table").last().getByRole("row");
    expect(await rows.count()).toBeGreaterThan(20);
    const lastTitle = await rows
      .last()
      .getByRole("link")
      .first()
      .evaluate((link) => (link.firstChild?.textContent ?? "").trim());
    const sheets = await textOf(await page.pdf({ format, printBackground: true }));
    // A line may end at a hyphen of it.
    const close = (text: string) => text.replaceAll(/\s+/g, "");
    expect(close(sheets.join(""))).toContain(close(lastTitle));
    // The table goes on to the end; its last head is a button on screens.
    const first = sheets.findIndex((sheet) => sheet.includes("Pain"));
    const ofTable = sheets.slice(first, -1);
    expect(ofTable.length).toBeGreaterThan(1);
    expect(ofTable.filter((sheet) => !sheet.includes("Pain"))).toEqual([]);
    for (const [nth, sheet] of sheets.entries()) {
      expect(sheet).toContain("/noise?from=now-28d");
      expect(sheet.replaceAll(/\s+/g, " ")).toContain(`${nth + 1} of ${sheets.length}`);
    }
    expect(sheets.join(" ")).not.toContain("Sign out");
  });

async function textOf(pdf: Buffer): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: false });
  return text;
}
