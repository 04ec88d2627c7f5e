import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ignored, rejected } from "./collector";
import { detectFormat } from "./detect-format";
import { formOf } from "./form-body";
import { providers } from "./index";
import { lineRecords } from "./line-records";
import { bodyObject, parseDelivery } from "./parse-delivery";
import { parseInput } from "./parse-input";
import type { Input, JsonFormat, LinesFormat, ParsedRecord, Provider } from "./provider";

const FIXTURES = join(dirname(fileURLToPath(import.meta.url)), "fixtures");
const AT = Date.UTC(2026, 0, 2);
const FORM = "application/x-www-form-urlencoded; charset=utf-8";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function inputOf(bytes: Uint8Array, chunk = 97): Input {
  const open = async function* () {
    for (let i = 0; i < bytes.length; i += chunk) yield bytes.subarray(i, i + chunk);
  };
  return { name: "a file", size: bytes.length, open };
}

/** Says what it was given, as the reason of an ignored record. */
const echo: JsonFormat = {
  shape: "json",
  id: "echo-json",
  label: "Echo",
  matches: (value) => typeof value === "object" && value !== null && "a" in value,
  read: (value, { receivedAt, zone }) => ignored(JSON.stringify({ value, receivedAt, zone })),
};
const log: LinesFormat = {
  shape: "lines",
  id: "echo-log",
  label: "Echo log",
  matches: (lines) => lines.length > 0 && lines.every((line) => /^\[\d+\] /.test(line)),
  reader: () => (line) => (line.startsWith("[") ? ignored(line) : rejected("no time in brackets")),
};
const provider: Provider = { id: "echo", label: "Echo", formats: [log, echo] };

function deliver(body: string | Uint8Array, contentType: string | null = null): Promise<ParsedRecord[]> {
  return parseDelivery(provider, {
    body: typeof body === "string" ? bytesOf(body) : body,
    contentType,
    receivedAt: AT,
    zone: null,
  });
}

async function whys(body: string | Uint8Array, contentType: string | null = null): Promise<string[]> {
  return (await deliver(body, contentType)).map((record) =>
    record.outcome === "accepted" ? "accepted" : `${record.where}: ${record.outcome}: ${record.why}`,
  );
}

describe("a delivery", () => {
  it("tells its records when it was received", async () => {
    expect(await whys('{"a":1}')).toEqual([`line 1: ignored: {"value":{"a":1},"receivedAt":${AT},"zone":null}`]);
  });

  it.each<[string, string, string | null]>([
    ["a form by its content type", "a=b&c=%22d+e%22&a%20f=", FORM],
    ["a form by its looks", "a=b&c=%22d+e%22&a%20f=", null],
    ["a form with a line break behind it", "a=b&c=%22d+e%22&a%20f=\r\n", "application/json"],
    ["a form with blanks, by its content type", 'a=b&c="d e"&a f=', FORM],
  ])("is %s", async (_name, body, contentType) => {
    expect(await whys(body, contentType)).toEqual([
      `line 1: ignored: {"value":{"a":"b","c":"\\"d e\\"","a f":""},"receivedAt":${AT},"zone":null}`,
    ]);
    expect(bodyObject(bytesOf(body), contentType)).toEqual({ a: "b", c: '"d e"', "a f": "" });
  });

  it("is JSON although its content type says form, as curl sends it", async () => {
    expect(await whys('{"a":"b=c&d"}', FORM)).toEqual([
      `line 1: ignored: {"value":{"a":"b=c&d"},"receivedAt":${AT},"zone":null}`,
    ]);
    expect(bodyObject(bytesOf('{"a":"b=c&d"}'), FORM)).toEqual({ a: "b=c&d" });
  });

  it("is lines of a log, each a record", async () => {
    expect(await whys("\ufeff[1] one\r\n\r\n  \n[2] two")).toEqual([
      "line 1: ignored: [1] one",
      "line 4: ignored: [2] two",
    ]);
  });

  it.each<[string, string | Uint8Array, string | null, string]>([
    ["empty", "", null, "body: rejected: The file is empty (0 bytes)."],
    ["blank", " \n", null, "body: rejected: The body holds nothing to read."],
    ["an empty list", "[]", null, "body: rejected: The body holds nothing to read."],
    ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10]), null, "body: rejected: This is a PNG picture"],
    ["cut", '{"a":[1,', null, "line 1: rejected: the file ends at line 1 column 9"],
    ["a number alone", "17", null, "line 1: rejected: the file ends at line 1 column 3"],
    ["words", "Dear all", null, "line 1: rejected: not JSON: line 1 column 1: expected a value"],
    ["a number", "[17]", null, "[0] (line 1): rejected: not an object: 17"],
    ["something else", '{"b":1}', null, "line 1: rejected: an object of no kind we read, with the keys b"],
    ["a form with a broken escape", "a=%ZZ", FORM, 'line 1: rejected: the form\'s field "a" is not URL-encoded'],
    ["a form that is not UTF-8", "a=%E9", FORM, 'line 1: rejected: the form\'s field "a" is not URL-encoded'],
    ["nested too deeply", `{"a":${"[".repeat(100_000)}`, null, "rejected: nested deeper than 64 levels"],
  ])("that is %s is one rejected record", async (_name, body, contentType, expected) => {
    const found = await whys(body, contentType);
    expect(found[0]).toContain(expected);
    const bytes = typeof body === "string" ? bytesOf(body) : body;
    if (!_name.startsWith("a number") && _name !== "something else" && _name !== "an empty list")
      expect(bodyObject(bytes, contentType)).toBeNull();
  });

  it("of 10,000 records is read whole; of more the rest is one rejected record", async () => {
    const list = (n: number): string => `[${Array.from({ length: n }, () => '{"a":1}').join(",")}]`;
    expect((await deliver(list(10_000))).map(({ outcome }) => outcome)).toEqual(Array(10_000).fill("ignored"));
    const more = await whys(list(10_005));
    expect(more).toHaveLength(10_001);
    expect(more.at(-1)).toBe(
      "[10000] (line 1): rejected: the delivery holds more than 10,000 records: this one and those behind it were not read",
    );
  });

  it("changes no prototype", async () => {
    await deliver("__proto__=x&a=1");
    await deliver('{"__proto__":{"polluted":1},"a":1}');
    const form = bodyObject(bytesOf("__proto__=x&a=1"), FORM) as object;
    expect(Object.getPrototypeOf(form)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("of 64 levels has a body object, of 65 none", () => {
    const nested = (depth: number): Uint8Array => bytesOf("[".repeat(depth) + "]".repeat(depth));
    expect(bodyObject(nested(64), null)).not.toBeNull();
    expect(bodyObject(nested(65), null)).toBeNull();
    expect(bodyObject(bytesOf(`"${"[".repeat(70)}"`), null)).toBe("[".repeat(70));
  });
});

describe("the lines of a log", () => {
  async function read(bytes: Uint8Array, chunk: number): Promise<unknown[]> {
    const found: unknown[] = [];
    for await (const batch of lineRecords(inputOf(bytes, chunk).open())) {
      found.push(...batch.map((record) => ("text" in record ? [record.line, record.text] : record.broken)));
    }
    return found;
  }

  it("end with LF or CR LF wherever their chunks end, and blank ones are none", async () => {
    for (const chunk of [1, 2, 3, 1000]) {
      expect(await read(bytesOf("one\r\ntwo\n\n \r\nthree\rfour\r\n\nfive"), chunk)).toEqual([
        [1, "one"],
        [2, "two"],
        [5, "three\rfour"],
        [7, "five"],
      ]);
    }
  });

  it.each([100, 1 << 16, 5_000_000])("over 1 MiB are one rejected record each, in chunks of %i", async (chunk) => {
    const exact = "x".repeat(1024 * 1024);
    const text = `one\n${exact}\n${exact}y\n${exact.repeat(4)}\nlast\n${exact}yy`;
    expect(
      (await read(bytesOf(text), chunk)).map((line) => (Array.isArray(line) ? [line[0], line[1].length] : line)),
    ).toEqual([
      [1, 3],
      [2, 1024 * 1024],
      "line 3 is longer than 1 MiB",
      "line 4 is longer than 1 MiB",
      [5, 4],
      "line 6 is longer than 1 MiB",
    ]);
  });

  it("in another encoding or with a NUL cost only themselves", async () => {
    const bytes = Buffer.concat([bytesOf("one\n"), Buffer.from("caf\u00e9\n", "latin1"), bytesOf("a\0b\nfour\n")]);
    expect(await read(bytes, 5)).toEqual([
      [1, "one"],
      "line 2: byte 0xE9 at column 4 is not UTF-8; the file mixes encodings",
      "line 3: the line holds a NUL character",
      [4, "four"],
    ]);
  });

  it("are all there whatever they hold", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "binary" }).map((text) => text.replace(/[\r\n\0]/g, " "))),
        fc.integer({ min: 1, max: 9 }),
        async (lines, chunk) => {
          const text = lines.join("\n");
          const expected = lines.flatMap((line, i) => (line.trim() === "" ? [] : [[i + 1, line]]));
          const found = await read(bytesOf(text), chunk);
          expect(found).toEqual(expected);
        },
      ),
    );
  });
});

describe("what is a form in a file", () => {
  it.each([
    ["id,title\n1,a=b\n", false],
    ["a=b\nc=d\n", false],
    ["a=b c", false],
    ["just words", false],
    ['{"a":"b=c"}', false],
    ["<a href=b>", false],
    ["=b", false],
    ["a=", true],
    ["a=b&c", true],
    ["a[]=1", false],
    ["alert%20x=CRITICAL&b=%7B%7D", true],
  ])("%j: %s", async (text, expected) => {
    expect((await formOf(inputOf(bytesOf(text)).open())) !== null).toBe(expected);
  });
});

const fixtures = providers.flatMap((one) =>
  readdirSync(join(FIXTURES, one.id))
    .filter((name) => !name.endsWith(".golden.json") && !name.endsWith(".mapping.json"))
    .map((name) => [`${one.id}/${name}`, one, readFileSync(join(FIXTURES, one.id, name))] as const),
);

describe("the same records as in a file", () => {
  it.each(fixtures)("%s", async (_name, one, bytes) => {
    const zone = "Europe/Berlin";
    const detected = await detectFormat(inputOf(bytes), one.id);
    const inFile: ParsedRecord[] = [];
    for await (const { records } of parseInput(inputOf(bytes), detected, { zone })) inFile.push(...records);
    const delivered = await parseDelivery(one, { body: bytes, contentType: null, receivedAt: AT, zone });
    if (one.formats.find(({ id }) => id === detected.format)?.shape === "csv") {
      expect(delivered.map(({ outcome }) => outcome)).not.toContain("accepted");
    } else expect(delivered).toEqual(inFile.map((record, i) => (hasNoTime(delivered[i]) ? delivered[i] : record)));
  });
});

/** A body that tells no time is read with the moment of its receipt, which a file has not. */
function hasNoTime(record: ParsedRecord | undefined): boolean {
  if (record?.outcome !== "accepted") return false;
  return (
    record.events.some(({ atReceipt }) => atReceipt === true) ||
    record.issues.some((issue) => issue.endsWith("the moment of receipt was taken"))
  );
}
