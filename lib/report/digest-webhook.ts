import type { DigestMessage } from "@/lib/contract/digest-message";
import type { Instant } from "@/lib/model/instant";

/** The body of a generic webhook, as docs/digests.md has it. */
export function digestWebhook(message: DigestMessage, at: Instant, notes: readonly string[], test: boolean): object {
  const { kind, subject, heading, period, lead, figures, leftOut, alerts, decide, forgotten, more } = message;
  return {
    type: kind === "weekly" ? "squelch.digest.weekly" : "squelch.digest.end-of-shift",
    timestamp: new Date(at).toISOString(),
    data: { test, subject, heading, period, lead, figures, leftOut, alerts, decide, forgotten, more, notes },
  };
}
