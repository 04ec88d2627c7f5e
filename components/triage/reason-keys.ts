import type { Said } from "@/components/verdict/taps";
import type { Reason } from "@/lib/model/verdict";

/** A question that waits for one letter. */
export type Asking = "actionable" | "noise";

export type ReasonKey = { key: string; label: string; said: Said };

const because = (key: string, verdict: Asking, reason: Reason | null, label: string = reason ?? ""): ReasonKey => ({
  key,
  label,
  said: { verdict, reason },
});

/** The letters after "1" and "2": the same digit again gives no reason. */
export const REASON_KEYS: Record<Asking, readonly ReasonKey[]> = {
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
