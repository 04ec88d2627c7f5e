import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { detectFormat } from "./detect-format";
import { parseInput } from "./parse-input";
import type { Detected, Input, ParsedRecord } from "./provider";

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), "fixtures", "pagerduty");
const INCIDENT = {
  id: "Q1",
  type: "incident",
  incident_number: 1,
  title: "Café is slow",
  created_at: "2024-03-05T01:14:36Z",
  status: "triggered",
  service: { id: "P1", type: "service_reference", summary: "Café" },
  urgency: "high",
};
const LEGACY = "id,incident_number,description,service_name,created_on\n";

function inputOf(content: string | Uint8Array, chunk = 1 << 16): Input {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return {
    name: "a file",
    size: bytes.length,
    open: async function* () {
      for (let i = 0; i < bytes.length; i += chunk) yield bytes.subarray(i, i + chunk);
    },
  };
}

type Read = { detected: Detected; records: ParsedRecord[]; warnings: string[] };

async function read(input: Input): Promise<Read> {
  const detected = await detectFormat(input);
  const records: ParsedRecord[] = [];
  const warnings: string[] = [];
  let bytesRead = 0;
  for await (const batch of parseInput(input, detected, { zone: detected.needsZone ? "Europe/Berlin" : null })) {
    records.push(...batch.records);
    warnings.push(...(batch.warnings ?? []));
    expect(batch.bytesRead).toBeGreaterThanOrEqual(bytesRead);
    bytesRead = batch.bytesRead;
  }
  expect(bytesRead).toBe(input.size);
  return { detected, records, warnings };
}

function titlesOf(records: readonly ParsedRecord[]): unknown[] {
  return records.map((record) => (record.outcome === "accepted" ? record.events[0]?.facts?.title : record.why));
}

function utf16(text: string, { bigEndian, mark }: { bigEndian: boolean; mark: boolean }): Uint8Array {
  const bytes = Buffer.from((mark ? "\ufeff" : "") + text, "utf16le");
  return bigEndian ? bytes.swap16() : bytes;
}

describe("a file that is no export", () => {
  it.each<[string, string | Uint8Array, string]>([
    ["empty", "", "The file is empty (0 bytes)."],
    ["blank", " \n\n", "The file holds only blanks."],
    ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]), "This is a PNG picture"],
    ["a zip archive", new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]), "a zip archive or an Excel workbook"],
    ["a gzip archive", new Uint8Array([0x1f, 0x8b, 8, 0]), "a gzip archive"],
    ["a PDF", "%PDF-1.7 ...", "a PDF document"],
    ["a web page", "\n<!DOCTYPE html><html><body>Sign in</body></html>", "This is an HTML page"],
    [
      "a web page in UTF-16",
      utf16("<html><body>Sign in</body></html>", { bigEndian: false, mark: true }),
      "This is an HTML page",
    ],
    ["XML", "<?xml version='1.0'?><a/>", "This is XML"],
    ["bytes", new Uint8Array([65, 66, 0, 67, 68, 69, 70, 71]), "byte 3 is NUL"],
    ["prose", "Dear all, the pager was loud.", "This CSV has the columns Dear all, the pager was loud."],
    ["a list of numbers", "[1,2,3]", "This JSON holds values such as 1"],
    ["an empty list", '{"incidents":[],"more":false}', "The file holds an empty list"],
    ["half a JSON object", '{"incidents":[{"id":"Q1","ti', "incidents[0] (line 1): the file ends at line 1 column 29"],
    [
      "50,000 columns",
      `${Array.from({ length: 50_000 }, (_, i) => `c${i}`).join(",")}\n`,
      "The header has 50,000 columns; at most 1,000 are read",
    ],
    [
      "a header in Latin-1",
      new Uint8Array([...Buffer.from("id,caf"), 0xe9, ...Buffer.from(",x\n1,2,3\n")]),
      "line 1: byte 0xE9 at column 7 is not UTF-8",
    ],
    ["depth 100,000", '{"a":'.repeat(100_000), "nested deeper than 64 levels"],
  ])("%s is refused with a clear message", async (_name, content, message) => {
    const refusal = await detectFormat(inputOf(content)).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refusal).toBeInstanceOf(AppError);
    expect(refusal).toMatchObject({ code: "invalid", message: expect.stringContaining(message) });
  });

  it("is refused for a provider that we do not know, or whose it is not", async () => {
    await expect(detectFormat(inputOf("[]"), "nagios2")).rejects.toThrow('No provider "nagios2"');
    await expect(detectFormat(inputOf(JSON.stringify([INCIDENT])), "neutral")).rejects.toThrow(
      "none of the exports we read",
    );
  });
});

describe("a table or objects of something else", () => {
  it.each([
    ["Region,Sales\nNorth,3\n", "This CSV has the columns Region, Sales: they are of no page export we know."],
    [
      '[{"region":"North","sales":3}]',
      "This JSON holds objects with the keys region, sales: they are of no page export",
    ],
  ])("can be read once somebody says what is what: %s", async (content, warning) => {
    const { detected, records } = await read(inputOf(content));
    expect(detected).toMatchObject({ provider: "generic", needsMapping: true, mapping: { fields: {} } });
    expect(detected.warnings[0]).toContain(warning);
    expect(records).toMatchObject([{ outcome: "rejected", why: expect.stringContaining("nobody has said") }]);
  });

  it.each([
    ["Region,Sales\nNorth,3\n", "or id, created_on, service_name (PagerDuty incidents report"],
    ['[{"region":"North","sales":3}]', "none of the exports we read."],
  ])("is refused for a provider whose it is not: %s", async (content, message) => {
    await expect(detectFormat(inputOf(content), "pagerduty")).rejects.toThrow(message);
  });
});

describe("an export with damage", () => {
  it.each<[string, string | Uint8Array]>([
    ["UTF-8 with a mark", `\ufeff${JSON.stringify([INCIDENT])}`],
    ["UTF-16 LE with a mark", utf16(JSON.stringify([INCIDENT]), { bigEndian: false, mark: true })],
    ["UTF-16 BE with a mark", utf16(JSON.stringify([INCIDENT]), { bigEndian: true, mark: true })],
    ["UTF-16 LE without a mark", utf16(JSON.stringify([INCIDENT]), { bigEndian: false, mark: false })],
    ["UTF-16 BE without a mark", utf16(JSON.stringify([INCIDENT]), { bigEndian: true, mark: false })],
  ])("is read in %s, wherever its chunks end", async (_name, content) => {
    for (const chunk of [1, 7, 1 << 16]) {
      expect(titlesOf((await read(inputOf(content, chunk))).records)).toEqual(["Café is slow"]);
    }
  });

  it("loses only the row that is in Latin-1", async () => {
    const row = (id: string): string => `${id},1,Café,Pay,2024-03-05T01:14:36Z\n`;
    const content = Buffer.concat([
      Buffer.from(LEGACY + row("Q1")),
      Buffer.from(row("Q2"), "latin1"),
      Buffer.from(row("Q3")),
    ]);
    expect(titlesOf((await read(inputOf(content))).records)).toEqual([
      "Café",
      "line 3: byte 0xE9 at column 9 is not UTF-8; the file mixes encodings",
      "Café",
    ]);
  });

  it("loses only the row with a cell of 10 MB", async () => {
    const row = (id: string, title: string): string => `${id},1,"${title}",Pay,2024-03-05T01:14:36Z\n`;
    const { records } = await read(
      inputOf(LEGACY + row("Q1", "one") + row("Q2", "x".repeat(10_000_000)) + row("Q3", "three")),
    );
    expect(titlesOf(records)).toEqual(["one", "line 3: cell 3 holds 10,000,000 bytes, more than 1 MiB", "three"]);
  });

  it("loses only the record that is nested too deeply", async () => {
    const deep = `${JSON.stringify(INCIDENT).slice(0, -1)},"x":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    const { records } = await read(inputOf(`[${JSON.stringify(INCIDENT)},${deep},${JSON.stringify(INCIDENT)}]`));
    expect(titlesOf(records)).toEqual(["Café is slow", "nested deeper than 64 levels", "Café is slow"]);
  });

  it("has unknown columns, which are shown and not used", async () => {
    const { detected, records } = await read(inputOf(`Mood,${LEGACY}good,Q1,1,Slow,Pay,2024-03-05T01:14:36Z\n`));
    expect(detected.columns?.[0]).toEqual({ header: "Mood", field: null });
    expect(titlesOf(records)).toEqual(["Slow"]);
  });

  it("has a row without a time, which is rejected and not dated now", async () => {
    expect(titlesOf((await read(inputOf(`${LEGACY}Q1,1,Slow,Pay,\n`))).records)).toEqual(["created_on is missing"]);
  });

  it("needs a zone that nobody said: its rows are rejected", async () => {
    const input = inputOf(`${LEGACY}Q1,1,Slow,Pay,2024-03-05 01:14:36\n`);
    const detected = await detectFormat(input);
    expect(detected.needsZone).toBe(true);
    for await (const { records } of parseInput(input, detected, {})) {
      expect(titlesOf(records)).toEqual(['created_on: "2024-03-05 01:14:36" has no offset and the zone is not known']);
    }
    const wrong = parseInput(input, detected, { zone: "Mars/Olympus" });
    await expect(wrong.next()).rejects.toThrow('"Mars/Olympus" is no time zone');
  });
});

/** One change to some bytes: a flipped bit, a cut, a piece doubled or taken out, or something hostile put in. */
const mutation = fc.record({
  kind: fc.constantFrom("flip", "cut", "double", "drop", "insert"),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 60 }),
  bit: fc.integer({ min: 0, max: 7 }),
  text: fc.constantFrom(
    '"',
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    "\n",
    "\r",
    "\0",
    "\u00e9",
    '"__proto__":{"polluted":1},',
    "null",
    "-1",
    "1e999",
    "\ufeff",
    "[".repeat(70),
    "2024-02-30T00:00:00Z",
  ),
});
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

function mutate(bytes: Buffer, { kind, at, length, bit, text }: Mutation): Buffer {
  const from = Math.floor(at * bytes.length);
  const [before, piece, after] = [
    bytes.subarray(0, from),
    bytes.subarray(from, from + length),
    bytes.subarray(from + length),
  ];
  if (kind === "cut") return Buffer.from(before);
  if (kind === "double") return Buffer.concat([before, piece, piece, after]);
  if (kind === "drop") return Buffer.concat([before, after]);
  if (kind === "insert") return Buffer.concat([before, Buffer.from(text), piece, after]);
  const flipped = Buffer.from(bytes);
  if (from < flipped.length) flipped[from] = (flipped[from] ?? 0) ^ (1 << bit);
  return flipped;
}

describe("10,000 mutations of the fixtures", () => {
  const fixtures = readdirSync(FIXTURES)
    .filter((name) => !name.endsWith(".golden.json"))
    .map((name) => readFileSync(join(FIXTURES, name)));

  it("crash nothing, and every record has one outcome", { timeout: 60_000 }, async () => {
    const before = [Object.getOwnPropertyNames(Object.prototype), Object.getOwnPropertyNames(Array.prototype)];
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...fixtures),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        async (bytes, mutations) => {
          seen++;
          try {
            const { records } = await read(inputOf(mutations.reduce(mutate, bytes), 4096));
            for (const record of records) {
              expect(["accepted", "ignored", "rejected"]).toContain(record.outcome);
              if (record.outcome !== "accepted") expect(record.why).not.toBe("");
              else for (const { at } of record.events) expect(Number.isFinite(at)).toBe(true);
            }
          } catch (error) {
            if (!(error instanceof AppError) || error.code !== "invalid") throw error;
          }
        },
      ),
      { seed: 42, numRuns: 10_000, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
    );
    expect(seen).toBeGreaterThan(500);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect([Object.getOwnPropertyNames(Object.prototype), Object.getOwnPropertyNames(Array.prototype)]).toEqual(before);
  });
});
