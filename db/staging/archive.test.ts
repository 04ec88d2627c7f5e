import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ZipFile } from "yazl";
import { AppError } from "@/lib/errors";
import { detectFormat } from "@/lib/providers/detect-format";
import { parseInput } from "@/lib/providers/parse-input";
import type { Detected, Input, ParsedRecord } from "@/lib/providers/provider";
import { fileInput } from "./file-input";

const DIR = mkdtempSync(join(tmpdir(), "squelch-archive-"));
const CSV = "id,incident_number,description,service_name,created_on\n";
const row = (id: string): string => `${id},1,Slow,Pay,2024-03-05T01:14:36Z\n`;
const FIXTURE = readFileSync(
  join(
    dirname(fileURLToPath(import.meta.url)),
    "../../lib/providers/fixtures/pagerduty/rest-log-entries-newest-first.json",
  ),
);

let files = 0;
function onDisk(content: Uint8Array): Promise<Input> {
  const path = join(DIR, `${files++}`);
  writeFileSync(path, content);
  return fileInput(path, "dropped.bin");
}

async function read(input: Input): Promise<{ detected: Detected; records: ParsedRecord[]; bytesRead: number }> {
  const detected = await detectFormat(input);
  const records: ParsedRecord[] = [];
  let bytesRead = 0;
  for await (const batch of parseInput(input, detected)) {
    records.push(...batch.records);
    expect(batch.bytesRead).toBeGreaterThanOrEqual(bytesRead);
    bytesRead = batch.bytesRead;
  }
  expect(bytesRead).toBeLessThanOrEqual(input.size ?? 0);
  return { detected, records, bytesRead };
}

function zipOf(entries: Readonly<Record<string, string | Uint8Array>>, compress = true): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), name, { compress });
  zip.addEmptyDirectory("notes/");
  zip.end();
  return buffer(zip.outputStream);
}

describe("a packed file", () => {
  it("gzip is read as its content", async () => {
    const plain = await read(await onDisk(FIXTURE));
    const packed = await read(await onDisk(gzipSync(FIXTURE)));
    expect(packed.records).toEqual(plain.records);
    expect(packed.detected).toEqual(plain.detected);
    expect(packed.bytesRead).toBe(gzipSync(FIXTURE).length);
  });

  it.each([true, false])("zip of one file is read as that file (deflated: %s)", async (compress) => {
    const plain = await read(await onDisk(FIXTURE));
    const packed = await read(await onDisk(await zipOf({ "a/alert-export-result_1.json": FIXTURE }, compress)));
    expect(packed.records).toEqual(plain.records);
  });

  it("zip of several is read one after the other, and places name the file", async () => {
    const zip = await zipOf({
      "__MACOSX/._may.csv": "\0\u0005",
      "may.csv": CSV + row("Q1") + row("Q2"),
      "readme.txt": "How to read this",
      "june.json": FIXTURE,
      "july.csv": `${CSV}Q9,1\n`,
    });
    const { detected, records, bytesRead } = await read(await onDisk(zip));
    expect(detected.format).toBe("pagerduty-legacy-csv");
    expect(records.map(({ where, outcome }) => `${where} ${outcome}`)).toEqual([
      "may.csv: line 2 accepted",
      "may.csv: line 3 accepted",
      "readme.txt rejected",
      ...(await read(await onDisk(FIXTURE))).records.map(({ where, outcome }) => `june.json: ${where} ${outcome}`),
      "july.csv: line 2 rejected",
    ]);
    expect(bytesRead).toBeGreaterThan(zip.length / 2);
  });

  it("can be left early and opened again", async () => {
    for (const content of [gzipSync(FIXTURE), await zipOf({ "a.json": FIXTURE })]) {
      const input = await onDisk(content);
      for (let i = 0; i < 3; i++) {
        for await (const chunk of input.open()) {
          expect(chunk.length).toBeGreaterThan(0);
          break;
        }
      }
      expect(await buffer(input.open())).toEqual(FIXTURE);
    }
  });
});

type Raw = {
  name: string;
  packed: Uint8Array;
  crc?: number;
  /** What the directory says, which may be a lie. */
  says?: { packed?: number; bytes?: number; offset?: number };
  bytes: number;
  flags?: number;
};

/** A zip of exactly these parts, also such as no program would write. */
function rawZip(entries: readonly Raw[], count = entries.length): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, packed, bytes, says = {}, flags = 0, crc = 0 } of entries) {
    const local = Buffer.alloc(30 + name.length);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(name.length, 26);
    local.write(name, 30, "latin1");
    const central = Buffer.alloc(46 + name.length);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(crc, 16);
    central.writeUInt32LE(says.packed ?? packed.length, 20);
    central.writeUInt32LE(says.bytes ?? bytes, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(says.offset ?? offset, 42);
    central.write(name, 46, "latin1");
    locals.push(local, Buffer.from(packed));
    directory.push(central);
    offset += local.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, 0xffff), 8);
  end.writeUInt16LE(Math.min(count, 0xffff), 10);
  end.writeUInt32LE(
    directory.reduce((sum, { length }) => sum + length, 0),
    12,
  );
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

const ZEROS = 64 * 1024 * 1024;
const deflatedZeros = deflateRawSync(Buffer.alloc(ZEROS, " "));
const content = Buffer.from(CSV + row("Q1"));
const packedContent = deflateRawSync(content);
const whole = { packed: packedContent, bytes: content.length, crc: crc32(content) };
/** A cell of random letters, which cannot be packed far: the sizes say nothing. */
const long = Buffer.from(CSV + Array.from({ length: 40_000 }, (_, i) => row(`Q${(i * 7919) % 999_983}`)).join(""));
const packedLong = deflateRawSync(long);

describe("a hostile archive", () => {
  it.each<[string, () => Buffer | Promise<Buffer>, string]>([
    [
      "zips within zips, as in 42.zip",
      async () => {
        let inner = rawZip([{ name: "0.dll", packed: deflatedZeros, bytes: ZEROS }]);
        for (let level = 0; level < 4; level++) {
          const held = inner;
          inner = await zipOf(Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`lib ${i}.zip`, held])));
        }
        return inner;
      },
      "lib 0.zip: This is a zip archive or an Excel workbook",
    ],
    ["a bomb", () => rawZip([{ name: "a.csv", packed: deflatedZeros, bytes: ZEROS }]), "more than 100 times its size"],
    [
      "a bomb that says it is small",
      () => rawZip([{ name: "a.csv", packed: deflatedZeros, bytes: ZEROS, says: { bytes: 1000 } }]),
      "too many bytes in the stream",
    ],
    [
      "a bomb that says it is packed large",
      () => rawZip([{ name: "a.csv", packed: deflatedZeros, bytes: ZEROS, says: { packed: ZEROS } }]),
      "file data overflows file bounds",
    ],
    [
      "more than 4 GiB by its directory",
      () =>
        rawZip(
          Array.from({ length: 3 }, (_, i) => ({
            name: `${i}.csv`,
            packed: packedContent,
            bytes: 0,
            says: { bytes: 2 ** 31 - 1, packed: 2 ** 27 },
          })),
        ),
      "unpacks to more than 4 GiB",
    ],
    [
      "files that overlap",
      () => rawZip(Array.from({ length: 90 }, (_, i) => ({ ...whole, name: `${i}.csv`, says: { offset: 0 } }))),
      "files in it overlap",
    ],
    ["a name that climbs", () => rawZip([{ ...whole, name: "../../evil.csv" }]), "invalid relative path"],
    ["an absolute name", () => rawZip([{ ...whole, name: "/tmp/evil.csv" }]), "absolute path"],
    ["a name of Windows that climbs", () => rawZip([{ ...whole, name: "..\\evil.csv" }]), "invalid relative path"],
    ["a drive", () => rawZip([{ ...whole, name: "C:\\evil.csv" }]), "absolute path"],
    [
      "100,000 files",
      () => rawZip(Array.from({ length: 100_000 }, (_, i) => ({ ...whole, name: `${i}.csv` }))),
      "files, at most 100 are read",
    ],
    [
      "101 files",
      () => rawZip(Array.from({ length: 101 }, (_, i) => ({ ...whole, name: `${i}.csv` }))),
      "holds 101 files",
    ],
    ["no files", () => rawZip([]), "it holds no files"],
    ["an encrypted file", () => rawZip([{ ...whole, name: "a.csv", flags: 1 }]), "a.csv in it is encrypted"],
    ["a cut archive", async () => (await zipOf({ "a.json": FIXTURE })).subarray(0, -30), "This archive cannot be read"],
    ["a wrong checksum", () => rawZip([{ ...whole, name: "a.csv", crc: 1 }]), "its checksum is wrong"],
    ["a workbook", () => zipOf({ "[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>" }), "Excel workbook"],
    [
      "gzip 1000:1",
      () => Buffer.concat(Array(64).fill(gzipSync(Buffer.alloc(16 * 1024 * 1024, " ")))),
      "more than 100 times its size",
    ],
    ["gzip in gzip", () => gzipSync(gzipSync(FIXTURE)), "This is a gzip archive"],
    ["a cut gzip", () => gzipSync(FIXTURE).subarray(0, 40), "it is cut off"],
    [
      "a damaged gzip",
      () => Buffer.concat([gzipSync(FIXTURE).subarray(0, 100), Buffer.alloc(500, 7)]),
      "it is damaged",
    ],
  ])("%s is refused at once, and nothing is written", async (_name, make, message) => {
    const bytes = await make();
    const before = [readdirSync(DIR), readdirSync(dirname(DIR)).filter((name) => name.includes("evil"))];
    const path = join(DIR, `${files++}`);
    writeFileSync(path, bytes);
    const rss = process.memoryUsage.rss();
    const from = process.cpuUsage();
    const refusal = await fileInput(path, "dropped.zip")
      .then(read)
      .then(
        () => null,
        (error: unknown) => error,
      );
    expect(refusal).toBeInstanceOf(AppError);
    expect((refusal as AppError).message).toContain(message);
    // Of computing: on a busy machine the clock says little.
    expect(process.cpuUsage(from).user).toBeLessThan(1_000_000);
    expect(process.memoryUsage.rss() - rss).toBeLessThan(64 * 1024 * 1024);
    const after = [
      readdirSync(DIR).filter((name) => name !== path.slice(DIR.length + 1)),
      readdirSync(dirname(DIR)).filter((name) => name.includes("evil")),
    ];
    expect(after).toEqual(before);
  });

  it("that is damaged behind its first rows keeps them", async () => {
    const input = await onDisk(rawZip([{ name: "a.csv", packed: packedLong, bytes: long.length, crc: 1 }]));
    const records: ParsedRecord[] = [];
    const reading = (async () => {
      for await (const batch of parseInput(input, await detectFormat(input))) records.push(...batch.records);
    })();
    await expect(reading).rejects.toThrow("its checksum is wrong");
    expect(records.length).toBeGreaterThan(20_000);
  });

  it("whose one file is damaged keeps the others", async () => {
    const zip = rawZip([
      { ...whole, name: "a.csv" },
      { ...whole, name: "b.csv", crc: 1 },
      { ...whole, name: "c.csv" },
    ]);
    const { records } = await read(await onDisk(zip));
    expect(records.map(({ where, outcome }) => `${where} ${outcome}`)).toEqual([
      "a.csv: line 2 accepted",
      "b.csv rejected",
      "c.csv: line 2 accepted",
    ]);
  });
});
