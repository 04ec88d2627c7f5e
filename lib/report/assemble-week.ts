import type { HourCounts, Lead, NoiseTotals, SignatureRow, VerdictCounts } from "@/lib/contract/noise-report";
import type { Settings } from "@/lib/model/settings";
import type { Withheld } from "@/lib/privacy/withheld";
import { shareOf } from "@/lib/statistics/share-of";
import { pagesIn, painOf, rowsOf } from "./assemble-report";
import { leadOf, MOST_ALERTS, measureOf } from "./lead";
import type { InterruptionTally, SignatureTally } from "./report-facts";

/** The alerts of the first screen of a week. */
const WORST = 5;

/** An alert of a week, as narrow as ranking it needs. */
export type WeekAlert = {
  id: string;
  counts: VerdictCounts;
  previousPages: number;
  interruptions: readonly InterruptionTally[];
};

/** What a week comes to. */
type WeekSums = { counts: VerdictCounts; interruptions: HourCounts; estimated: number; disruptedNights: number };

/** A week of a workspace with very many alerts: all of them narrow, and few of them told in full. */
export type WeekFacts = { alerts: readonly WeekAlert[]; now: WeekSums; before: WeekSums };

export type WeekTotals = Pick<
  NoiseTotals,
  | "pages"
  | "counts"
  | "noiseShare"
  | "unclearShare"
  | "interruptions"
  | "estimatedInterruptions"
  | "disruptedNights"
  | "withheld"
>;

export type WeekNoise = {
  totals: WeekTotals;
  previous: WeekTotals;
  lead: Lead | null;
  worst: SignatureRow[];
  /** Alerts of which it is not told whom they interrupted. */
  hiddenAlerts: number;
};

function weekTotals({ counts, ...people }: WeekSums, withheld: NoiseTotals["withheld"]): WeekTotals {
  const isTold = withheld === null;
  return {
    pages: pagesIn(counts),
    counts,
    noiseShare: shareOf(counts.noise, counts.noise + counts.actionable),
    unclearShare: shareOf(counts.unclear, counts.noise + counts.actionable + counts.unclear),
    interruptions: isTold ? people.interruptions : null,
    estimatedInterruptions: isTold ? people.estimated : null,
    disruptedNights: isTold ? people.disruptedNights : null,
    withheld,
  };
}

/**
 * The alerts that the week's first sentence or its worst ones may be, with all that are level with the last of them: what
 * decides between those is known of alerts that are told in full.
 */
export function tellingAlerts({ alerts, now }: WeekFacts, withheld: Withheld, settings: Settings): string[] {
  const measured = alerts.flatMap(({ id, counts, interruptions }) => {
    const pages = pagesIn(counts);
    const pain = painOf(withheld.alerts.get(id) ?? interruptions, settings.painWeights);
    return pages > 0 ? [{ id, noise: counts.noise, ...pain, pages }] : [];
  });
  const worst = measured.filter(({ pain, noise }) => (pain ?? 0) > 0 || noise > 0);
  const measure = measureOf(weekTotals(now, withheld.all));
  const led = measure ? measured.filter((one) => measure.of(one) > 0) : [];
  return [
    ...new Set([
      ...firstOf(worst, WORST, (a, b) => (b.pain ?? 0) - (a.pain ?? 0) || b.noise - a.noise || b.pages - a.pages),
      ...firstOf(led, MOST_ALERTS, (a, b) => (measure ? measure.of(b) - measure.of(a) : 0)),
    ]),
  ];
}

function firstOf<T extends { id: string }>(all: T[], n: number, order: (a: T, b: T) => number): string[] {
  const ranked = all.sort(order);
  const last = ranked[n - 1];
  return ranked.filter((one, index) => index < n || (last && order(one, last) === 0)).map(({ id }) => id);
}

/** The noise of a week beside the week before, of the alerts that were found telling. */
export function assembleWeek(
  facts: WeekFacts,
  told: readonly SignatureTally[],
  withheld: { now: Withheld; before: Withheld },
  settings: Settings,
): WeekNoise {
  const totals = weekTotals(facts.now, withheld.now.all);
  const ids = new Set(told.map(({ id }) => id));
  const interruptions = facts.alerts.flatMap((one) => (ids.has(one.id) ? one.interruptions : []));
  const earlier = new Map(facts.alerts.map(({ id, previousPages }) => [id, previousPages]));
  const rows = rowsOf({ facts: { signatures: told, interruptions }, withheld: withheld.now }, earlier, settings);
  const hiddenAlerts = facts.alerts.filter(
    ({ id, counts }) => pagesIn(counts) > 0 && withheld.now.alerts.has(id),
  ).length;
  return {
    totals,
    previous: weekTotals(facts.before, withheld.before.all),
    lead: leadOf(rows, totals, hiddenAlerts),
    worst: rows.filter((row) => (row.pain ?? 0) > 0 || row.counts.noise > 0).slice(0, WORST),
    hiddenAlerts,
  };
}
