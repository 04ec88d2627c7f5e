import { expect, it } from "vitest";
import { type Caption, captionLines } from "./caption";

const CAPTION: Caption = {
  title: "Pages per week",
  sentence: "144 pages.",
  range: "9 – 15 Nov 2026",
  zone: "America/New_York",
  filters: ["team payments", "urgency high"],
  n: "n = 144 pages",
  definition: "Pages by the day on which they opened.",
  madeAt: "2026-11-17T03:12:45+01:00",
};

it("says what a picture is about", () =>
  expect(captionLines(CAPTION)).toEqual([
    "9 – 15 Nov 2026 · range in America/New York · filters: team payments, urgency high · n = 144 pages",
    "Pages by the day on which they opened.",
    "Made at 2026-11-17T03:12:45+01:00 with Squelch",
  ]));

it("leaves out what is not known, and says that nothing is filtered", () =>
  expect(captionLines({ ...CAPTION, range: null, zone: null, filters: [], n: null, definition: null })).toEqual([
    "no filters",
    "Made at 2026-11-17T03:12:45+01:00 with Squelch",
  ]));
