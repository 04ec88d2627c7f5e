import { type DecisionKind, type LoopState, QUIETING_KINDS, type WatchOutcome } from "@/lib/model/decision";

/** What people, the flagging and the watch do to an alert in the loop. */
export type LoopMove =
  | { kind: "flag" }
  | { kind: "claim" }
  | { kind: "let-go" }
  /** Off the queue without a decision: quiet, or no noise any more. */
  | { kind: "leave" }
  | { kind: "decide"; decided: DecisionKind }
  /** The change stands: from here on the alert is watched. */
  | { kind: "take-effect" }
  /** A late import may settle a watch anew. */
  | { kind: "settle"; outcome: WatchOutcome }
  /** A late import may take away what settled it. */
  | { kind: "reopen" };

const OUTCOMES: ReadonlySet<LoopState> = new Set(["verified-quiet", "came-back", "too-early", "hid-something-real"]);

/** What an alert is after a move; null where the move makes no sense there. `from` null = never flagged. */
export function afterMove(from: LoopState | null, move: LoopMove): LoopState | null {
  const waits = from === "flagged" || from === "owned";
  switch (move.kind) {
    case "flag":
      return waits || from === "decided" || from === "watching" ? null : "flagged";
    case "claim":
      return waits ? "owned" : null;
    case "let-go":
      return from === "owned" ? "flagged" : null;
    case "leave":
      return waits ? "gone" : null;
    case "decide":
      // Nobody needs to wait for the flagging, and a change of mind is a new decision.
      return move.decided === "keep" ? "kept" : "decided";
    case "take-effect":
      // Applied again, or later than was thought: the watch begins anew.
      return from === "decided" || from === "watching" || isOutcome(from) ? "watching" : null;
    case "settle":
      return from === "watching" || isOutcome(from) ? move.outcome : null;
    case "reopen":
      return isOutcome(from) ? "watching" : null;
  }
}

const isOutcome = (state: LoopState | null) => state !== null && OUTCOMES.has(state);

/** Whether an alert is expected to page less after such a decision, and is watched. */
export function isQuieting(kind: DecisionKind): boolean {
  return (QUIETING_KINDS as readonly DecisionKind[]).includes(kind);
}

export type LoopFacts = {
  /** Its place on the queue; null where it does not wait. */
  waiting: { ownerPersonId: string | null } | null;
  /** The last one. */
  decision: { kind: DecisionKind; ended: boolean } | null;
  /** Over that decision; null before it takes effect. */
  watch: { outcome: WatchOutcome | null } | null;
};

/** Where an alert stands, by what is stored of it. On the queue is on the queue, whatever was decided before. */
export function loopStateOf({ waiting, decision, watch }: LoopFacts): LoopState {
  if (waiting) return waiting.ownerPersonId === null ? "flagged" : "owned";
  if (!decision) return "gone";
  if (decision.kind === "keep") return "kept";
  if (watch) return watch.outcome ?? "watching";
  return decision.ended ? "gone" : "decided";
}
