import type { LinkParams } from "@/components/format/href";
import { formatCount } from "@/components/format/numbers";
import type {
  Carries,
  ComparedFigure,
  HiddenBecause,
  LeaderDetail,
  LeaderRow,
  Led,
  PagesTrend,
} from "@/lib/contract/leaders";
import type { HourClass } from "@/lib/model/interruption";
import type { PrivacyMode } from "@/lib/model/settings";

export const CARRIES_WORDS: Record<Carries, string> = {
  yes: "yes",
  "escalation-only": "escalation only",
  no: "no",
  "not-known": "not known",
};

export const HIDDEN_WORDS: Record<HiddenBecause, string> = {
  small: "fewer than 5 people",
  remainder: "with the other figures shown it would tell of fewer than 5 people",
  "part-weeks": "without names, people are counted in whole weeks only",
};

export const TREND_WORDS: Record<PagesTrend["change"], string> = {
  up: "rising",
  down: "falling",
  none: "no clear change",
};

export const BAND_WORDS: Record<NonNullable<Led["worstBand"]>, string> = { good: "good", watch: "watch", act: "act" };

/** The few whose single pages are not listed to the viewer. */
export const listsPages = ({ hidden }: LeaderRow): boolean => hidden !== "small";

/** Pages by hour class, where they are listed by it. */
export function inHours(privacy: PrivacyMode, hours: HourClass): LinkParams {
  return privacy === "aggregate" ? {} : { hours };
}

/** One digit after the point, and none where it is 0. */
export function formatTenths(value: number): string {
  return formatCount(Math.round(value * 10) / 10);
}

/** "5 + 1": these figures of the middle or the worst, or null where they are not there. */
export function ledText(
  led: Led | null,
  which: "median" | "worst",
  figures: readonly ComparedFigure[],
  between: string,
): string | null {
  const values = led?.[which];
  return values ? figures.map((figure) => formatTenths(values[figure] ?? 0)).join(between) : null;
}

/** Over whom the middle and the worst are. */
export function ledPeople({ of, n, others }: Led): string {
  const whom = of === "on-call" ? "on call" : "paged, as no schedule is known";
  const rest =
    others === 0
      ? ""
      : of === "on-call"
        ? `; ${formatCount(others)} were not on call`
        : `; ${formatCount(others)} were not paged`;
  return `n = ${formatCount(n)} ${n === 1 ? "person" : "people"} ${whom}${rest}`;
}

export function ratioText({ value, low, high }: { value: number | null; low: number; high: number | null }): string {
  const bounds = `${formatRatio(low)}–${high === null ? "∞" : formatRatio(high)}`;
  return value === null ? `at least ×${formatRatio(low)}` : `×${formatRatio(value)} (${bounds})`;
}

function formatRatio(value: number): string {
  return value >= 10 ? formatCount(Math.round(value)) : value.toFixed(2).replace(/0$/, "");
}

/** What stands where figures about people are hidden. */
export function hiddenText({ hidden }: LeaderRow): string {
  return hidden === null ? "nobody under them" : `not shown: ${HIDDEN_WORDS[hidden]}`;
}

/** Fairness in words only, with its n. */
export function fairnessText(fairness: NonNullable<LeaderDetail["fairness"]>): string {
  const n = `n = ${formatCount(fairness.people)} people, ${formatCount(fairness.events)} disrupted hours`;
  return `${FAIRNESS_TEXT[fairness.word]} (${n})`;
}

const FAIRNESS_TEXT: Record<NonNullable<LeaderDetail["fairness"]>["word"], string> = {
  uneven: "uneven beyond chance",
  "within-chance": "within chance",
  "too-few": "too few to compare",
  "too-many": "not tested over so many; look further down",
};
