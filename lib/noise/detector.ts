import type { Finding, Reason } from "@/lib/model/verdict";
import type { Scene } from "./history";

/** What a detector says; its name and thresholds are added for it. */
export type Claim = Pick<Finding, "claim" | "facts" | "pageKeys">;

type Thresholds = Readonly<Record<string, number>>;

/** A rule that finds what speaks for one reason. Pure: the same scene gives the same findings. */
export type Detector = {
  reason: Reason;
  thresholds: Thresholds;
  detect(scene: Scene, changed?: Thresholds): Finding[];
};

export function defineDetector<T extends Thresholds>(rule: {
  reason: Reason;
  thresholds: T;
  detect(scene: Scene, thresholds: T): Claim[];
}): Detector {
  const { reason } = rule;
  return {
    reason,
    thresholds: rule.thresholds,
    detect(scene, changed = {}) {
      const thresholds = { ...rule.thresholds, ...changed };
      return rule.detect(scene, thresholds).map((claim) => ({ detector: reason, ...claim, thresholds }));
    },
  };
}
