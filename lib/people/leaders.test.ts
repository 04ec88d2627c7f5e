import { expect, it } from "vitest";
import { EVER, STILL } from "@/lib/model/organisation";
import { leadersIn } from "./leaders";

const lines = [
  { personId: "c", leaderId: "a", fromDate: EVER, toDate: "2026-11-10" },
  { personId: "c", leaderId: "b", fromDate: "2026-11-10", toDate: STILL },
];

it.each([
  ["the day before the change", "2026-11-09", "2026-11-10", ["a", "said"]],
  ["the day of the change", "2026-11-10", "2026-11-11", ["b", "said"]],
  ["a range over both", "2026-11-09", "2026-11-11", ["a", "b", "said"]],
])("in %s", (_name, fromDate, toDate, expected) => {
  expect([...leadersIn(lines, ["said"], { fromDate, toDate })].sort()).toEqual(expected);
});
