import { buffer } from "node:stream/consumers";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cell, csvStream } from "./csv";
import { guarded } from "./guarded";

async function* each(rows: readonly (readonly Cell[])[]) {
  yield* rows;
}

const written = async (rows: readonly (readonly Cell[])[]) => buffer(csvStream(["text", "number"], each(rows)));

/** A letter in hostile company. */
const hostile = fc.string({
  unit: fc.constantFrom(...Array.from("=+-@\t\r\n\0\"', ;a1\u00a0\ufeff\u2028\u000b＝＋－＠'é😀")),
  maxLength: 12,
});

describe("a cell", () => {
  it.each([
    ["plain", "Disk full", "Disk full"],
    ["a formula", "=1+2", "'=1+2"],
    ["a formula after blanks", "  =1", "'  =1"],
    ["a formula after a no-break space", "\u00a0@SUM(A1)", "'\u00a0@SUM(A1)"],
    ["a full-width sign", "＝1", "'＝1"],
    ["a tab", "\tx", "'\tx"],
    ["a formula on the second line", "a\n=1", "a\n'=1"],
    ["a formula after an empty line", "a\n\n=1", "a\n\n'=1"],
    ["a formula after line ends of two kinds", "\r\n+1", "'\r\n'+1"],
    ["a minus within", "a-b", "a-b"],
    ["a NUL, which hides what follows", "\0=1", "\ufffd=1"],
  ])("of %s is %j as %j", (_name, text, expected) => {
    expect(guarded(text)).toBe(expected);
  });

  it("never lets a physical line begin with what a spreadsheet runs", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        for (const line of guarded(text).split(/\r\n|\r|\n/))
          expect(line).not.toMatch(/^[^\S\r\n]*[=+\-@\t\0＝＋－＠]/);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it("loses nothing of its text but NUL", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        // The guard only adds apostrophes.
        const bare = (some: string) => some.replaceAll("'", "");
        expect(bare(guarded(text))).toBe(bare(text.replaceAll("\0", "\ufffd")));
      }),
      { seed: 2, numRuns: 2000 },
    );
  });
});

describe("a file", () => {
  it("reads back as it was written", async () => {
    const rows = fc.array(fc.tuple(hostile, fc.option(fc.integer())), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(rows, async (cells) => {
        const back = parse(await written(cells), { bom: false, record_delimiter: "\r\n" }) as string[][];
        const told = cells.map(([text, number]) => [guarded(text), number === null ? "" : String(number)]);
        expect(back).toEqual([["text", "number"], ...told]);
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it("keeps a negative number a number, and nothing an empty cell", async () => {
    expect(
      (
        await written([
          ["a", -1],
          ["b", null],
        ])
      ).toString(),
    ).toMatch(/"a",-1\r\n"b",\r\n$/);
  });

  it("has its header where there is no row", async () => {
    expect((await written([])).toString().trim().replaceAll('"', "")).toBe("text,number");
  });

  it("fails where its rows fail, instead of ending early", async () => {
    const breaking = async function* (): AsyncGenerator<Cell[]> {
      yield ["a", 1];
      throw new Error("the database went away");
    };
    await expect(buffer(csvStream(["text", "number"], breaking()))).rejects.toThrow("the database went away");
  });

  it("ends its rows when the reader leaves", async () => {
    let ended = false;
    const endless = async function* (): AsyncGenerator<Cell[]> {
      try {
        for (;;) yield ["a", 1];
      } finally {
        ended = true;
      }
    };
    for await (const _portion of csvStream(["text", "number"], endless())) break;
    await expect.poll(() => ended).toBe(true);
  });
});
