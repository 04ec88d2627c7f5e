import type { WatchOutcome } from "@/lib/model/decision";
import { chiSquareTail } from "@/lib/statistics/distributions";
import { garwood } from "@/lib/statistics/intervals";

/** As many openings must have been to come as make silence prove something: e^-3 = .05. */
const EXPECTED = 3;
const CERTAINTY = 0.05;

/** How long a change must be watched, in whole days. Null where nothing came before: then nothing can be proved. */
export function watchDays(baselinePerDay: number): number | null {
  return baselinePerDay > 0 ? Math.ceil(EXPECTED / baselinePerDay - 1e-9) : null;
}

export type Watched = {
  /** Openings a day before the change. */
  baselinePerDay: number;
  /** Watched so far. */
  days: number;
  /** Openings in the scope that paged all the same. */
  openings: number;
  /** Actionable pages, or alerts taken for real, that the change kept from people. */
  hidden: number;
  /** Openings that the forecast left, of those that it was made on; null = there was none. */
  forecast: { left: number; openings: number } | null;
};

export type Watch = { outcome: WatchOutcome; sentence: string };

/**
 * What a watch proves so far. Quiet is verified where so few openings would come by chance in under 5 % of equal spans
 * at the old rate, and no more came than the forecast allows (the upper 95 % limit of the share that it leaves, at the old rate).
 */
export function judgeWatch(watched: Watched): Watch {
  const { baselinePerDay, days, openings, hidden } = watched;
  const expected = baselinePerDay * days;
  const came = `${plural(openings, "opening")} in ${plural(days, "day")}, where ${rounded(expected)} were to be expected`;
  if (hidden > 0)
    return {
      outcome: "hid-something-real",
      sentence: `${plural(hidden, "page")} that ${hidden === 1 ? "was" : "were"} worth it did not reach anybody; ${came}.`,
    };
  const most = forecastMost(watched);
  const allowed = most === null ? "" : `; the forecast allows ${rounded(most)}`;
  if (most !== null && openings > most) return { outcome: "came-back", sentence: `${came}${allowed}.` };
  if (expected < EXPECTED - 1e-9)
    return {
      outcome: "too-early",
      sentence: `${came}: under ${EXPECTED} expected openings even none at all proves nothing.`,
    };
  const chance = poissonAtMost(openings, expected);
  if (chance < CERTAINTY)
    return { outcome: "verified-quiet", sentence: `${came} (chance ${percent(chance)})${allowed}.` };
  const tooMany = most === null && openings >= expected;
  return {
    outcome: tooMany ? "came-back" : "too-early",
    sentence: `${came}: so few come by chance with ${percent(chance)}${allowed}.`,
  };
}

function forecastMost({ forecast, baselinePerDay, days }: Watched): number | null {
  if (forecast === null || forecast.openings === 0) return null;
  return garwood(forecast.left, forecast.openings).high * baselinePerDay * days;
}

/** P(X <= x) of a Poisson count. */
function poissonAtMost(x: number, mean: number): number {
  return chiSquareTail(2 * mean, 2 * (x + 1));
}

const rounded = (count: number) => (count >= 10 ? count.toFixed(0) : count.toFixed(1).replace(/\.0$/, ""));
const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;

function percent(share: number): string {
  return share < 0.001 ? "under 0.1 %" : `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}
