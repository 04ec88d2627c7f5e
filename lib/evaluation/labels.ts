import type { Instant } from "@/lib/model/instant";
import { splitmix } from "./bootstrap";
import type { GivenLabel } from "./judge-events";
import type { World } from "./world";

const DAY_MS = 86_400_000;
export const LABELS = 200;
/** People err: one label in twenty says the opposite. */
const WRONG = 0.05;

/** Labels are of the time before it, figures of the time after it. */
export function middleOf({ folded, known }: World): Instant {
  const from = folded[0]?.page.triggeredAt ?? 0;
  return from + (known.knownUntil - from) / 2;
}

/** Of pages that were over before the split, at random; each given within two days after the page, and before the split. */
export function drawLabels({ seed, folded, truths }: World, splitAt: number): GivenLabel[] {
  const next = splitmix(Array.from(seed).reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 5));
  const over = folded.filter(
    ({ page }) => Math.max(page.lastEventAt, page.endedAt ?? page.lastEventAt) < splitAt - 2 * DAY_MS,
  );
  const drawn = over.map(({ page }) => ({ page, rank: next() })).sort((a, b) => a.rank - b.rank);
  return drawn.slice(0, LABELS).map(({ page }) => {
    const isActionable = truths.get(page.pageKey)?.verdict === "actionable";
    const givenAt = Math.max(page.lastEventAt, page.endedAt ?? page.lastEventAt) + next() * 2 * DAY_MS;
    return { pageKey: page.pageKey, isActionable: next() < WRONG ? !isActionable : isActionable, givenAt };
  });
}
