import { expect, it } from "vitest";
import { failuresOf, testsOf } from "./count-tests.mjs";
import { isInstalled, nodeTooOld } from "./prepare.mjs";

it.each([
  ["18.20.0", true],
  ["20.18.9", true],
  ["20.19.0", false],
  ["22.0.0", false],
])("Node %s is too old: %s", (version, old) => expect(nodeTooOld(version) !== null).toBe(old));

it("compares what is installed with the lock file by content", () => {
  const lock = {
    packages: {
      "": {},
      "node_modules/a": { version: "1.0.0" },
      "node_modules/b": { version: "1.0.0", dev: true },
      "node_modules/c": { version: "1.0.0", optional: true },
    },
  };
  const all = { packages: { "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "1.0.0" } } };
  const run = { packages: { "node_modules/a": { version: "1.0.0" } } };
  const old = { packages: { "node_modules/a": { version: "0.9.0" } } };
  expect(isInstalled(lock, all, { dev: true })).toBe(true);
  expect(isInstalled(lock, run, { dev: true })).toBe(false);
  expect(isInstalled(lock, run, { dev: false })).toBe(true);
  expect(isInstalled(lock, old, { dev: false })).toBe(false);
  expect(isInstalled(lock, null, { dev: false })).toBe(false);
});

it("sums up reports, and a failed stage is never 0 failed", () => {
  const loaded = { status: "passed", assertionResults: [{}] };
  const broken = { status: "failed", assertionResults: [] };
  const vitest = {
    numPassedTests: 5,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 0,
    testResults: [loaded, broken],
  };
  expect(testsOf(vitest)).toEqual({ passed: 5, failed: 2, skipped: 2 });
  const playwright = { stats: { expected: 3, flaky: 1, unexpected: 1, skipped: 0 }, errors: [] };
  expect(testsOf(playwright)).toEqual({ passed: 4, failed: 1, skipped: 0 });
  expect(testsOf(null)).toEqual({ passed: 0, failed: 0, skipped: 0 });
  expect(failuresOf([], { unit: 0, browser: 0 })).toBe(0);
  expect(failuresOf(["types", "unit", "browser"], { unit: 2, browser: 0 })).toBe(4);
});
