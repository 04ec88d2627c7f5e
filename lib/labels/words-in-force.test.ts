import { describe, expect, it } from "vitest";
import { covers, type Gesture, type KeptWord, wordsInForce } from "./words-in-force";

const gesture = (id: string, no: number, more: Partial<Gesture> = {}): [string, Gesture] => [
  id,
  { id, no, kind: "give", undone: false, ...more },
];
const word = (gestureId: string, more: Partial<KeptWord> = {}): KeptWord => ({
  id: `w${gestureId}`,
  gestureId,
  from: null,
  until: null,
  inForce: false,
  endedBy: null,
  ...more,
});
const ids = (words: readonly KeptWord[]) => words.map(({ id }) => id);

describe("words in force on a page", () => {
  const [a, b, c] = [word("A", { endedBy: "B" }), word("B", { endedBy: "C" }), word("C", { inForce: true })];

  it.each([
    ["the last one", [], ["wC"]],
    ["what was before, once the last is undone", ["C"], ["wB"]],
    ["who spoke later keeps the word", ["A", "B"], ["wC"]],
    ["what was undone before does not come back", ["B", "C"], ["wA"]],
    ["nothing, once all is undone", ["A", "B", "C"], []],
  ])("%s", (_, undone, left) => {
    const gestures = new Map(["A", "B", "C"].map((id, at) => gesture(id, at + 1, { undone: undone.includes(id) })));
    expect(ids(wordsInForce("page", [a, b, c], gestures))).toEqual(left);
  });

  it.each([
    [[], []],
    [["W"], ["wA"]],
    [["A"], []],
  ])("a withdrawal ends a word until it is undone itself: %j", (undone, left) => {
    const gestures = new Map([
      gesture("A", 1, { undone: undone.includes("A") }),
      gesture("W", 2, { kind: "withdraw", undone: undone.includes("W") }),
    ]);
    expect(ids(wordsInForce("page", [word("A", { endedBy: "W" })], gestures))).toEqual(left);
  });

  it("a word that was brought back is the same word: the row in force stands for it", () => {
    const gestures = new Map([gesture("A", 1), gesture("B", 2, { undone: true })]);
    const again = word("A", { id: "again", inForce: true });
    const words = [word("A", { endedBy: "B" }), word("B", { endedBy: "B" }), again];
    expect(wordsInForce("page", words, gestures)).toEqual([again]);
  });
});

describe("words in force on a signature", () => {
  const [always, fromTen, tenToTwenty] = [word("A"), word("B", { from: 10 }), word("C", { from: 10, until: 20 })];

  it("covers what has no page of its own left", () => {
    expect([covers(always, fromTen), covers(fromTen, always), covers(fromTen, tenToTwenty)]).toEqual([
      true,
      false,
      true,
    ]);
    expect([covers(tenToTwenty, fromTen), covers(fromTen, fromTen)]).toEqual([false, true]);
    expect(covers(word("D", { from: 11 }), tenToTwenty)).toBe(false);
    expect(covers(word("D", { until: 19 }), tenToTwenty)).toBe(false);
  });

  it("stand together where they leave each other pages, and fall where they do not", () => {
    const order = (...ids: string[]) => new Map(ids.map((id, at) => gesture(id, at + 1)));
    const words = [always, fromTen, tenToTwenty];
    expect(ids(wordsInForce("signature", words, order("A", "B", "C")))).toEqual(["wA", "wB", "wC"]);
    expect(ids(wordsInForce("signature", words, order("C", "B", "A")))).toEqual(["wA"]);
    expect(ids(wordsInForce("signature", words, order("C", "A", "B")))).toEqual(["wA", "wB"]);
  });

  it("a withdrawal ends only what it ended", () => {
    const gestures = new Map([gesture("A", 1), gesture("B", 2), gesture("W", 3, { kind: "withdraw" })]);
    expect(ids(wordsInForce("signature", [always, word("B", { from: 10, endedBy: "W" })], gestures))).toEqual(["wA"]);
  });
});
