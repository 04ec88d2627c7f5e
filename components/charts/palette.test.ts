import { readFileSync } from "node:fs";
import {
  type Color,
  differenceCiede2000,
  filterDeficiencyDeuter,
  filterDeficiencyProt,
  filterDeficiencyTrit,
  parse,
  wcagContrast,
} from "culori";
import { describe, expect, it } from "vitest";

const CSS = readFileSync("app/globals.css", "utf8");

/** The variables of a theme, as the charts read them; dark overrides light. */
function themeOf(name: "light" | "dark"): (variable: string) => string {
  const block = (start: string) => CSS.slice(CSS.indexOf(start), CSS.indexOf("}", CSS.indexOf(start)));
  const read = (text: string) => [...text.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, key, value]) => [key, value]);
  const light = read(block(":root,"));
  const all = Object.fromEntries(name === "light" ? light : [...light, ...read(block("\n  .dark {"))]);
  return (variable) => {
    const value = all[variable];
    if (typeof value !== "string") throw new Error(`${variable} is no colour of the ${name} theme`);
    return value;
  };
}

function colour(text: string): Color {
  const read = parse(text);
  if (!read) throw new Error(`${text} is no colour`);
  return read;
}

/** Complete, after Machado, Oliveira and Fernandes (2009). */
const SIGHTS = {
  "normal sight": (one: Color) => one,
  protanopia: filterDeficiencyProt(1),
  deuteranopia: filterDeficiencyDeuter(1),
  tritanopia: filterDeficiencyTrit(1),
};

/** What stands in one chart together. */
const SETS = {
  verdicts: ["noise", "actionable", "unclear"],
  hours: ["business", "off", "sleep"],
  others: ["one", "two"],
};

const distance = differenceCiede2000();

describe.each(["light", "dark"] as const)("in the %s theme", (name) => {
  const theme = themeOf(name);

  describe.each(Object.entries(SIGHTS))("to %s", (_sight, seen) => {
    it.each(Object.entries(SETS))("the fills of %s are at least 20 apart", (_set, fills) => {
      for (const [index, one] of fills.entries())
        for (const other of fills.slice(index + 1)) {
          const apart = distance(seen(colour(theme(one))), seen(colour(theme(other))));
          expect(apart, `${one} and ${other}`).toBeGreaterThanOrEqual(20);
        }
    });
  });

  it.each(Object.values(SETS).flat())("%s has 3:1 against the surface, by its fill or by its outline", (fill) => {
    const outlines = { noise: "noise-line", business: "business-line", sleep: "sleep-line", two: "two-line" };
    const outline = outlines[fill as keyof typeof outlines];
    const seen = [theme(fill), ...(outline && theme(outline) !== "transparent" ? [theme(outline)] : [])];
    expect(Math.max(...seen.map((one) => wcagContrast(one, theme("surface"))))).toBeGreaterThanOrEqual(3);
  });

  it.each(["ink", "ink-2", "ink-3"])("%s has 4.5:1 on everything that text stands on", (ink) => {
    for (const ground of ["ground", "surface", "raised", "hover"])
      expect(wcagContrast(theme(ink), theme(ground)), ground).toBeGreaterThanOrEqual(4.5);
  });

  it("text on what is inverted and on an alarm has 4.5:1", () => {
    expect(wcagContrast(theme("on-invert"), theme("invert"))).toBeGreaterThanOrEqual(4.5);
    expect(wcagContrast(theme("alarm-ink"), theme("alarm"))).toBeGreaterThanOrEqual(4.5);
  });
});

it("sees less where a fill is too near another", () =>
  expect(distance(SIGHTS.deuteranopia(colour("#F0E442")), SIGHTS.deuteranopia(colour("#E69F00")))).toBeLessThan(20));
