import { groupBy } from "@/lib/model/group-by";
import type { Truth } from "@/lib/simulator/truth";
import { bootstrapClusters } from "./bootstrap";
import { figuresOf } from "./metrics";
import type { Measured } from "./retrospective";
import type { Outcome } from "./world";

type Tally = { hit: number; falsely: number; missed: number };
export type PatternFigure = {
  pattern: Truth["patterns"][number];
  cases: number;
  precision: number | null;
  recall: number | null;
  f1: Measured;
};

/**
 * F1 of what the detectors find, against what was so: episodes of flapping that overlap by at least half, self-healed and
 * stale pages, pairs of duplicates. Only on sources that tell who did what: elsewhere nobody could know.
 */
export function patternFigures(outcomes: readonly Outcome[]): PatternFigure[] {
  const told = outcomes.filter(({ truth }) => truth.isToldWho);
  const alerts = [...groupBy(told, ({ seed, truth }) => `${seed} ${truth.alert}`).values()];
  return (["flapping", "self-healed", "duplicate", "stale"] as const).map((pattern) => {
    const tallies = alerts
      .map((pages) => TALLIES[pattern](pages))
      .filter(({ hit, falsely, missed }) => hit + falsely + missed > 0);
    const sum = (weights: Uint8Array | null) => {
      const all = { truePositive: 0, falsePositive: 0, falseNegative: 0 };
      tallies.forEach(({ hit, falsely, missed }, index) => {
        const weight = weights ? (weights[index] ?? 0) : 1;
        all.truePositive += weight * hit;
        all.falsePositive += weight * falsely;
        all.falseNegative += weight * missed;
      });
      return all;
    };
    const all = sum(null);
    const interval = bootstrapClusters(tallies.length, (weights) => figuresOf(sum(weights)).f1);
    const { precision, recall, f1: whole } = figuresOf(all);
    // Without a case there is nothing to find, however often it was claimed.
    const f1 = all.truePositive + all.falseNegative > 0 ? whole : null;
    return { pattern, cases: all.truePositive + all.falseNegative, precision, recall, f1: { value: f1, interval } };
  });
}

const TALLIES: Readonly<Record<PatternFigure["pattern"], (pages: readonly Outcome[]) => Tally>> = {
  flapping: byEpisode,
  "self-healed": (pages) => byPage(pages, "self-healed"),
  duplicate: byPair,
  stale: (pages) => byPage(pages, "stale"),
};

function byPage(pages: readonly Outcome[], pattern: "self-healed" | "stale"): Tally {
  const tally = { hit: 0, falsely: 0, missed: 0 };
  for (const { truth, findings } of pages) {
    const isSo = truth.patterns.includes(pattern);
    const isFound = findings.some(({ detector }) => detector === pattern);
    if (isSo && isFound) tally.hit += 1;
    else if (isFound) tally.falsely += 1;
    else if (isSo) tally.missed += 1;
  }
  return tally;
}

function byEpisode(pages: readonly Outcome[]): Tally {
  const real = [
    ...groupBy(
      pages.filter(({ truth }) => truth.episode !== null),
      ({ truth }) => truth.episode,
    ).values(),
  ].map((own) => new Set(own.map(({ page }) => page.pageKey)));
  const keys = new Set(pages.map(({ page }) => page.pageKey));
  const found = new Map<string, Set<string>>();
  for (const { findings } of pages) {
    for (const { detector, pageKeys } of findings) {
      // One finding may be told in several signatures of the same alert.
      if (detector === "flapping") found.set(pageKeys.join("|"), new Set(pageKeys.filter((key) => keys.has(key))));
    }
  }
  const left = new Set(found.values());
  let hit = 0;
  for (const episode of real) {
    const match = [...left].find((claimed) => overlap(episode, claimed) >= 0.5);
    if (!match) continue;
    left.delete(match);
    hit += 1;
  }
  return { hit, falsely: left.size, missed: real.length - hit };
}

/** Pages in both, of those in either. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = [...a].filter((key) => b.has(key)).length;
  return both / (a.size + b.size - both);
}

function byPair(pages: readonly Outcome[]): Tally {
  const tally = { hit: 0, falsely: 0, missed: 0 };
  for (const { truth, findings, page } of pages) {
    const firsts = new Set(
      findings
        .filter(({ detector, pageKeys }) => detector === "duplicate" && pageKeys.includes(page.pageKey))
        .map(({ facts }) => facts.first),
    );
    const isHit = truth.duplicateOf !== null && firsts.has(truth.duplicateOf);
    if (isHit) tally.hit += 1;
    else if (truth.duplicateOf !== null) tally.missed += 1;
    if (!isHit && firsts.size > 0) tally.falsely += 1;
  }
  return tally;
}
