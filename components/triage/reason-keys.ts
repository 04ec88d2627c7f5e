import type { Said } from "@/components/verdict/taps";
import type { DecisionKind } from "@/lib/model/decision";
import type { Reason } from "@/lib/model/verdict";

/** A question that waits for one letter. */
export type Asking = "actionable" | "noise" | "decide";

export type ReasonKey = { key: string; label: string; said: Said };

const because = (
  key: string,
  verdict: "actionable" | "noise",
  reason: Reason | null,
  label: string = reason ?? "",
): ReasonKey => ({
  key,
  label,
  said: { verdict, reason },
});

/** The letters after "1" and "2": the same digit again gives no reason. */
export const REASON_KEYS: Record<"actionable" | "noise", readonly ReasonKey[]> = {
  actionable: [
    because("f", "actionable", "fixed-a-fault"),
    because("r", "actionable", "real-upstream"),
    because("w", "actionable", "could-wait"),
    because("t", "actionable", "wrong-team"),
    because("1", "actionable", null, "no reason given"),
  ],
  noise: [
    because("w", "noise", "working-as-expected"),
    because("s", "noise", "self-healed"),
    because("f", "noise", "flapping"),
    because("d", "noise", "duplicate"),
    because("m", "noise", "storm-symptom"),
    because("c", "noise", "scheduled"),
    because("l", "noise", "stale"),
    because("i", "noise", "ignored"),
    because("h", "noise", "threshold"),
    because("k", "noise", "faulty-check"),
    because("o", "noise", "info-only"),
    because("p", "noise", "planned-work"),
    because("t", "noise", "test"),
    because("2", "noise", null, "no reason given"),
  ],
};

/** The letters after "d". */
export const DECIDE_KEYS: readonly { key: string; kind: DecisionKind; label: string; done: string }[] = [
  { key: "k", kind: "keep", label: "Keep", done: "kept" },
  { key: "t", kind: "tune", label: "Tune", done: "to be tuned" },
  { key: "s", kind: "silence", label: "Silence", done: "silenced" },
  { key: "r", kind: "reroute", label: "Reroute", done: "to be rerouted" },
  { key: "x", kind: "delete", label: "Delete", done: "to be deleted" },
  { key: "f", kind: "fix", label: "Fix", done: "to be fixed" },
];
