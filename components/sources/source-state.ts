import type { SourceView } from "@/lib/contract/source";

export type SourceState =
  | "paused"
  | "disabled"
  | "failing"
  | "quiet"
  | "no-secret"
  | "no-delivery"
  | "no-webhook"
  | "well";

/** The one word for how a source is doing, worst first. */
export function stateOf({ paused, webhook, secrets, health, lastReceivedAt }: SourceView): SourceState {
  if (paused) return "paused";
  if (health.probablyDisabled) return "disabled";
  if (health.failing) return "failing";
  if (health.quiet) return "quiet";
  if (!webhook) return "no-webhook";
  const lacksSecret = webhook.proof === "signature" && !secrets.some(({ kind }) => kind === "signing");
  if (lacksSecret) return "no-secret";
  return lastReceivedAt === null ? "no-delivery" : "well";
}

export const STATE_WORDS: Record<SourceState, string> = {
  paused: "paused",
  disabled: "probably switched off by the sender",
  failing: "deliveries are refused",
  quiet: "quiet",
  "no-secret": "waits for its signing secret",
  "no-delivery": "no delivery yet",
  "no-webhook": "no webhook",
  well: "well",
};

export const isAlarming = (state: SourceState): boolean => state === "disabled" || state === "failing";
