import type { History } from "./history";
import type { Span } from "./simulate";

const SHOWN_MS = 28 * 86_400_000;

/** A setting is chosen on the first part and shown on the rest: the last third of the history, at most 28 days. */
export function fitAndShow({ from, to }: Pick<History, "from" | "to">): { fit: Span; shown: Span } {
  const middle = to - Math.min(SHOWN_MS, Math.round((to - from) / 3));
  return { fit: { from, to: middle }, shown: { from: middle, to } };
}
