import { text } from "node:stream/consumers";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { type REPORT_FORMATS, type ReportDifference, WeeklyReport } from "@/lib/contract/weekly-report";
import { TEST_REPORT } from "./test-weekly";
import { weeklyFile, weeklyFileName } from "./weekly-file";

const DIFFERENCES: ReportDifference[] = [
  { section: "figures", what: "Noise share", frozen: "61.1 %", now: "59.0 %", mayBe: ["data", "verdicts"] },
];
const INPUT = {
  report: TEST_REPORT,
  differences: DIFFERENCES,
  made: { by: "Ana Lima", at: Date.parse("2026-11-16T09:10:00Z") },
};
const written = (format: (typeof REPORT_FORMATS)[number]) => text(weeklyFile(INPUT, format).body);

describe("a weekly report as a file", () => {
  it.each(["md", "html", "csv"] as const)("in %s", async (format) => {
    await expect(await written(format)).toMatchFileSnapshot(`fixtures/weekly.golden.${format}`);
  });

  it("in JSON is the contract", async () => {
    expect(TEST_REPORT).toMatchObject(WeeklyReport.parse(JSON.parse(await written("json"))));
  });

  it("is named by team, days and zone", () =>
    expect(weeklyFileName(TEST_REPORT, "md")).toBe(
      "payments_weekly-noise-report_2026-11-09_2026-11-15_Europe-London.md",
    ));

  it("runs nothing and loads nothing in HTML, and every table has caption and heads", async () => {
    const html = await written("html");
    expect(html).not.toMatch(/<(script|img|link|iframe|object|form|a)\b|\b(src|href|on[a-z]+)=/i);
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    const tables = html.split("<table>").slice(1);
    expect(tables.length).toBeGreaterThan(8);
    for (const table of tables) {
      expect(table).toMatch(/^\n<caption>[^<]+<\/caption>/);
      const [head = "", body = ""] = table.split("<tbody>");
      const heads = head.split('<th scope="col">').length;
      for (const row of body.split("<tr>").slice(1)) expect(row.split(/<t[hd][ >]/)).toHaveLength(heads);
    }
  });

  it("keeps each Markdown row on its line with as many cells as its head", async () => {
    const rows = (await written("md")).split("\n").filter((line) => line.startsWith("|"));
    const cells = (line: string) => line.replaceAll(/\\./g, "").split("|").length;
    let head = 0;
    rows.forEach((line, index) => {
      if (/^\| --- /.test(rows[index + 1] ?? "")) head = cells(line);
      expect(cells(line), line).toBe(head);
    });
  });

  it("runs nothing in a sheet, and says range, zone and filters in each line", async () => {
    const rows = parse(await written("csv"), { columns: true, bom: true }) as Record<string, string>[];
    for (const row of rows) {
      expect(row).toMatchObject({ week: "2026-W46", zone: "Europe/London", filters: "team=Payments" });
      expect(row.of).not.toMatch(/^[=+@]/);
    }
    const hidden = rows.find(
      (row) => row.section === "figures" && row.of === "" && row.figure === "sleep-interruptions",
    );
    expect(hidden).toMatchObject({ value: "", previous: "12", "not shown because": "remainder" });
  });
});
