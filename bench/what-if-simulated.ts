import { judgeEvents } from "@/lib/evaluation/judge-events";
import { foldedBefore, worldOf } from "@/lib/evaluation/world";
import { groupBy } from "@/lib/model/group-by";
import { DEFAULT_SETTINGS } from "@/lib/model/settings";
import { historyOf, type VerdictPage } from "@/lib/report/history-of";
import { clocksIn } from "@/lib/report/try-treatment";
import { DAY_MS } from "@/lib/time/boundaries";
import { simulate } from "@/lib/what-if/simulate";
import { suggest } from "@/lib/what-if/suggest";

/** So much of each history is known when the suggestions are made; what follows is the fact. */
const KNOWN_SHARE = 0.7;

type Outcome = {
  world: number;
  /** By both parts of the history. */
  forecastShare: number;
  /** By the later part alone. */
  shownShare: number;
  forecastPerDay: number;
  openings: number;
  removed: number;
  removedPerDay: number;
  kind: string;
};

export type SimulatedFigures = {
  worlds: number;
  alerts: number;
  suggestions: readonly Outcome[];
  /** Of the later part, by the truth. */
  actionable: number;
  actionableUnder: number;
  lost: number;
  topPriority: number;
  topLost: number;
};

/** Suggestions made on the first part of simulated histories, without a word of anybody, held against what came then. */
export function simulatedForecasts(seeds: number): SimulatedFigures {
  const figures = { worlds: seeds, alerts: 0, actionable: 0, actionableUnder: 0, lost: 0, topPriority: 0, topLost: 0 };
  const suggestions: Outcome[] = [];
  for (let seed = 0; seed < seeds; seed += 1) {
    const world = worldOf(`what-if ${seed}`);
    const first = world.folded[0]?.page.triggeredAt ?? 0;
    const splitAt = first + KNOWN_SHARE * (world.known.knownUntil - first);
    const { folded, known } = foldedBefore(world, splitAt);
    const judged = [...judgeEvents(folded, known).values()].map(
      ({ page, signature, judgement }): VerdictPage => ({ page, signature, ...judgement, origin: "inferred" }),
    );
    const later = world.folded.filter(({ page }) => page.triggeredAt >= splitAt);
    const truly = later.flatMap(({ page, signature }): (VerdictPage & { isMajor: boolean })[] => {
      const truth = world.truths.get(page.pageKey);
      if (!truth || truth.reasons[0] === "test") return [];
      const { verdict, isMajor, reasons } = truth;
      return [{ page, signature, verdict, reason: reasons[0], origin: "person", probability: null, isMajor }];
    });
    figures.actionable += truly.filter(({ verdict }) => verdict === "actionable").length;
    figures.topPriority += truly.filter(({ isMajor }) => isMajor).length;
    const majors = new Set(truly.flatMap(({ page, isMajor }) => (isMajor ? [page.pageKey] : [])));
    const rules = { settings: DEFAULT_SETTINGS, zone: known.zone };
    const clocks = clocksIn(rules);
    for (const signature of groupBy(judged, (page) => page.signature).keys()) {
      figures.alerts += 1;
      const scope = [{ field: "signature", operator: "=", value: signature }] as const;
      const history = historyOf(judged, scope, DEFAULT_SETTINGS);
      const { treatment, effect, expected, shown } = suggest(history, { clocks, ...rules });
      if (!treatment || !effect || !expected) continue;
      const fact = historyOf(truly, scope, DEFAULT_SETTINGS);
      const range = { from: splitAt, to: world.known.knownUntil + 1 };
      const found = simulate(fact, treatment, range, clocks);
      const gone = found.gone.filter(({ opening }) => opening.verdict === "actionable");
      figures.lost += gone.length;
      figures.actionableUnder += found.effect.actionable;
      figures.topLost += found.gone.filter(({ opening }) => majors.has(opening.pageKey)).length;
      suggestions.push({
        world: seed,
        kind: treatment.kind,
        forecastShare: expected.share,
        shownShare: effect.removed / effect.openings,
        forecastPerDay: effect.removed / ((shown.to - shown.from) / DAY_MS),
        openings: found.effect.openings,
        removed: found.effect.removed,
        removedPerDay: found.effect.removed / ((range.to - range.from) / DAY_MS),
      });
    }
  }
  return { ...figures, suggestions };
}
