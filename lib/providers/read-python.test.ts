import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPython } from "./read-python";

describe("readPython", () => {
  it.each([
    ["{'a': None, 'b': True, 'c': False}", { a: null, b: true, c: false }],
    ['{\'it\': "Ben\'s", "n": [1, -2.5, (3,)], }', { it: "Ben's", n: [1, -2.5, [3]] }],
    ["{u'k': 'a\\n\\x41\\u00e9\\U0001F600\\\\\\''}", { k: "a\nAé😀\\'" }],
    ["[]", []],
  ])("reads %s", (text, value) => expect(readPython(text)).toEqual(value));

  it.each([
    "{'a': datetime.datetime(2024, 1, 1)}",
    "{'a': <object at 0x7f>}",
    "__import__('os')",
    "{'a': 1",
    "{'a' 1}",
    "['a' 'b']",
    "'open",
    "[1] + [2]",
    "",
    "[".repeat(100_000),
  ])("reads nothing of %s", (text) => expect(readPython(text)).toBeUndefined());

  it("keeps __proto__ a plain key", () => {
    expect(Object.keys(readPython("{'__proto__': {'polluted': True}}") as object)).toEqual(["__proto__"]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("does not crash on any text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("{", "}", "'", '"', ":", ",", "[", "]", "\\", "x", "1", "N") }),
        (text) => void readPython(text),
      ),
      { seed: 2 },
    );
  });
});
