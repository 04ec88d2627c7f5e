import { defineDetector } from "@/lib/noise/detector";
import type { Scene } from "@/lib/noise/history";
import type { Sight } from "@/lib/noise/sight";
import { ofPages } from "@/lib/noise/wording";

const MINUTE_MS = 60_000;

/**
 * No response, time after time. A top-priority page without an answer is a missed page, not noise; a page that reached
 * nobody although others did is a gap in the rota.
 */
export const ignored = defineDetector({
  reason: "ignored",
  thresholds: { lastPages: 10, minPages: 5, share: 0.8, engagedMinutes: 2 },
  detect(scene, { lastPages, minPages, share, engagedMinutes }) {
    const known = scene.sights.filter(({ page }) => page.knowsAcknowledgements);
    if (known.length < minPages) return [];
    const unanswered = known.map((sight) => isUnanswered(sight, scene, engagedMinutes * MINUTE_MS));
    const pageKeys: string[] = [];
    let sum = 0;
    known.forEach((_, index) => {
      sum += unanswered[index] ? 1 : 0;
      sum -= unanswered[index - lastPages] ? 1 : 0;
      if (index + 1 < Math.min(lastPages, known.length)) return;
      const size = Math.min(lastPages, index + 1);
      if (sum < share * size) return;
      // The first pages have no ten before them: they are judged by the first ten.
      const first = index + 1 === size ? 0 : index;
      for (let each = first; each <= index; each += 1)
        if (unanswered[each]) pageKeys.push(known[each]?.page.pageKey ?? "");
    });
    if (pageKeys.length === 0) return [];
    const all = unanswered.filter(Boolean).length;
    const row = Math.min(lastPages, known.length);
    const claim = `${ofPages(all, known.length)} got no response; found where at least ${Math.round(share * 100)} % of ${row} in a row got none`;
    return [{ claim, facts: { unanswered: all, pages: known.length, inRow: pageKeys.length }, pageKeys }];
  },
});

/** One such page: nobody took it, or took it and did nothing more. */
export function isUnanswered(sight: Sight, scene: Scene, engagedMs: number): boolean {
  const { page, isTopPriority, acted, acknowledgedAt, idle } = sight;
  if (!page.knowsAcknowledgements || isTopPriority || acted || reachedNobody(sight, scene)) return false;
  if (page.endedBy === "person" || page.endedBy === "unknown" || page.endedBy === "merge") return false;
  if (acknowledgedAt === null) return true;
  return idle || (page.endedAt !== null && page.endedAt - acknowledgedAt < engagedMs);
}

export function reachedNobody({ page }: Sight, { knowsNotifications }: Scene): boolean {
  return knowsNotifications && page.notifications.length === 0;
}
