import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DECISION_KINDS, LOOP_STATES, type LoopState, WATCH_OUTCOMES } from "@/lib/model/decision";
import { afterMove, isQuieting, type LoopFacts, type LoopMove, loopStateOf } from "./squash-loop";

const MOVES: readonly LoopMove[] = [
  ...(["flag", "claim", "let-go", "leave", "take-effect", "reopen"] as const).map((kind) => ({ kind })),
  ...DECISION_KINDS.map((decided) => ({ kind: "decide", decided }) as const),
  ...WATCH_OUTCOMES.map((outcome) => ({ kind: "settle", outcome }) as const),
];

describe("the squash loop", () => {
  it("runs from flagged by an owner, a decision and a watch to verified quiet", () => {
    const moves: LoopMove[] = [
      { kind: "flag" },
      { kind: "claim" },
      { kind: "decide", decided: "tune" },
      { kind: "take-effect" },
      { kind: "settle", outcome: "verified-quiet" },
    ];
    const states: (LoopState | null)[] = [];
    moves.reduce<LoopState | null>((from, move) => {
      const to = afterMove(from, move);
      states.push(to);
      return to;
    }, null);
    expect(states).toEqual(["flagged", "owned", "decided", "watching", "verified-quiet"]);
  });

  it.each(DECISION_KINDS)("%s is watched unless the alert is kept as it is", (kind) =>
    expect(isQuieting(kind)).toBe(kind !== "keep"),
  );

  it.each([
    ["came-back", "take-effect", "watching"],
    ["came-back", "flag", "flagged"],
    ["hid-something-real", "flag", "flagged"],
    ["too-early", "flag", "flagged"],
    ["kept", "flag", "flagged"],
    ["verified-quiet", "flag", "flagged"],
    // Somebody sees to it already.
    ["watching", "flag", null],
    ["decided", "flag", null],
    ["flagged", "flag", null],
    ["flagged", "let-go", null],
    ["decided", "claim", null],
    ["flagged", "take-effect", null],
    ["kept", "take-effect", null],
    ["gone", "leave", null],
    ["verified-quiet", "reopen", "watching"],
    ["watching", "reopen", null],
  ] as const)("%s, then %s: %s", (from, kind, to) => expect(afterMove(from, { kind })).toBe(to));

  it.each(LOOP_STATES)("%s can be settled only while or after it is watched", (state) => {
    const watched = ["watching", ...WATCH_OUTCOMES].includes(state);
    for (const outcome of WATCH_OUTCOMES)
      expect(afterMove(state, { kind: "settle", outcome })).toBe(watched ? outcome : null);
  });

  it("keeping an alert is the end of the loop until it is flagged again", () => {
    for (const move of MOVES.filter(({ kind }) => kind !== "decide"))
      expect(afterMove("kept", move)).toBe(move.kind === "flag" ? "flagged" : null);
  });

  it("what is stored tells the state that the moves lead to", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...MOVES), { maxLength: 30 }), (moves) => {
        let [state, facts]: [LoopState | null, LoopFacts] = [null, NOTHING];
        for (const move of moves) {
          const to = afterMove(state, move);
          if (to === null) continue;
          [state, facts] = [to, stored(facts, move)];
          expect(loopStateOf(facts)).toBe(state);
        }
      }),
    );
  });
});

const NOTHING: LoopFacts = { waiting: null, decision: null, watch: null };

/** As the commands write it. */
function stored(facts: LoopFacts, move: LoopMove): LoopFacts {
  switch (move.kind) {
    case "flag":
    case "let-go":
      return { ...facts, waiting: { ownerPersonId: null } };
    case "claim":
      return { ...facts, waiting: { ownerPersonId: "7" } };
    case "leave":
      // What was decided before is over once it was flagged anew.
      return NOTHING;
    case "decide":
      return { waiting: null, decision: { kind: move.decided, ended: false }, watch: null };
    case "take-effect":
      return { ...facts, watch: { outcome: null } };
    case "settle":
      return { ...facts, watch: { outcome: move.outcome } };
    case "reopen":
      return { ...facts, watch: { outcome: null } };
  }
}
