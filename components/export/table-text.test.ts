import { parse } from "csv-parse/sync";
import { expect, it } from "vitest";
import type { Caption } from "@/lib/export/caption";
import { csvOf, markdownOf } from "./table-text";

const CAPTION: Caption = {
  title: "=Pages | by *team*",
  sentence: "2 teams.",
  range: "9 – 15 Nov 2026",
  zone: "Europe/London",
  filters: ["team @ops"],
  n: null,
  definition: null,
  madeAt: "2026-11-17T03:12:45+00:00",
};
const TABLE = {
  head: ["Team", "Pages"],
  rows: [
    ["-ops|night", 1234],
    ["a\r\n=cmd()", { value: -2 }],
  ],
};

it("is read back as it was, with what it is about in every row, and runs nothing", () => {
  const rows = parse(csvOf(TABLE, CAPTION)) as string[][];
  expect(rows).toEqual([
    ["Team", "Pages", "figure", "range", "zone", "filters", "n", "made at"],
    [
      "'-ops|night",
      "1234",
      "'=Pages | by *team*",
      CAPTION.range,
      CAPTION.zone,
      "filters: team @ops",
      "",
      CAPTION.madeAt,
    ],
    [
      "a\r\n'=cmd()",
      "-2",
      "'=Pages | by *team*",
      CAPTION.range,
      CAPTION.zone,
      "filters: team @ops",
      "",
      CAPTION.madeAt,
    ],
  ]);
});

it("is a table in Markdown that no cell breaks", () => {
  const lines = markdownOf(TABLE, CAPTION).split("\n");
  expect(lines).toContain("| Team | Pages |");
  expect(lines).toContain("|---|--:|");
  expect(lines).toContain("| -ops\\|night | 1234 |");
  expect(lines).toContain("| a =cmd() | -2 |");
  expect(lines[0]).toBe("**=Pages \\| by \\*team\\***");
});
