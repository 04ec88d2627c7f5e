import { expect, it } from "vitest";
import { isSafe } from "./safe-floors";

const NODE = ["22.23.4", "24.22.1", "26.12.1"];

it.each([
  ["20.20.2", false],
  ["22.23.3", false],
  ["22.23.4", true],
  ["22.24.0", true],
  ["23.11.0", false],
  ["v24.22.1", true],
  ["24.22.0", false],
  ["25.9.0", false],
  ["26.12.0", false],
  ["26.12.1", true],
  ["26.12.1-rc.1", false],
  ["27.0.0", true],
])("Node %s: %s", (version, safe) => expect(isSafe(version, NODE, 1)).toBe(safe));

it.each([
  ["18.3.1", false],
  ["19.2.8", false],
  ["19.2.9", true],
  ["19.3.0", false],
  ["19.3.1", true],
  ["19.4.0", true],
])("react %s: %s", (version, safe) => expect(isSafe(version, ["19.3.1", "19.2.9"], 2)).toBe(safe));
