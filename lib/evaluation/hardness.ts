import type { Page } from "@/lib/model/page";
import { figuresOf } from "./metrics";
import type { Outcome } from "./world";

/** The rule that everybody tries first. */
function looksLikeNoise({ endedBy, actions }: Pick<Page, "endedBy" | "actions">): boolean {
  return endedBy === "source" && actions.every(({ note }) => note === null || note.trim() === "");
}

export type Hardness = {
  /** Of "auto-resolved and no note = noise", for the actionable pages. */
  ruleF1: number | null;
  /** The same, with "auto-resolved within five minutes = noise". */
  fiveMinutesF1: number | null;
  /** Of calling everything actionable. */
  everythingF1: number | null;
  pages: number;
  prevalence: number;
  /** Alerts with at least 8 pages of which 5 to 70 % were real. */
  mixedAlerts: number;
  alerts: number;
  /** Real pages that their source cleared and nobody wrote a word about. */
  wordless: number;
  /** Pages about nothing that carry a note or were closed by hand. */
  lying: number;
};

export function hardnessOf(outcomes: readonly Outcome[]): Hardness {
  const real = outcomes.filter(({ truth }) => truth.verdict === "actionable");
  const noise = outcomes.filter(({ truth }) => truth.verdict === "noise");
  const f1Of = (saysNoise: (page: Page) => boolean) => {
    const kept = outcomes.filter(({ page }) => !saysNoise(page));
    const truePositive = kept.filter(({ truth }) => truth.verdict === "actionable").length;
    const falsePositive = kept.length - truePositive;
    return figuresOf({ truePositive, falsePositive, falseNegative: real.length - truePositive }).f1;
  };
  const byAlert = new Map<string, { n: number; real: number }>();
  for (const { seed, truth } of outcomes) {
    const count = byAlert.get(`${seed} ${truth.alert}`) ?? { n: 0, real: 0 };
    byAlert.set(`${seed} ${truth.alert}`, count);
    count.n += 1;
    count.real += truth.verdict === "actionable" ? 1 : 0;
  }
  const often = [...byAlert.values()].filter(({ n }) => n >= 8);
  return {
    ruleF1: f1Of(looksLikeNoise),
    fiveMinutesF1: f1Of(
      ({ endedBy, endedAt, triggeredAt }) => endedBy === "source" && (endedAt ?? 0) - triggeredAt < 300_000,
    ),
    everythingF1: f1Of(() => false),
    pages: outcomes.length,
    prevalence: real.length / outcomes.length,
    mixedAlerts: often.filter((alert) => alert.real >= 0.05 * alert.n && alert.real <= 0.7 * alert.n).length,
    alerts: often.length,
    wordless: real.filter(({ page }) => looksLikeNoise(page)).length / real.length,
    lying: noise.filter(({ page }) => !looksLikeNoise(page)).length / noise.length,
  };
}
