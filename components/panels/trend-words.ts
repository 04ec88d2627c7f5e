import { formatDate, formatDayMonth } from "@/components/format/time";
import type { DailyRate, SignatureTrend, TrendKind } from "@/lib/contract/trends";

/** What a filter says. */
export const TREND_WORDS: Record<TrendKind, string> = {
  new: "New",
  louder: "Louder",
  quieter: "Quieter",
  gone: "Gone",
};

const SINCE_WORDS: Record<TrendKind, string> = {
  new: "New",
  louder: "Louder",
  quieter: "Quieter",
  gone: "Gone",
};

/** "Louder since 9 to 12 Nov" */
export function sinceText({ kind, since }: Pick<SignatureTrend, "kind" | "since">, zone: string): string {
  return `${SINCE_WORDS[kind]} since ${daysText(since, zone)}`;
}

/** "9 to 12 Nov 2026": the dates between which the change lies. */
function daysText({ from, to }: SignatureTrend["since"], zone: string): string {
  const [first, last] = [formatDate(from, zone), formatDate(lastMoment(from, to), zone)];
  return first === last ? first : `${formatDayMonth(from, zone)} to ${last}`;
}

/** Half-open: a range that ends with the first moment of a day ends the day before. */
function lastMoment(from: string, to: string): string {
  return new Date(Math.max(Date.parse(from), Date.parse(to) - 1)).toISOString();
}

/** "0.4 a day (0.2 to 0.7)", or by the week where that is less than one in five days. */
export function rateText(rate: DailyRate | null): string {
  if (!rate) return "not measured";
  const [per, word] = rate.high < 0.6 ? [7, "a week"] : [1, "a day"];
  return `${short(rate.perDay * per)} ${word} (${short(rate.low * per)} to ${short(rate.high * per)})`;
}

/** What stands behind a rate: "12 in 30 days". */
export function countText(rate: DailyRate | null): string | null {
  return rate && `${rate.count} in ${rate.days}\u00a0${rate.days === 1 ? "day" : "days"}`;
}

/** "4.1 times as often (2.2 to 7.9)" */
export function ratioText({ ratio }: Pick<SignatureTrend, "ratio">): string | null {
  if (!ratio || ratio.value === null) return null;
  const high = ratio.high === null ? "any" : short(ratio.high);
  return `${short(ratio.value)} times as often (${short(ratio.low)} to ${high})`;
}

function short(value: number): string {
  return value >= 10 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
}
