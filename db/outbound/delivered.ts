import { OutboundError } from "./http";

/**
 * What became of a message. `refused` is a plain no, by the other side or on the way there: nothing arrived. `unknown`:
 * it may have arrived, so that trying again could bring it twice.
 */
export type Delivered =
  | { kind: "sent" }
  | { kind: "refused"; why: string; mayRetry: boolean; retryAfterMs: number | null }
  | { kind: "unknown"; why: string };

export const refused = (why: string): Delivered => ({ kind: "refused", why, mayRetry: false, retryAfterMs: null });

export const later = (why: string, retryAfterMs: number | null = null): Delivered => ({
  kind: "refused",
  why,
  mayRetry: true,
  retryAfterMs,
});

/** Of a call that brought no answer. Anything else is a bug of ours. */
export function withoutAnswer(error: unknown): Delivered {
  if (!(error instanceof OutboundError)) throw error;
  if (error.mayHaveArrived) return { kind: "unknown", why: error.message };
  return error.kind === "refused" ? refused(error.message) : later(error.message);
}
