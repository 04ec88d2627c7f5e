import { groupBy } from "@/lib/model/group-by";
import type { Reason } from "@/lib/model/verdict";
import { HARD_NEGATIVES, type HardNegative } from "@/lib/simulator/truth";
import { bootstrapClusters, type Interval } from "./bootstrap";
import type { Outcome } from "./world";

/** What must not be said of a case that looks like something which it is not. */
const NEVER: Readonly<Record<HardNegative, { reason: Reason | null; real?: true }>> = {
  "deploy-merely-near": { reason: "fixed-a-fault", real: true },
  "merge-is-no-fix": { reason: "fixed-a-fault", real: true },
  "own-fix-after-upstream": { reason: "real-upstream" },
  "top-priority-at-night": { reason: "could-wait" },
  "night-fix-without-note": { reason: "could-wait" },
  "specialist-called-in": { reason: "wrong-team" },
  "saturation-while-scaling": { reason: "working-as-expected" },
  "first-after-rule-change": { reason: "working-as-expected" },
  "incident-in-deploy-window": { reason: "planned-work" },
  "auto-clear-after-fix": { reason: "self-healed" },
  "flapping-with-fix": { reason: null },
  "first-of-duplicates": { reason: "duplicate" },
  "same-title-other-environment": { reason: "duplicate" },
  "storm-root": { reason: "storm-symptom" },
  "symptom-with-own-fix": { reason: "storm-symptom" },
  "coincident-fault": { reason: "storm-symptom" },
  "real-nightly-failure": { reason: "scheduled" },
  "business-hours-load": { reason: "scheduled" },
  "long-incident": { reason: "stale" },
  "export-without-clears": { reason: "stale" },
  "missed-major-incident": { reason: "ignored" },
  "rota-gap": { reason: "ignored" },
  "more-real-after-release": { reason: "threshold" },
  "no-data-host-died": { reason: "faulty-check" },
  "recovered-but-refired": { reason: "info-only" },
  "production-test-title": { reason: "test" },
  "real-check-in-drill": { reason: "test" },
  "clock-over-dst": { reason: null },
};

export type HardFigure = {
  name: HardNegative;
  pages: number;
  right: number;
  recall: number | null;
  unclear: number;
  interval: Interval | null;
};

/** Of each kind: how many were not taken for what they look like. A real page must not be called noise either. */
export function hardNegativeFigures(outcomes: readonly Outcome[]): HardFigure[] {
  return HARD_NEGATIVES.map((name) => {
    const own = outcomes.filter(({ truth }) => truth.hardNegative === name);
    const clusters = [...groupBy(own, ({ seed, truth }) => `${seed} ${truth.alert}`).values()].map((pages) => ({
      n: pages.length,
      right: pages.filter((page) => isRight(page, name)).length,
    }));
    const total = clusters.reduce((sum, { right }) => sum + right, 0);
    const interval = bootstrapClusters(clusters.length, (weights) => {
      let [right, n] = [0, 0];
      clusters.forEach((cluster, index) => {
        right += (weights[index] ?? 0) * cluster.right;
        n += (weights[index] ?? 0) * cluster.n;
      });
      return n > 0 ? right / n : null;
    });
    const unclear = own.filter(({ judgement }) => judgement.verdict === "unclear").length;
    return {
      name,
      pages: own.length,
      right: total,
      recall: own.length > 0 ? total / own.length : null,
      unclear,
      interval,
    };
  });
}

export function isRight({ judgement, truth, findings }: Outcome, name: HardNegative): boolean {
  const { reason, real } = NEVER[name];
  if (name === "clock-over-dst") return findings.some(({ detector }) => detector === "scheduled");
  if (reason !== null && judgement.reason === reason) return false;
  if (name === "business-hours-load" && findings.some(({ detector }) => detector === "scheduled")) return false;
  if (real) return judgement.verdict !== "actionable";
  return truth.verdict === "noise" || judgement.verdict !== "noise";
}
