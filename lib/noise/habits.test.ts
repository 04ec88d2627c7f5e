import fc from "fast-check";
import { expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { type Answer, answerOf, learnHabits, type Observed, oddsOf } from "./habits";
import { sceneOf } from "./history";
import { historyOf, type PageSketch, pageOf } from "./test-pages";

function answer(sketch: PageSketch): Answer {
  const scene = sceneOf(historyOf([pageOf(sketch)]), DEFAULT_SETTINGS);
  const [sight] = scene.sights;
  if (!sight) throw new Error("no page");
  return answerOf(sight, scene);
}

const HELD = answer({ open: 45, actions: [{ minute: 3 }] });
const SHORT = answer({ open: 4, actions: [{ minute: 3 }] });
const LEFT = answer({ open: 30 });

type Kind = { of: Answer; pages: number; proof?: "real" | "noise" };

const team = (name: string, kinds: readonly Kind[]): Observed[] =>
  kinds.flatMap(({ of, pages, proof }, kind) =>
    Array.from({ length: pages }, (_, index) => ({
      team: name,
      signature: `${name} ${kind} ${index % 4}`,
      answer: of,
      others: proof === "noise" ? -4 : 0,
      decided: proof === "real" ? 0.95 : null,
      first: proof === "noise" ? 0.02 : 0.5,
    })),
  );

const learnt = (observed: readonly Observed[], name: string) => {
  const habit = learnHabits(observed).get(name);
  if (!habit) throw new Error("nothing learnt");
  return habit;
};

const REFLEX = team("reflex", [
  { of: HELD, pages: 60, proof: "real" },
  { of: SHORT, pages: 90, proof: "noise" },
]);

it("learns from what is proved: held for long is worth it, taken at the last moment is not", () => {
  const habit = learnt(REFLEX, "reflex");
  expect(oddsOf(habit, HELD)).toBeGreaterThan(1.5);
  expect(oddsOf(habit, SHORT)).toBeLessThan(-1.5);
});

it("is bounded where little is proved: two kinds of pages may be any two kinds", () => {
  const habit = learnt(
    team("opaque", [
      { of: HELD, pages: 60 },
      { of: SHORT, pages: 90, proof: "noise" },
    ]),
    "opaque",
  );
  expect(Math.abs(oddsOf(habit, SHORT))).toBeLessThanOrEqual(1.5);
});

it("silence of a team that hardly takes anything proves nothing", () => {
  const quiet = team("quiet", [
    { of: HELD, pages: 12, proof: "real" },
    { of: LEFT, pages: 188, proof: "noise" },
  ]);
  const busy = team("busy", [
    { of: HELD, pages: 120, proof: "real" },
    { of: LEFT, pages: 80, proof: "noise" },
  ]);
  expect(oddsOf(learnt(quiet, "quiet"), LEFT)).toBeGreaterThan(oddsOf(learnt(busy, "busy"), LEFT) + 0.5);
});

it("29 pages teach nothing, 30 do", () => {
  const of = (pages: number) => learnHabits(team("small", [{ of: HELD, pages, proof: "real" }])).has("small");
  expect([of(29), of(30)]).toEqual([false, true]);
});

it("does not depend on the order of the pages", () => {
  const other = team("other", [
    { of: HELD, pages: 20 },
    { of: LEFT, pages: 30, proof: "noise" },
  ]);
  const all = [...REFLEX, ...other];
  const expected = learnHabits(all);
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
      expect(learnHabits(shuffled)).toEqual(expected);
    }),
    { numRuns: 5 },
  );
});
