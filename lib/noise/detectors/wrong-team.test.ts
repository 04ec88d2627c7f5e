import { describe, expect, it } from "vitest";
import type { Page } from "@/lib/model/page";
import { found, pageOf } from "@/lib/noise/test-pages";
import { wrongTeam } from "./wrong-team";

const homes = new Map([
  ["ann", "core"],
  ["abe", "core"],
  ["wim", "web"],
]);
type Step = NonNullable<Parameters<typeof pageOf>[0]>["actions"];
const of = (actions: Step, rest: Partial<Page> = {}) =>
  found(wrongTeam, [{ ...pageOf({ key: "x", open: 200, by: "person", actions }), ...rest }], {
    surroundings: { homes },
  });
const to = (person: string, minute: number, by = "ann") => ({
  kind: "reassigned" as const,
  minute,
  person: by,
  to: [person],
});
const closed = (person: string) => ({ kind: "resolved" as const, minute: 200, person });

describe("wrong-team", () => {
  it.each<[string, Step, boolean]>([
    ["handed over after 60 min, ended there", [to("wim", 60), closed("wim")], true],
    ["handed over after 61 min", [to("wim", 61), closed("wim")], false],
    ["handed to a colleague", [to("abe", 10), closed("abe")], false],
    [
      "the first team went on working",
      [to("wim", 10), { kind: "annotated", minute: 50, person: "abe" }, closed("wim")],
      false,
    ],
    ["handed over and back", [to("wim", 10), to("ann", 20, "wim"), closed("ann")], true],
    ["handed to somebody of no known team", [to("zoe", 10), closed("zoe")], false],
    [
      "a specialist is called in, the first team keeps it",
      [{ kind: "joined", minute: 9, person: "wim" }, closed("ann")],
      false,
    ],
    ["never handed over", [closed("ann")], false],
  ])("%s: %s", (_, actions, expected) => expect(of(actions)).toEqual(expected ? ["x"] : []));

  it("not ended yet: nobody knows where it will", () => {
    expect(of([to("wim", 10)], { endedAt: null, endedBy: "still-open" })).toEqual([]);
  });
  it("without known teams there is no other one", () => {
    expect(found(wrongTeam, [pageOf({ open: 200, by: "person", actions: [to("wim", 10)] })])).toEqual([]);
  });
});
