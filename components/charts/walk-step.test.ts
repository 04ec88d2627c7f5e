import { expect, it } from "vitest";
import { walkStep } from "./walk-step";

it.each([
  ["ArrowRight", null, 10, 1, 0],
  ["ArrowLeft", null, 10, 1, 9],
  ["ArrowRight", 8, 10, 1, 9],
  ["ArrowRight", 9, 10, 1, 9],
  ["ArrowLeft", 0, 10, 1, 0],
  ["ArrowDown", 3, 10, 5, 8],
  ["ArrowDown", 5, 10, 5, 5],
  ["ArrowUp", 5, 10, 5, 0],
  ["Home", 5, 10, 5, 0],
  ["End", null, 10, 5, 9],
  ["ArrowRight", null, 0, 1, null],
  ["Tab", 3, 10, 1, null],
])("%s from point %s of %i, %i in a row, leads to %s", (key, at, count, across, to) =>
  expect(walkStep(key, at, count, across)).toBe(to),
);
