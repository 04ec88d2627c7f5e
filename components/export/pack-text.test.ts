import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { HOSTILE_WORDS } from "@/lib/export/hostile-words";
import { type PackAbout, type PackedText, packText } from "./pack-text";
import { csvOf } from "./table-text";

const ABOUT: PackAbout = {
  title: "Retro pack: payments, 9 – 15 Nov 2026",
  sentence: "3 alerts caused 61 % of the night pages.",
  figures: ["Pages: 144; 120 in the period before"],
  range: "9 – 15 Nov 2026",
  zone: "Europe/London",
  filters: "filters: team payments",
  madeAt: "2026-11-17T03:12:45+00:00",
};

function packed(words: string): PackedText {
  const caption = {
    title: words,
    sentence: words,
    range: ABOUT.range,
    zone: ABOUT.zone,
    filters: [words],
    n: "n = 144 pages",
    definition: "Pages by the day on which they opened.",
    madeAt: ABOUT.madeAt,
  };
  return {
    caption,
    table: { head: ["Alert", "pages"], rows: [[words, 3]] },
    picture: "charts/a.png",
    files: ["charts/a.png", "charts/a.csv"],
  };
}

it("says what is in the pack, and of each figure what it is about", () => {
  const text = packText(ABOUT, [packed("Pages per week")], [{ title: "Alerts", file: "tables/alerts.csv" }]);
  expect(text.split("\n")).toEqual(
    expect.arrayContaining([
      "# Retro pack: payments, 9 – 15 Nov 2026",
      "3 alerts caused 61 % of the night pages.",
      "- Pages: 144; 120 in the period before",
      "9 – 15 Nov 2026 · range in Europe/London · filters: team payments · made at 2026-11-17T03:12:45+00:00 with Squelch",
      "- Pages per week: [png](charts/a.png), [csv](charts/a.csv)",
      "- Alerts: [csv](tables/alerts.csv)",
      "## Pages per week",
      "![Pages per week](charts/a.png)",
      "| Pages per week | 3 |",
      "Pages by the day on which they opened.",
    ]),
  );
});

/** Without what is escaped, and without what we write ourselves. */
const bare = (markdown: string) =>
  markdown
    .replaceAll(/\\[!-/:-@[-`{-~]/g, "")
    .replaceAll(/!?\[[^[\]]*\]\((charts|tables)\/[\w.]+\)/g, "")
    .replaceAll(/^#+ /gm, "");

describe.each(HOSTILE_WORDS)("%j", (words) => {
  it("is text in Markdown", () => {
    const text = packText({ ...ABOUT, title: words, sentence: words, figures: [words] }, [packed(words)], []);
    const left = bare(text);
    expect(left).not.toMatch(/[<>`*[\]&#]/);
    expect(left).not.toMatch(/https?:\/\//);
    // One line of the table for one row.
    expect(left.split("\n").filter((line) => line.startsWith("| "))).toHaveLength(2);
    expect(left.match(/\|/g)).toHaveLength(3 + 3 + 3);
  });

  it("is a cell in CSV that no spreadsheet runs, and is read back", () => {
    const { caption, table } = packed(words);
    const [, row] = parse(csvOf(table, caption)) as string[][];
    const without = (text: string | undefined) => text?.replaceAll("'", "");
    expect(without(row?.[0])).toBe(without(words));
    for (const line of row?.[0]?.split(/\r\n|\r|\n/) ?? []) expect(line).not.toMatch(/^\s*[=+\-@]/);
  });
});
