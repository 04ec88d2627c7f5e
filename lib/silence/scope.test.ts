import fc from "fast-check";
import { RE2JS } from "re2js";
import { describe, expect, it } from "vitest";
import type { Matcher, Scope } from "@/lib/model/scope";
import { compileScope } from "./scope";

const FACTS = { signature: "7", service: "checkout", team: "payments", title: "CPU high on web-12", urgency: "high" };
const one = (operator: Matcher["operator"], value: string, field: Matcher["field"] = "service"): Scope => [
  { field, operator, value },
];

describe("a scope", () => {
  it.each<[string, Scope, boolean]>([
    ["the same value", one("=", "checkout"), true],
    ["another one", one("=", "check"), false],
    ["not another one", one("!=", "check"), true],
    ["not the same", one("!=", "checkout"), false],
    ["an expression for all of it", one("=~", "check.*"), true],
    ["an expression for a part", one("=~", "check"), false],
    ["alternatives, each whole", one("=~", "check|out"), false],
    ["one of several", one("=~", "search|checkout"), true],
    ["not an expression", one("!~", "check.*"), false],
    ["not an expression for a part", one("!~", "check"), true],
    ["a missing fact is empty", one("=", "", "priority"), true],
    ["a missing fact under not", one("!=", "P1", "priority"), true],
    ["a missing fact under an expression that may be empty", one("=~", ".*", "priority"), true],
    ["digits", one("=~", "CPU high on web-\\d+", "title"), true],
    ["brackets cannot break out of the whole", one("=~", "x|.*check", "service"), false],
    ["all of several", [...one("=", "checkout"), ...one("=", "payments", "team")], true],
    ["one of several that fails", [...one("=", "checkout"), ...one("=", "search", "team")], false],
  ])("holds by %s: %j", (_, scope, expected) => expect(compileScope(scope)(FACTS)).toBe(expected));

  it("takes null for empty", () => expect(compileScope(one("=", ""))({ service: null })).toBe(true));
  it("answers the same again from memory", () => {
    const holds = compileScope(one("=~", "check.*"));
    expect([holds(FACTS), holds(FACTS), holds({ service: "cheap" })]).toEqual([true, true, false]);
  });

  it.each<[string, Scope]>([
    ["would hold every page", []],
    ["Matcher 2 (title)", [...one("=", "x"), ...one("=~", "(", "title")]],
    ["Matcher 1 (service)", one("=~", "a)(b")],
    ["no RE2 expression", one("!~", "(?=a)")],
    ["no RE2 expression", one("=~", "(a)\\1")],
    ["too large", one("=~", "(a?){200}a{200}")],
    ["too large", one("=~", "a{250}")],
    ["at most 1000 characters", one("=~", "a".repeat(1_001))],
  ])("is refused: %s", (why, scope) => expect(() => compileScope(scope)).toThrow(why));

  it.each([
    ["(a+)+b", "a"],
    ["(a|aa)+b", "a"],
    ["(.*a){20}x", "a"],
    ["(a|b)*a(a|b){14}c", "ab"],
    ["([a-zA-Z]+)*\\d", "a"],
    ["(x+x+)+y", "x"],
    ["(.*)(.*)(.*)(.*)(.*)=", "a"],
  ])("takes no time over %s", (value, fill) => {
    const holds = compileScope(one("=~", value));
    const began = performance.now();
    expect(holds({ service: fill.repeat(2_000) })).toBe(false);
    // A backtracking matcher would need longer than the universe has; the margin is for a busy machine.
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it("means the same by the quick way as by RE2", () => {
    const piece = fc.constantFrom(
      "a",
      "b",
      "-",
      "\\.",
      ".*",
      ".+",
      "(a|b-)",
      "(?:a|bb|)",
      " ",
      "\\-",
      "\\$",
      "[ab]",
      "a|b",
      "a?",
    );
    const text = fc.string({ unit: fc.constantFrom("a", "b", "-", ".", " ", "$", "\n", "\r", "é"), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), text, (pieces, value) => {
        const pattern = pieces.join("");
        const expected = RE2JS.compile(`^(?:${pattern})$`).testExact(value);
        expect(compileScope(one("=~", pattern))({ service: value })).toBe(expected);
      }),
      { numRuns: 1_000 },
    );
  });
});
