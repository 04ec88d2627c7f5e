import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CompleteEnvelopes } from "./envelopes";
import { type JsonRecord, jsonRecords } from "./json-records";

type Seen = { where: string; line: number | null; value?: unknown; broken?: string };

async function* chunksOf(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const cut of [...cuts].map((part) => Math.floor(part * bytes.length)).sort((a, b) => a - b)) {
    yield bytes.subarray(from, cut);
    from = cut;
  }
  yield bytes.subarray(from);
}

async function recordsOf(
  text: string | Uint8Array,
  bufferLimit?: number,
  cuts: readonly number[] = [],
): Promise<Seen[]> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const found: JsonRecord[] = [];
  for await (const batch of jsonRecords(chunksOf(bytes, cuts), { bufferLimit })) found.push(...batch);
  return found.map(({ where, line, ...rest }) =>
    "value" in rest ? { where, line, value: rest.value } : { where, line, broken: rest.broken },
  );
}

const scalar = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const inner = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 3 }),
  ),
})).value;
const record = fc
  .tuple(
    fc.integer(),
    fc.dictionary(fc.constantFrom("log_entries", "teams", "x", "y\n{", "__proto__"), inner, { maxKeys: 4 }),
  )
  .map(([id, more]) => ({ id, ...more }));
const envelope = fc
  .tuple(
    fc.constantFrom("incidents", "data", "log_entries"),
    fc.array(record, { maxLength: 4 }),
    fc.dictionary(fc.constantFrom("limit", "more"), scalar),
    fc.boolean(),
  )
  .map(([name, list, around, first]) => (first ? { [name]: list, ...around } : { ...around, [name]: list }));
const indent = fc.constantFrom(undefined, 0, 1, 2, "\t", "\n");
const document = fc.oneof(
  fc
    .tuple(fc.array(fc.oneof(record, envelope), { maxLength: 5 }), indent)
    .map(([list, by]) => JSON.stringify(list, null, by)),
  fc.tuple(envelope, indent).map(([object, by]) => JSON.stringify(object, null, by)),
  fc
    .array(fc.oneof(record, envelope), { maxLength: 5 })
    .map((list) => list.map((item) => JSON.stringify(item)).join("\n")),
  fc.tuple(record, indent).map(([object, by]) => JSON.stringify(object, null, by)),
);
const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 });

describe("jsonRecords", () => {
  it("gives the same records whether it holds an object whole or streams it, wherever the chunks end", async () => {
    await fc.assert(
      fc.asyncProperty(document, cuts, async (text, at) => {
        const whole = await recordsOf(text);
        expect(await recordsOf(text, 0, at)).toEqual(whole);
        expect(await recordsOf(text, 64, at)).toEqual(whole);
        expect(whole.every(({ broken }) => broken === undefined)).toBe(true);
      }),
      { seed: 7, numRuns: 400 },
    );
  });

  it("finds every element of a list of envelopes", async () => {
    const text = '[{"incidents":[{"id":1},\n{"id":2}],"more":true},\n{"more":false,"incidents":[{"id":3}]}]';
    expect(await recordsOf(text)).toEqual([
      { where: "[0].incidents[0] (line 1)", line: 1, value: { id: 1 } },
      { where: "[0].incidents[1] (line 2)", line: 2, value: { id: 2 } },
      { where: "[1].incidents[0] (line 3)", line: 3, value: { id: 3 } },
    ]);
  });

  it("takes the alerts of a group as records, whose envelope holds what they share wherever it stands", async () => {
    const around = { status: "firing", title: "[FIRING:2]", commonLabels: { team: "x".repeat(60_000) } };
    const group = (name: string): string =>
      JSON.stringify({ receiver: name, ...around, alerts: [{ id: 1 }, { id: 2 }], truncatedAlerts: 3 });
    const text = `${group("first")}\n${group("second")}`;
    for (const bufferLimit of [undefined, 0]) {
      const input = { name: "", size: null, open: () => chunksOf(new TextEncoder().encode(text), [0.3]) };
      const envelopes = new CompleteEnvelopes(input, ["truncatedAlerts"]);
      const found: object[] = [];
      for await (const batch of jsonRecords(input.open(), { bufferLimit, batch: 1 })) {
        for (const record of batch) {
          if (!("value" in record)) continue;
          const envelope = await envelopes.of(record.envelope);
          found.push({ value: record.value, ...Object.fromEntries(envelope ?? []) });
        }
      }
      const expected = { ...around, truncatedAlerts: 3 };
      expect(found).toEqual([
        { value: { id: 1 }, receiver: "first", ...expected },
        { value: { id: 2 }, receiver: "first", ...expected },
        { value: { id: 1 }, receiver: "second", ...expected },
        { value: { id: 2 }, receiver: "second", ...expected },
      ]);
    }
  });

  it.each([
    ["a group without alerts", '{"receiver":"x","status":"firing","alerts":[]}', 1],
    ["a group whose status comes first", '{"status":"firing","alerts":[{"id":1},{"id":2}],"receiver":"x"}', 2],
    ["a page that has alerts", '{"title":"x","status":"open","alerts":[{"id":1},{"id":2}]}', 1],
    ["a group that has incidents", '{"receiver":"x","status":"y","incidents":[{"id":1},{"id":2}]}', 1],
    ["a list of alerts", '{"alerts":[{"id":1},{"id":2}]}', 2],
    ["an empty list of alerts", '{"alerts":[]}', 0],
  ])("finds %s", async (_name, text, records) => {
    for (const limit of [undefined, 0]) expect(await recordsOf(text, limit)).toHaveLength(records);
  });

  it("takes an object with a list and marks of its own as one record", async () => {
    const text = '{"id":"Q1","created_at":"x","log_entries":[{"id":"R1"}]}';
    expect(await recordsOf(text)).toHaveLength(1);
    expect(await recordsOf(text, 0)).toHaveLength(1);
  });

  it.each([
    [
      "a trailing comma",
      '{"incidents":[{"id":1,},{"id":2}]}',
      1,
      'line 1 column 23: expected a name in double quotes, there is "}"',
    ],
    ["a missing closing bracket", '[{"id":1,"a":[1,2},{"id":2}]', 1, 'expected "," or "]"'],
    ["a missing closing brace on a line", '{"a":{"b":1}\n{"id":2}', 1, "line 2 column 1"],
    ["a string without its end", '{"id":"x\n{"id":2}\n', 1, "line 1 column 7: expected a closed string"],
    [
      "a string without its end in a list",
      '[\n{"id":"x},\n{"id":2}\n]',
      1,
      "line 2 column 7: expected a closed string",
    ],
    ["a word", '[{"id":1},oops,{"id":2}]', 2, 'expected a value, there is "oops"'],
  ])("costs one record: %s", async (_name, text, whole, why) => {
    for (const limit of [undefined, 0]) {
      const found = await recordsOf(text, limit);
      expect(found.filter(({ value }) => value !== undefined)).toHaveLength(whole);
      expect(found.map(({ broken }) => broken).join()).toContain(why);
    }
  });

  it("keeps every whole element of a truncated file, and says where it was cut", async () => {
    const text = '{\n"incidents": [\n{"id":1},\n{"id":2,"title":"cut he';
    for (const limit of [undefined, 0]) {
      expect(await recordsOf(text, limit)).toEqual([
        { where: "incidents[0] (line 3)", line: 3, value: { id: 1 } },
        {
          where: "incidents[1] (line 4)",
          line: 4,
          broken: "the file ends at line 4 column 24 inside incidents[1] begun on line 4: it is cut off",
        },
      ]);
    }
  });

  it("rejects what is nested too deeply, and goes on", async () => {
    const deep = (levels: number): string => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
    const found = await recordsOf(`[${deep(64)},${deep(65)},{"id":2}]`);
    expect(found.map(({ broken }) => broken)).toEqual([undefined, "nested deeper than 64 levels", undefined]);
    expect(await recordsOf("[".repeat(100_000))).toMatchObject([{ broken: "nested deeper than 64 levels" }]);
  });

  it("rejects a record over 16 MiB, and goes on", async () => {
    const text = `[{"id":1},{"id":2,"title":"${"x".repeat(17 * 1024 * 1024)}"},{"id":3}]`;
    expect((await recordsOf(text)).map(({ value, broken }) => broken ?? value)).toEqual([
      { id: 1 },
      "larger than 16 MiB",
      { id: 3 },
    ]);
  });

  it("rejects the record that holds a byte of another encoding", async () => {
    const bytes = new TextEncoder().encode('[{"id":1},\n{"title":"caf#"},\n{"id":3}]');
    bytes[bytes.indexOf(35)] = 0xe9;
    const found = await recordsOf(bytes);
    expect(found.map(({ broken }) => broken)).toEqual([
      undefined,
      "line 2: byte 0xE9 at column 14 is not UTF-8; the file mixes encodings",
      undefined,
    ]);
  });
});
