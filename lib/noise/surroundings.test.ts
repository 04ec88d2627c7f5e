import { describe, expect, it } from "vitest";
import type { Page } from "@/lib/model/page";
import { culturesOf, homesOf, namesOf, surroundingsOf } from "./surroundings";
import { type PageSketch, pageOf } from "./test-pages";

const around = (...sketches: (PageSketch & { signature: string })[]) =>
  surroundingsOf(sketches.map(({ signature, ...sketch }) => ({ page: pageOf(sketch), signature })));

describe("surroundingsOf", () => {
  it.each<[string, Partial<PageSketch>, string, boolean]>([
    ["the same key in another alert, still open", {}, "b", true],
    ["in the same alert: its own detector sees it", {}, "a", false],
    ["in another environment", { facts: { dedup: "k", environment: "qa" } }, "b", false],
    ["of another team", { facts: { dedup: "k", team: "web" } }, "b", false],
    ["another key", { facts: { dedup: "l" } }, "b", false],
    ["after the end", { at: 10 }, "b", false],
  ])("same problem: %s", (_, rest, signature, found) => {
    const { sameProblem } = around(
      { key: "one", open: 10, facts: { dedup: "k" }, signature: "a" },
      { key: "two", at: 5, facts: { dedup: "k" }, ...rest, signature },
    );
    expect(sameProblem.get("two")?.pageKey).toBe(found ? "one" : undefined);
    expect(sameProblem.has("one")).toBe(false);
  });

  it("links a page with what it was merged into and with the number that a note names", () => {
    const { links } = around(
      { key: "one", facts: { number: "4711", service: "db" }, signature: "a" },
      { key: "two", mergedInto: "one", by: "merge", signature: "b" },
      { key: "three", actions: [{ kind: "annotated", minute: 1, note: "see #4711 of the db people" }], signature: "b" },
      { key: "four", actions: [{ kind: "annotated", minute: 1, note: "see #9999" }], signature: "b" },
    );
    expect([...links].map(([key, { pageKey }]) => [key, pageKey])).toEqual([
      ["two", "one"],
      ["three", "one"],
    ]);
  });

  it.each([
    [10, ["one", "two"]],
    [10.1, []],
  ])("another alert of the service %s min later stands beside: %o", (minutes, keys) => {
    const { besideOthers } = around({ key: "one", signature: "a" }, { key: "two", at: minutes, signature: "b" });
    expect([...besideOthers].sort()).toEqual(keys);
    expect(around({ key: "one", signature: "a" }, { key: "two", at: 1, signature: "a" }).besideOthers.size).toBe(0);
  });
});

const rung = (team: string, person: string, count: number): Page[] =>
  Array.from({ length: count }, () => {
    const page = pageOf({ facts: { team } });
    return { ...page, notifications: [{ person, at: page.triggeredAt, channel: "push", estimated: false }] };
  });

it.each([
  ["two pages tell no home", rung("core", "ann", 2), undefined],
  ["three do", rung("core", "ann", 3), "core"],
  ["three of five", [...rung("core", "ann", 3), ...rung("web", "ann", 2)], "core"],
  ["three of six do not", [...rung("core", "ann", 3), ...rung("web", "ann", 3)], undefined],
])("%s", (_, pages, home) => expect(homesOf(pages).get("ann")).toBe(home));

it("a team's silence on what it works on is counted", () => {
  const note = { kind: "annotated" as const, minute: 3, note: "restarted the stuck worker" };
  const worked = (acknowledged: boolean) =>
    pageOf({ facts: { team: "core" }, actions: acknowledged ? [{ minute: 1 }, note] : [note] });
  const pages = [worked(true), worked(false), worked(false), pageOf({ facts: { team: "core" } })];
  expect(culturesOf(pages).get("core")).toEqual({ worked: 3, workedAcknowledged: 1 });
});

it("people are found by key, name and address; a shared name names nobody", () => {
  const names = namesOf([
    { provider: "pd", key: "U1", name: "Ann Lee", email: "ann@example.org" },
    { provider: "pd", key: "U2", name: "Ann Lee", email: "al@example.org" },
  ]);
  expect([names.get("ann"), names.get("u2"), names.get("al@example.org"), names.get("ann lee")]).toEqual([
    "U1",
    "U2",
    "U2",
    undefined,
  ]);
});

it("ends are told where most pages have one; a merge is none", () => {
  const ended = { by: "source" as const, signature: "a", facts: { team: "core" } };
  const open = { by: "still-open" as const, open: null, signature: "b", facts: { team: "core" } };
  expect([...around(ended, ended, open).tellEnds]).toEqual(["pd\u0000core"]);
  expect(around(ended, open).tellEnds.size).toBe(0);
  expect(around({ ...ended, by: "merge" }, { ...ended, by: "merge" }, open).tellEnds.size).toBe(0);
});
