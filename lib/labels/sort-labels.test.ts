import { describe, expect, it } from "vitest";
import type { Label } from "./label";
import { type FoundLabel, type OurWord, sortLabels } from "./sort-labels";

const LABEL: Label = {
  about: { kind: "page", provider: "pagerduty", pageKey: "P1" },
  verdict: "noise",
  reason: "threshold",
  wrongHour: false,
  note: "n",
  by: "Ana",
  at: 1000,
  from: null,
  until: null,
  weight: 1,
  tag: null,
  endedAt: null,
};
const OURS: OurWord = {
  verdict: "noise",
  reason: "threshold",
  wrongHour: false,
  note: "n",
  by: "Ana",
  at: 1000,
  from: null,
  until: null,
  inForce: true,
};
const found = (more: Partial<Label> = {}, where = "line 2", subjectId: string | null = "1"): FoundLabel => ({
  where,
  label: { ...LABEL, ...more },
  subjectId,
});
const kinds = (labels: readonly FoundLabel[], ...ours: OurWord[]) =>
  sortLabels(labels, new Map([["1", ours]])).map(({ kind }) => kind);

describe("sortLabels", () => {
  it.each<[string, Partial<OurWord>[], Partial<Label>, string]>([
    ["new where nobody spoke", [], {}, "new"],
    ["same where the same counts", [{}], {}, "same"],
    ["same whoever said it", [{ by: "Bob", at: 5 }], {}, "same"],
    ["conflicting by its verdict", [{ verdict: "unclear", reason: null }], {}, "conflicting"],
    ["conflicting by its reason", [{ reason: "flapping" }], {}, "conflicting"],
    ["conflicting by its note alone", [{ note: null }], {}, "conflicting"],
    ["conflicting by its hour alone", [{ wrongHour: true }], {}, "conflicting"],
    ["new where another word ended", [{ verdict: "unclear", inForce: false }], {}, "new"],
    ["conflicting where this very word was taken back", [{ inForce: false }], {}, "conflicting"],
    ["new where the like was said at another time and ended", [{ inForce: false, at: 5 }], {}, "new"],
    ["history is new once", [], { endedAt: 2000 }, "new"],
    ["history is no conflict", [{ verdict: "unclear", reason: null }], { endedAt: 2000 }, "new"],
    ["history that is kept is the same", [{ inForce: false }], { endedAt: 2000 }, "same"],
  ])("%s", (_, ours, label, kind) => {
    expect(kinds([found(label)], ...ours.map((more) => ({ ...OURS, ...more })))).toEqual([kind]);
  });

  it("names what stands against it, null where the word was taken back", () => {
    const other = { ...OURS, verdict: "unclear", reason: null } as const;
    expect(sortLabels([found()], new Map([["1", [other]]]))).toMatchObject([{ ours: other }]);
    expect(sortLabels([found()], new Map([["1", [{ ...OURS, inForce: false }]]]))).toMatchObject([{ ours: null }]);
  });

  it("unknown is what is not here", () => {
    expect(kinds([found({}, "line 2", null)])).toEqual(["unknown"]);
  });

  it("of rows about the same the one said last counts", () => {
    const rows = [found({ at: 3000 }, "line 2"), found({ at: 1000, verdict: "unclear", reason: null }, "line 3")];
    expect(sortLabels(rows, new Map())).toMatchObject([{ kind: "new" }, { kind: "repeated", by: "line 2" }]);
    expect(kinds([found({ at: null }, "line 2"), found({ at: null }, "line 3")])).toEqual(["repeated", "new"]);
    expect(kinds([found({ endedAt: 5 }, "line 2"), found({}, "line 3")])).toEqual(["new", "new"]);
  });

  it("words on a signature meet only where their periods do", () => {
    const about = { kind: "signature", signature: "v1:ab" } as const;
    const on = (from: number | null, until: number | null) => found({ about, from, until });
    const ours = { ...OURS, verdict: "unclear", reason: null, from: 10, until: 20 } as const;
    expect(kinds([on(20, null)], ours)).toEqual(["new"]);
    expect(kinds([on(19, null)], ours)).toEqual(["conflicting"]);
    expect(kinds([on(null, 10)], ours)).toEqual(["new"]);
    expect(kinds([on(null, 11)], ours)).toEqual(["conflicting"]);
    expect(kinds([on(10, 20)], { ...OURS, from: 10, until: 20 })).toEqual(["same"]);
    expect(kinds([on(null, null), on(5, 6)])).toEqual(["new", "new"]);
  });
});
