import { trendOf } from "@/lib/noise/trend";
import { wilson } from "@/lib/statistics/intervals";
import { splitmix } from "./bootstrap";
import type { Trial } from "./release-trials";

const DAY_MS = 86_400_000;
const DAYS = 84;
/** The rate changes so many days before the end. */
const CHANGED_DAYS = 14;
const FROM = Date.UTC(2026, 0, 5);
const RATES = [0.3, 1];

/** Alerts with openings at random, of one rate or of one that triples two weeks before the end: who says louder? */
export function trendTrials(trials: number): Trial[] {
  return RATES.flatMap((perDay) =>
    [1, 3].flatMap((times) => {
      const alerts = Array.from({ length: trials }, (_, index) => openingsAt(perDay, times, index));
      const name = `${times === 1 ? "steady" : "tripled 14 days ago"}, ${perDay} a day`;
      return [
        trial(`louder: ${name}`, alerts, (openings) => {
          const { kind } = trendOf(openings, [], FROM + DAYS * DAY_MS, { knownSince: FROM });
          return kind === "louder";
        }),
        trial(`baseline, twice the rate in 7 d of 28 d: ${name}`, alerts, isTwice),
      ];
    }),
  );
}

function trial(name: string, alerts: readonly number[][], claims: (openings: number[]) => boolean): Trial {
  const claimed = alerts.filter(claims).length;
  const interval = wilson(claimed, alerts.length);
  return { name, trials: alerts.length, claimed, share: { value: claimed / alerts.length, interval } };
}

function openingsAt(perDay: number, times: number, index: number): number[] {
  const next = splitmix(1_000 * index + 10 * times + Math.round(10 * perDay));
  const openings: number[] = [];
  for (let day = 0; ; ) {
    day -= Math.log(1 - next()) / (perDay * times);
    if (day >= DAYS) return openings;
    // Thinned to the old rate before the change.
    if (day >= DAYS - CHANGED_DAYS || next() < 1 / times) openings.push(FROM + Math.floor(day * DAY_MS));
  }
}

/** The last week against the mean week of the four before it. */
function isTwice(openings: readonly number[]): boolean {
  const to = FROM + DAYS * DAY_MS;
  const within = (from: number, until: number) =>
    openings.filter((at) => at >= to - from * DAY_MS && at < to - until * DAY_MS).length;
  return within(7, 0) >= 2 && within(7, 0) > 2 * (within(35, 7) / 4);
}
