import { formatCounted } from "@/components/format/numbers";
import type { LoadHidden, PersonLoad, Rate, TeamLoad } from "@/lib/contract/load";

/** The rule that hides a figure about people, as a sentence. */
export const HIDDEN_RULE: Record<LoadHidden, string> = {
  small: "fewer than 5 people are left whom you may not see by name.",
  remainder: "together with other figures it would tell of fewer than 5 people.",
  weeks: "people whom you may not see by name are counted for whole weeks that are over.",
  few: "fewer than 5 people were interrupted by what the filters ask for.",
};

/** The same in a cell of a table. */
export const HIDDEN_WORD: Record<LoadHidden, string> = {
  small: "hidden: fewer than 5 people",
  remainder: "hidden: would give fewer than 5 people away",
  weeks: "hidden: whole weeks only",
  few: "hidden: fewer than 5 people interrupted",
};

/** A word and a shape; no colour. */
export const BAND_SHAPE: Record<NonNullable<PersonLoad["band"]>, string> = { good: "●", watch: "▲", act: "■" };

export const FAIRNESS_WORD: Record<NonNullable<TeamLoad["fairness"]>["word"], string> = {
  uneven: "uneven beyond chance",
  "within-chance": "within chance",
  "too-few-events": "too few events",
  "too-few-people": "one person only",
};

/** "1.4" or "12": two figures at least, never more than one decimal. */
export function formatRate(value: number | null): string {
  if (value === null) return "not known";
  return value >= 10 ? String(Math.round(value)) : value.toFixed(1);
}

export function formatRateInterval({ low, high }: Pick<Rate, "low" | "high">): string {
  return `${formatRate(low)}–${formatRate(high)}`;
}

export function formatHours(hours: number): string {
  return `${hours >= 10 || hours === Math.round(hours) ? Math.round(hours) : hours.toFixed(1)}\u00a0h`;
}

export const peopleWord = (count: number): string => formatCounted(count, "person", "people");
