import { groupBy } from "@/lib/model/group-by";
import { posteriorOf } from "@/lib/noise/posterior";
import { NEUTRAL_PRIOR } from "@/lib/noise/prior";
import { garwood } from "@/lib/statistics/intervals";
import { judgeEvents } from "./judge-events";
import { middleOf } from "./labels";
import type { Measured } from "./retrospective";
import { foldedBefore, type Outcome, type World } from "./world";

const DAY_MS = 86_400_000;
const MONTH_DAYS = 30;
/** An inferred verdict weighs so much, and all of them together no more than 15 labels. */
const INFERRED = { weight: 0.3, most: 15 };
/** Flagged: at most every second page of it is actionable, with this certainty. */
const FLAG = { share: 0.5, certainty: 0.95 };
/** Under a fifth real it should be flagged; from a half on it should not. */
const NOISY = { share: 0.2, pages: 10 };
const SOUND_SHARE = 0.5;

export type FlagFigures = {
  noisyAlerts: number;
  flagged: number;
  /** Median over the noisy alerts that were flagged. */
  medianPages: number | null;
  medianDays: number | null;
  falseFlags: number;
  /** Of alerts that are real at least half of the time. */
  falsePer100AlertsAndMonth: Measured;
};

/**
 * From which page on an alert would stand in the triage queue, by what the engine infers of its pages alone, one page
 * after the other. Verdicts are those of the whole history, so later habits have a say in early pages.
 */
export function flagFigures(organisations: readonly { outcomes: readonly Outcome[]; days: number }[]): FlagFigures {
  const took: { pages: number; days: number }[] = [];
  let [noisy, falseFlags, alertMonths] = [0, 0, 0];
  for (const { outcomes, days } of organisations) {
    for (const pages of groupBy(outcomes, ({ truth }) => truth.alert).values()) {
      const share = pages.filter(({ truth }) => truth.verdict === "actionable").length / pages.length;
      const flaggedAt = firstFlag(pages);
      alertMonths += days / MONTH_DAYS;
      if (share >= SOUND_SHARE && flaggedAt !== null) falseFlags += 1;
      if (share >= NOISY.share || pages.length < NOISY.pages) continue;
      noisy += 1;
      if (flaggedAt === null) continue;
      const [first, last] = [pages[0], pages[flaggedAt]].map((one) => one?.page.triggeredAt ?? 0);
      took.push({ pages: flaggedAt + 1, days: ((last ?? 0) - (first ?? 0)) / DAY_MS });
    }
  }
  return {
    noisyAlerts: noisy,
    flagged: took.length,
    medianPages: median(took.map(({ pages }) => pages)),
    medianDays: median(took.map(({ days }) => days)),
    falseFlags,
    falsePer100AlertsAndMonth: per(falseFlags, alertMonths, 100),
  };
}

function firstFlag(pages: readonly Outcome[]): number | null {
  let [a, n] = [0, 0];
  for (const [index, { judgement }] of pages.entries()) {
    if (judgement.verdict === "unclear") continue;
    n += INFERRED.weight;
    if (judgement.verdict === "actionable") a += INFERRED.weight;
    const scale = Math.min(1, INFERRED.most / n);
    if (posteriorOf({ a: a * scale, n: n * scale }, NEUTRAL_PRIOR).atMost(FLAG.share) >= FLAG.certainty) return index;
  }
  return null;
}

export type SilenceFigures = {
  silences: number;
  days: number;
  /** Silences under which a really actionable page opened. */
  hid: number;
  hidPer1000Days: Measured;
  topPriority: number;
};

const SILENCE_DAYS = 7;
const SILENCE = { share: 0.2, certainty: 0.95 };

/**
 * A stand-in for silences, which in truth take five words of people: alerts of which the engine, that was told the first
 * half only, infers that at most a fifth is actionable, and that never ended in the top priority, are silenced for the
 * default of seven days. What opened under them is known from the truth.
 */
export function silenceFigures(worlds: readonly World[]): SilenceFigures {
  const found = { silences: 0, hid: 0, topPriority: 0 };
  for (const world of worlds) {
    const splitAt = middleOf(world);
    const { folded, known } = foldedBefore(world, splitAt);
    const judged = [...judgeEvents(folded, known).values()];
    const later = groupBy(
      world.folded.filter(({ page: { triggeredAt: at } }) => at >= splitAt && at < splitAt + SILENCE_DAYS * DAY_MS),
      ({ signature }) => signature,
    );
    for (const [signature, pages] of groupBy(judged, (page) => page.signature)) {
      const said = (verdict: string) => pages.filter(({ judgement }) => judgement.verdict === verdict).length;
      const n = INFERRED.weight * (said("noise") + said("actionable"));
      const scale = Math.min(1, INFERRED.most / Math.max(n, 1e-9)) * INFERRED.weight;
      const count = { a: scale * said("actionable"), n: scale * (said("noise") + said("actionable")) };
      const isQuiet = posteriorOf(count, NEUTRAL_PRIOR).atMost(SILENCE.share) >= SILENCE.certainty;
      if (!isQuiet || pages.some(({ page }) => page.facts.priority === "P1")) continue;
      const under = (later.get(signature) ?? []).map(({ page }) => world.truths.get(page.pageKey));
      found.silences += 1;
      if (under.some((truth) => truth?.verdict === "actionable")) found.hid += 1;
      found.topPriority += under.filter((truth) => truth?.isMajor).length;
    }
  }
  const days = found.silences * SILENCE_DAYS;
  return { ...found, days, hidPer1000Days: per(found.hid, days, 1_000) };
}

/** A rate with its exact interval. */
function per(count: number, of: number, unit: number): Measured {
  if (of === 0) return { value: null, interval: null };
  const { low, high } = garwood(count, of);
  return { value: (unit * count) / of, interval: { low: unit * low, high: unit * high } };
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
