import type { Treatment } from "@/lib/model/treatment";

/** Seconds: how long the condition must hold before the rule fires, and how long it fires on after that. */
export type RuleTiming = { forSeconds: number; keepSeconds: number };

/**
 * What a hold or a merge is for the rule itself. The pages that were decided about opened `for` after the condition
 * held: a wait is added to it, and a repeat within N of the last clear is one whose condition came back N - `for`
 * after that clear. Null where the rule does this already.
 */
export function ruleTimingOf(treatment: Treatment, { forSeconds, keepSeconds }: RuleTiming): RuleTiming | null {
  const hold = treatment.kind === "hold" || treatment.kind === "hold-and-merge" ? treatment.holdMinutes * 60 : 0;
  const merge = treatment.kind === "merge" || treatment.kind === "hold-and-merge" ? treatment.mergeMinutes * 60 : 0;
  const timing = {
    forSeconds: forSeconds + hold,
    keepSeconds: merge > forSeconds ? keepSeconds + merge - forSeconds : keepSeconds,
  };
  return timing.forSeconds === forSeconds && timing.keepSeconds === keepSeconds ? null : timing;
}
