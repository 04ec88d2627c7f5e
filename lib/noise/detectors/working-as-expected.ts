import { testWindows, windowAt, windowsOf } from "@/lib/noise/change-windows";
import { type Claim, defineDetector } from "@/lib/noise/detector";
import type { Scene } from "@/lib/noise/history";
import { isRealInside, windowFacts, windowsText } from "@/lib/noise/planned";
import { ofPages } from "@/lib/noise/wording";
import { isRaised } from "@/lib/statistics/rate-ratio";

type Limits = { labels: number; agreeing: number; ratio: number; beforeMinutes: number; afterMinutes: number };

/**
 * A true signal of normal behaviour, because people say so on earlier pages or in a note, or because capacity was added or
 * taken away and the alert pages more whenever that happens. Never from a pattern alone.
 */
export const workingAsExpected = defineDetector({
  reason: "working-as-expected",
  thresholds: { labels: 3, agreeing: 0.8, ratio: 3, beforeMinutes: 5, afterMinutes: 30 },
  detect(scene, limits) {
    return [...fromNotes(scene), ...fromVerdicts(scene, limits), ...fromScaling(scene, limits)];
  },
});

/** Scaling that has reached its end explains nothing: the load is still there. */
const SATURATED =
  /\bsaturat|\bmax(?:imum)? (?:replicas|capacity|instances|size|nodes)\b|\bat capacity\b|\bquota\b|\binsufficient capacity\b/i;

function fromScaling(scene: Scene, limits: Limits): Claim[] {
  const windows = windowsOf(scene.changes, ["scale"], limits);
  if (windows.length === 0) return [];
  const times = scene.sights.map(({ page }) => page.triggeredAt);
  const test = testWindows(windows, times, scene.until, scene.zone);
  if (!test || !isRaised(test.ratio, limits.ratio, 1)) return [];
  const explained = scene.sights.filter((sight) => {
    const window = windowAt(windows, sight.page.triggeredAt);
    return window !== null && !SATURATED.test(sight.page.facts.title ?? "") && !isRealInside(sight, scene, window.to);
  });
  if (explained.length === 0) return [];
  return [
    {
      claim: `${ofPages(explained.length, scene.sights.length)} around scaling: ${windowsText(test)}`,
      facts: { sign: "scale", ...windowFacts(test), pages: explained.length },
      pageKeys: explained.map(({ page }) => page.pageKey),
    },
  ];
}

function fromNotes({ sights }: Scene): Claim[] {
  const noted = sights.filter(({ expectedNote }) => expectedNote !== null);
  if (noted.length === 0) return [];
  const claim = `a note on ${ofPages(noted.length, sights.length)} says that it is expected`;
  return [
    { claim, facts: { noted: noted.length, pages: sights.length }, pageKeys: noted.map(({ page }) => page.pageKey) },
  ];
}

/** Only verdicts on pages that opened before count for a page. */
function fromVerdicts({ sights, labels, changes }: Scene, { labels: needed, agreeing }: Limits): Claim[] {
  if (labels.size === 0) return [];
  const edits = changes.filter(({ kind }) => kind === "rule-edit").map(({ startsAt }) => startsAt);
  const pageKeys: string[] = [];
  let [judged, expected] = [0, 0];
  let before = Number.NEGATIVE_INFINITY;
  for (const { page } of sights) {
    // What the rule said before it was edited is not known to hold for the first page after.
    const isFirstAfterEdit = edits.some((at) => at > before && at <= page.triggeredAt);
    before = page.triggeredAt;
    if (!isFirstAfterEdit && expected >= needed && expected >= agreeing * judged) pageKeys.push(page.pageKey);
    const label = labels.get(page.pageKey);
    if (!label || label.verdict === "unclear") continue;
    judged += 1;
    if (label.reason === "working-as-expected") expected += 1;
  }
  if (pageKeys.length === 0) return [];
  const claim = `people called ${expected} of ${judged} judged pages working as expected`;
  return [{ claim, facts: { expected, judged, pages: sights.length }, pageKeys }];
}
