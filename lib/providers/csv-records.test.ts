import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CsvRow, csvRecords } from "./csv-records";

async function* bytesOf(text: string, size = 1 << 16): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

async function read(
  text: string,
  size?: number,
): Promise<{ header: readonly string[]; names: readonly string[]; rows: CsvRow[]; warnings: string[] }> {
  const rows: CsvRow[] = [];
  const warnings: string[] = [];
  let [header, names]: (readonly string[])[] = [[], []];
  for await (const batch of csvRecords(bytesOf(text, size))) {
    rows.push(...batch.rows);
    warnings.push(...batch.warnings);
    header = batch.header.raw;
    names = batch.header.names;
  }
  return { header: header ?? [], names: names ?? [], rows, warnings };
}

function cellsOf(rows: readonly CsvRow[]): unknown[] {
  return rows.map((row) => ("cells" in row ? row.cells : row.broken));
}

const cell = fc.string({ unit: fc.constantFrom("a", "b", " ", '"', ",", "\n", "\r", "é", ".", ";"), maxLength: 8 });

describe("csvRecords", () => {
  it("reads what csv-parse reads, wherever the chunks end", async () => {
    const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom("\n", "\r\n"),
        fc.integer({ min: 1, max: 20 }),
        async (table, newline, size) => {
          const line = (cells: readonly string[]): string =>
            cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(",");
          const text = ["h1,h2,h3", ...table.map(line)].join(newline);
          const expected = parse(text, { record_delimiter: ["\r\n", "\n", "\r"], trim: true, from: 2 });
          const { rows: found } = await read(text, size);
          expect(cellsOf(found)).toEqual(expected);
        },
      ),
      { seed: 3, numRuns: 300 },
    );
  });

  it("normalises headers and says which occur twice", async () => {
    const { names, warnings } = await read("Created At, Resolved-By ,resolved_by,#Escalations\n1,2,3,4\n");
    expect(names).toEqual(["created_at", "resolved_by", "resolved_by", "#escalations"]);
    expect(warnings).toEqual(["Columns that occur twice, of which the first is read: resolved_by."]);
  });

  it.each([[","], [";"], ["\t"]])("finds the delimiter %j in the header", async (by) => {
    const { rows } = await read(`a${by}"b, ; c"\n1${by}"2${by}2"\n`);
    expect(cellsOf(rows)).toEqual([["1", `2${by}2`]]);
  });

  it("skips blank lines, takes mixed line ends, and keeps the line numbers", async () => {
    const { rows } = await read('a,b\r\n\r\n1,"x\ny"\r2,3\n\n\n4,5', 1);
    expect(rows.map((row) => [row.line, "cells" in row ? row.cells : null])).toEqual([
      [3, ["1", "x\ny"]],
      [5, ["2", "3"]],
      [8, ["4", "5"]],
    ]);
  });

  it("rejects a row with another number of cells, naming both counts", async () => {
    expect(cellsOf((await read("a,b\n1\n1,2\n1,2,3\n")).rows)).toEqual([
      "line 2: 1 columns where the header has 2",
      ["1", "2"],
      "line 4: 3 columns where the header has 2",
    ]);
  });

  it("rejects the line where a quote is never closed, and reads the rest", async () => {
    const { rows } = await read('a,b\n1,2\n3,"open\n5,6\n7,8\n');
    expect(cellsOf(rows)).toEqual([["1", "2"], "line 3: a quote opened here is never closed", ["5", "6"], ["7", "8"]]);
  });

  it("rejects the line of an unclosed quote also where later lines have quotes", async () => {
    const { rows } = await read('a,b\n3,"open\n5,"six"\n7,8\n');
    expect(cellsOf(rows)).toEqual([
      "line 2: a quote opened here is not closed: more text follows the next quote",
      ["5", "six"],
      ["7", "8"],
    ]);
  });

  it("stays fast where every line opens a quote", async () => {
    const text = `a,b\n${'1,"x""\n'.repeat(200_000)}`;
    const started = performance.now();
    const { rows } = await read(text);
    expect(rows.length).toBeGreaterThan(100_000);
    expect(performance.now() - started).toBeLessThan(15_000);
  });

  it.each([
    [1024 * 1024, true],
    [1024 * 1024 + 1, false],
    [10 * 1024 * 1024, false],
  ])("takes a cell of %i bytes: %s", async (size, taken) => {
    const { rows } = await read(`a,b\n1,${"x".repeat(size)}\n2,3\n`);
    expect(rows.map((row) => "cells" in row)).toEqual([taken, true]);
    if (!taken)
      expect(cellsOf(rows)[0]).toContain(`line 2: cell 2 holds ${size.toLocaleString("en-GB")} bytes, more than 1 MiB`);
  });

  it("refuses more than 1,000 columns", async () => {
    const header = (columns: number): string => Array.from({ length: columns }, (_, i) => `c${i}`).join(",");
    expect((await read(`${header(1000)}\n`)).header).toHaveLength(1000);
    await expect(read(`${header(1001)}\n`)).rejects.toThrow("The header has 1,001 columns; at most 1,000 are read");
    await expect(read(`${header(50_000)}\n`)).rejects.toThrow("The header has 50,000 columns");
  });

  it.each([
    [19_999, 0],
    [20_000, 1],
    [20_001, 0],
    [100_000, 1],
  ])("with %i rows warns %i times that rows may be missing", async (rows, warned) => {
    expect((await read(`a\n${"1\n".repeat(rows)}`)).warnings).toHaveLength(warned);
  });

  it.each([
    ["'=1+1", "=1+1"],
    ["'-5", "-5"],
    ["' @x", " @x"],
    ["'two\n=lines", "two\n=lines"],
    ["'quoted'", "'quoted'"],
    ["'", "'"],
  ])("takes away our export's guard: %j becomes %j", async (written, meant) => {
    expect(cellsOf((await read(`a,b\n"${written}",1\n`)).rows)).toEqual([[meant, "1"]]);
  });
});
