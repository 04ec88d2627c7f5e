import { describe, expect, it } from "vitest";
import { lessonText } from "./lesson-text";

const LESSON = { others: 59, moved: 59, from: 0.02, to: 0.07, verdicts: 0 };

describe("what was learnt, in words", () => {
  it.each([
    [
      LESSON,
      1,
      "59 of 59 other pages of this alert moved towards actionable, on average from 2 % to 7 %; none changed its verdict.",
    ],
    [
      { ...LESSON, moved: 3, from: 0.5, to: 0.4, verdicts: 1 },
      1,
      "3 of 59 other pages of this alert moved towards noise, on average from 50 % to 40 %; 1 changed its verdict.",
    ],
    [
      { ...LESSON, from: 0.021, to: 0.023, verdicts: 2 },
      4,
      "59 of 59 other pages of these alerts moved towards actionable, on average from 2.1 % to 2.3 %; 2 changed their verdicts.",
    ],
    [{ others: 1, moved: 0, from: null, to: null, verdicts: 0 }, 1, "The 1 other page of this alert stayed as before."],
    [
      { others: 0, moved: 0, from: null, to: null, verdicts: 0 },
      1,
      "No other page of this alert waits to learn from it.",
    ],
  ])("%o after %i words", (lesson, words, text) => {
    expect(lessonText(lesson, words).replaceAll("\u00a0", " ")).toBe(text);
  });
});
