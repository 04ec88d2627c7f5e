import type { HourCounts } from "@/lib/contract/noise-report";
import { HOUR_CLASSES, type HourClass } from "@/lib/model/interruption";

/** What makes up the pain of an alert: all that it is multiplied and added from. */
export type Pain = {
  parts: readonly { hours: HourClass; interruptions: number; weight: number }[];
  /** Interruptions, weighted. */
  weighted: number;
  noiseProbability: number;
  /** weighted x noiseProbability. */
  value: number;
};

type Weights = Readonly<Record<HourClass, number>>;

/** All interruptions of an alert, weighted by hour class, times the probability that a page of it is noise. */
export function painOf(interruptions: Omit<HourCounts, "total">, weights: Weights, noiseProbability: number): Pain {
  const parts = HOUR_CLASSES.map((hours) => ({ hours, interruptions: interruptions[hours], weight: weights[hours] }));
  const weighted = parts.reduce((sum, { interruptions: count, weight }) => sum + count * weight, 0);
  return { parts, weighted, noiseProbability, value: weighted * noiseProbability };
}

export type Ranked = { id: string; title: string; pain: Pick<Pain, "value">; pages: number; noisePages: number };

/** Most pain first; among equals most noise pages, most pages, then by title: the order is the same on every run. */
export function byPain(a: Ranked, b: Ranked): number {
  return (
    b.pain.value - a.pain.value ||
    b.noisePages - a.noisePages ||
    b.pages - a.pages ||
    compare(a.title, b.title) ||
    compare(a.id, b.id)
  );
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
