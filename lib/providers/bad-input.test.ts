import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import type { Mapping } from "@/lib/model/mapping";
import { type Damage, damaged } from "./damage";
import { detectFormat } from "./detect-format";
import { providers } from "./index";
import { parseInput } from "./parse-input";
import type { Detected, Input, ParsedRecord } from "./provider";
import { type ReadAs, readDamaged } from "./read-damaged";

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
    ["a name of 10 MB", `id,${"x".repeat(10_000_000)}\n1,2\n`, "column 2 has a name of 10,000,000 characters"],
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

const ALL = join(dirname(FIXTURES));
const captured = providers.flatMap((provider) =>
  readdirSync(join(ALL, provider.id))
    .filter((name) => !/\.(golden|mapping)\.json$/.test(name))
    .map((name) => {
      const path = join(ALL, provider.id, name);
      const mapping = existsSync(`${path}.mapping.json`)
        ? (JSON.parse(readFileSync(`${path}.mapping.json`, "utf8")) as Mapping)
        : null;
      return { provider, mapping, name, bytes: new Uint8Array(readFileSync(path)) };
    }),
);

/** `npx tsx bench/parse-campaign.ts` does as many as one likes. */
describe("2,000 damages to the fixtures of all providers", { timeout: 60_000 }, () => {
  it.each<[Damage, ReadAs]>([
    ["csv", "file"],
    ["json", "file"],
    ["json", "delivery"],
  ])("of %s read as a %s crash nothing, and every record has one outcome", async (kind, as) => {
    const some = captured.filter(({ name }) => name.endsWith(".csv") === (kind === "csv"));
    const faults: string[] = [];
    for (let n = 0; n < 2_000; n++) {
      const one = some[(n * 7919) % some.length];
      if (!one) throw new Error("there are no fixtures");
      const { what, bytes } = damaged(one.bytes, kind, 42, n);
      const began = process.cpuUsage();
      const { faults: found, why } = await readDamaged({ ...one, bytes }, as);
      if (found.length > 0) faults.push(`${n} ${one.provider.id}/${one.name} ${what}: ${found.join(", ")}: ${why}`);
      if (process.cpuUsage(began).user > 5_000_000) faults.push(`${n} ${one.provider.id}/${one.name} ${what}: slow`);
    }
    expect(faults).toEqual([]);
  });
});
