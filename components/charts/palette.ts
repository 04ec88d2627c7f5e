import type { HourClass } from "@/lib/model/interruption";
import type { Verdict } from "@/lib/model/verdict";

/** Fills of what can stand in a verdict chart; hatching belongs to noise alone. */
export const VERDICT_FILL: Record<Verdict | "unclassified", string> = {
  actionable: "fill-actionable",
  noise: "fill-noise",
  unclear: "fill-unclear",
  unclassified: "fill-waiting",
};

export const VERDICT_WORD: Record<Verdict | "unclassified", string> = {
  actionable: "actionable",
  noise: "noise",
  unclear: "unclear",
  unclassified: "not judged yet",
};

/** Series that are neither verdicts nor hours, each with its word beside it. */
export const OTHER_FILL = { one: "fill-one", two: "fill-two" } as const;

export const HOUR_FILL: Record<HourClass, string> = { sleep: "fill-sleep", off: "fill-off", business: "fill-business" };

export const HOUR_WORD: Record<HourClass, string> = { sleep: "sleep", off: "off hours", business: "business" };
