import type { Page } from "@/lib/model/page";
import { defineDetector } from "@/lib/noise/detector";
import type { Scene } from "@/lib/noise/history";
import { longestGap } from "@/lib/noise/sight";
import { durationText, ofPages } from "@/lib/noise/wording";

const HOUR_MS = 3_600_000;

/** Open for more than a day with nobody working on it. An unknown actor may be a person; a snoozed page is put off, not forgotten. */
export const stale = defineDetector({
  reason: "stale",
  thresholds: { openHours: 24, idleHours: 24 },
  detect(scene, { openHours, idleHours }) {
    // An export without ends leaves every page open.
    if (!scene.knowsClears) return [];
    const idle = scene.pages.flatMap((page) => {
      const longest = longestIdleMs(page, scene, openHours * HOUR_MS);
      return longest !== null && longest >= idleHours * HOUR_MS ? [{ page, longest }] : [];
    });
    if (idle.length === 0) return [];
    const longest = idle.reduce((most, each) => Math.max(most, each.longest), 0);
    const claim = `${ofPages(idle.length, scene.pages.length)} open for more than ${openHours} h with nobody active for ${idleHours} h, at most for ${durationText(longest)}`;
    const facts = { stale: idle.length, pages: scene.pages.length, longestIdleHours: Math.floor(longest / HOUR_MS) };
    return [{ claim, facts, pageKeys: idle.map(({ page }) => page.pageKey) }];
  },
});

/** Longest time without an act in an opening that lasted longer than `openMs`. Null where no opening did. */
export function longestIdleMs({ openings, actions }: Page, { until }: Scene, openMs: number): number | null {
  const acts = actions.filter(({ by }) => by !== "automation");
  let longest: number | null = null;
  for (const { openedAt, endedAt, endedBy } of openings) {
    const end = endedAt ?? (endedBy === "still-open" ? until : openedAt);
    const snoozed = actions.some(({ kind, at }) => kind === "snoozed" && at >= openedAt && at <= end);
    if (end - openedAt <= openMs || snoozed) continue;
    longest = Math.max(longest ?? 0, longestGap(acts, openedAt, end));
  }
  return longest;
}
