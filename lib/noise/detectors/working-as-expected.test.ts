import { describe, expect, it } from "vitest";
import type { PersonVerdict } from "@/lib/model/verdict";
import { changeOf, DAY, found, HOUR, MINUTE, type PageSketch, pageOf, START } from "@/lib/noise/test-pages";
import { workingAsExpected } from "./working-as-expected";

const expected: PersonVerdict = { verdict: "noise", reason: "working-as-expected", note: null };
const real: PersonVerdict = { verdict: "actionable", reason: "fixed-a-fault", note: null };
const unsure: PersonVerdict = { verdict: "unclear", reason: null, note: null };
const pages = Array.from({ length: 8 }, (_, index) => pageOf({ key: `k${index}`, at: index * 1000 }));
const labelled = (...verdicts: PersonVerdict[]) => new Map(verdicts.map((verdict, index) => [`k${index}`, verdict]));

describe("by people's verdicts on earlier pages", () => {
  it.each<[string, PersonVerdict[], string[]]>([
    ["two", [expected, expected], []],
    ["three", [expected, expected, expected], ["k3", "k4", "k5", "k6", "k7"]],
    ["three of four", [expected, expected, expected, real], ["k3"]],
    ["four of five", [real, expected, expected, expected, expected], ["k5", "k6", "k7"]],
    ["three and one unclear", [unsure, expected, expected, expected], ["k4", "k5", "k6", "k7"]],
    ["three, but self-healed", Array(3).fill({ ...expected, reason: "self-healed" }), []],
  ])("%s", (_, verdicts, keys) =>
    expect(found(workingAsExpected, pages, { labels: labelled(...verdicts) })).toEqual(keys),
  );

  it("never from a pattern alone", () => expect(found(workingAsExpected, pages)).toEqual([]));
});

describe("by a note", () => {
  it.each([
    ["works as expected, autoscaling kicked in", true],
    ["This is by design.", true],
    ["expected during the nightly batch", true],
    ["autoscaled", true],
    ["NOT working as expected", false],
    ["this was not by design", false],
    ["unexpected spike, restarted the worker", false],
    ["restarted the worker", false],
  ])("%s: %s", (note, says) => {
    const noted = pageOf({ key: "x", actions: [{ kind: "annotated", note }] });
    expect(found(workingAsExpected, [noted])).toEqual(says ? ["x"] : []);
  });

  it("only of a person", () => {
    const bot = pageOf({ actions: [{ kind: "annotated", by: "automation", person: null, note: "works as expected" }] });
    expect(found(workingAsExpected, [bot])).toEqual([]);
  });
});

describe("by scaling", () => {
  const scalings = Array.from({ length: 10 }, (_, index) =>
    changeOf({ kind: "scale", startsAt: START + (3 * index + 1) * DAY + 8 * HOUR }),
  );
  const history = (after: number, sketch: PageSketch = {}) => [
    pageOf({ key: "before" }),
    ...scalings
      .slice(0, 8)
      .map(({ startsAt }, index) => pageOf({ key: `s${index}`, at: (startsAt - START) / MINUTE + after, ...sketch })),
    pageOf({ key: "after", at: 40 * 1440 }),
  ];

  it.each<[string, ReturnType<typeof history>, number]>([
    ["half a minute before the end of its time", history(29.5), 8],
    ["at the end of its time", history(30), 0],
    ["saturation while scaling", history(5, { facts: { title: "CPU saturated, max replicas reached" } }), 0],
    [
      "somebody worked on it",
      history(5, { actions: [{ kind: "annotated", note: "raised the limit of the pool" }] }),
      0,
    ],
  ])("%s: %s pages", (_, given, count) =>
    expect(found(workingAsExpected, given, { changes: scalings })).toHaveLength(count),
  );
});

it("the first page after an edit of the rule is not known to be as before", () => {
  const labels = labelled(expected, expected, expected);
  const edit = changeOf({ kind: "rule-edit", startsAt: START + 4500 * MINUTE });
  expect(found(workingAsExpected, pages, { labels, changes: [edit] })).toEqual(["k3", "k4", "k6", "k7"]);
});
