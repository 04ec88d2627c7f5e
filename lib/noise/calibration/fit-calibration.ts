import { applyIsotonic, fitIsotonic, type Isotonic } from "./isotonic";
import { applyPlatt, fitPlattDespiteSlips, HELD, type Platt } from "./platt";
import { classWeights, type Scored } from "./scored";

/** Before that, a curve through the labels is a curve through chance. */
export const CALIBRATION_LABELS = { platt: 200, ofEachClass: 20, isotonic: 1_000 };

/** How stated probabilities are put right. `labels` counts a gesture over many pages as at most five. */
export type Calibration =
  | {
      kind: "none";
      labels: number;
      actionable: number;
      noise: number;
      why: "too few labels" | "does not rise with the labels";
    }
  | ({ kind: "platt"; labels: number } & Platt)
  | ({ kind: "isotonic"; labels: number } & Isotonic);

export const NOT_CALIBRATED: Calibration = { kind: "none", labels: 0, actionable: 0, noise: 0, why: "too few labels" };

/**
 * From probabilities that were stated before their outcome was known. Never from those of a model on what it was fitted
 * to: there it looks surer than it is.
 */
export function fitCalibration(scored: readonly Scored[]): Calibration {
  const { positive: actionable, negative: noise } = classWeights(scored);
  // Weights such as 5/12 add up to 199.99.. where 200 is meant.
  const labels = Math.round((actionable + noise) * 1e6) / 1e6;
  const none = { kind: "none", labels, actionable, noise } as const;
  const { platt, ofEachClass, isotonic } = CALIBRATION_LABELS;
  if (labels < platt || Math.min(actionable, noise) < ofEachClass) return { ...none, why: "too few labels" };
  // A falling curve would call the likeliest pages the least likely ones.
  if (fitPlattDespiteSlips(scored).a >= 0) return { ...none, why: "does not rise with the labels" };
  if (labels < isotonic) return { kind: "platt", labels, ...fitPlattDespiteSlips(scored, HELD) };
  return { kind: "isotonic", labels, ...withinReach(fitIsotonic(scored), labels) };
}

/** No label makes certain: a block of nothing but noise states 1/(n + 2), not 0. */
function withinReach({ stated, seen }: Isotonic, labels: number): Isotonic {
  const [least, most] = [1 / (labels + 2), (labels + 1) / (labels + 2)];
  return { stated, seen: seen.map((share) => Math.min(most, Math.max(least, share))) };
}

export function calibrated(calibration: Calibration, probability: number): number {
  if (calibration.kind === "platt") return applyPlatt(calibration, probability);
  return calibration.kind === "isotonic" ? applyIsotonic(calibration, probability) : probability;
}

/** For people. */
export function calibrationSentence(calibration: Calibration): string {
  const { kind, labels } = calibration;
  const counted = `${Math.floor(labels)} verdicts`;
  if (kind === "platt") return `Calibrated by Platt's scaling on ${counted}.`;
  if (kind === "isotonic") return `Calibrated by isotonic regression on ${counted}.`;
  if (calibration.why === "does not rise with the labels") {
    return `Not calibrated: on ${counted} higher probabilities were not right more often.`;
  }
  const { platt, ofEachClass } = CALIBRATION_LABELS;
  const classes = `${Math.floor(calibration.actionable)} actionable, ${Math.floor(calibration.noise)} noise`;
  return `Not calibrated yet: ${counted} (${classes}); it takes ${platt} with ${ofEachClass} of each.`;
}
