import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { REASONS } from "@/lib/model/verdict";
import { detectors } from ".";

const METRICS = readFileSync(fileURLToPath(new URL("../../../docs/metrics.md", import.meta.url)), "utf8");

it("there is a detector for every reason", () => {
  expect(detectors.map(({ reason }) => reason).sort()).toEqual([...REASONS].sort());
});

it.each(detectors.map((detector) => [detector.reason, detector] as const))(
  "docs/metrics.md tells the rule of %s with its thresholds",
  (reason, { thresholds }) => {
    const row = METRICS.split("\n").find((line) => line.startsWith(`| \`${reason}\` |`)) ?? "";
    const numbers: readonly string[] = row.match(/\d*\.?\d+(?:\/\d+)?/g) ?? [];
    const values = numbers.map((text) =>
      text
        .split("/")
        .map(Number)
        .reduce((a, b) => a / b),
    );
    for (const [name, value] of Object.entries(thresholds)) {
      // The band is told as a part of the period.
      const told = name === "bandParts" ? 1 / value : value;
      expect(
        values.some((each) => Math.abs(each - told) < 1e-9),
        `${name} ${value} in: ${row}`,
      ).toBe(true);
    }
  },
);
