import type { Instant } from "@/lib/model/instant";
import type { HistoryOpening } from "./history";

/** The share that is still open this long after it opened; half-open, so one that clears then is not. */
export type SurvivalPoint = { seconds: number; open: number; atRisk: number };

export type Survival = {
  openings: number;
  /** Ended by the source: their length is known. */
  cleared: number;
  /** Ended otherwise, or still open: they lasted at least so long. */
  censored: number;
  /** Over, but nobody knows since when: not in the curve. */
  unknown: number;
  /** From 0 on, where the share falls. */
  points: readonly SurvivalPoint[];
};

/** How long openings would last if only the source ended them, by Kaplan and Meier. */
export function survivalOf(openings: readonly HistoryOpening[], to: Instant): Survival {
  const spans = openings.flatMap((opening) => spanOf(opening, to) ?? []);
  spans.sort((a, b) => a.ms - b.ms || Number(b.cleared) - Number(a.cleared));
  const points: SurvivalPoint[] = [{ seconds: 0, open: 1, atRisk: spans.length }];
  let open = 1;
  for (let index = 0; index < spans.length; ) {
    const ms = spans[index]?.ms ?? 0;
    let end = index;
    let clears = 0;
    for (; spans[end]?.ms === ms; end += 1) if (spans[end]?.cleared) clears += 1;
    const atRisk = spans.length - index;
    if (clears > 0) {
      open *= 1 - clears / atRisk;
      points.push({ seconds: ms / 1000, open, atRisk: atRisk - clears });
    }
    index = end;
  }
  const cleared = spans.filter((span) => span.cleared).length;
  return {
    openings: openings.length,
    cleared,
    censored: spans.length - cleared,
    unknown: openings.length - spans.length,
    points,
  };
}

const MOST_POINTS = 150;

/** As many points as a picture needs, the first and the last among them. */
export function thinned(points: readonly SurvivalPoint[]): SurvivalPoint[] {
  const step = Math.ceil(points.length / MOST_POINTS);
  return points.filter((_, index) => index % step === 0 || index === points.length - 1);
}

function spanOf({ openedAt, endedAt, endedBy }: HistoryOpening, to: Instant): { ms: number; cleared: boolean } | null {
  const end = endedAt ?? (endedBy === "still-open" ? to : null);
  return end === null ? null : { ms: Math.max(0, end - openedAt), cleared: endedBy === "source" };
}
