import { formatCount, formatCounted, formatPercent } from "@/components/format/numbers";
import type { Lesson } from "@/lib/contract/verdict";

/** "3 of 59 other pages of this alert moved towards actionable, on average from 2 % to 7 %; none changed its verdict." */
export function lessonText({ others, moved, from, to, verdicts }: Lesson, words: number): string {
  const whose = words === 1 ? "of this alert" : "of these alerts";
  if (others === 0) return `No other page ${whose} waits to learn from it.`;
  if (from === null || to === null)
    return `The ${formatCounted(others, "other page", "other pages")} ${whose} stayed as before.`;
  const how = to > from ? "towards actionable" : "towards noise";
  const changed =
    verdicts === 0
      ? "none changed its verdict"
      : `${formatCounted(verdicts, "changed its verdict", "changed their verdicts")}`;
  return `${formatCount(moved)} of ${formatCounted(others, "other page", "other pages")} ${whose} moved ${how}, on average from ${apart(from, to)}; ${changed}.`;
}

/** Rounded to whole percents where that tells them apart, else to tenths. */
function apart(from: number, to: number): string {
  const [first, last] = [formatPercent(from), formatPercent(to)];
  if (first !== last) return `${first} to ${last}`;
  return `${(100 * from).toFixed(1)}\u00a0% to ${(100 * to).toFixed(1)}\u00a0%`;
}
