import { type Claim, defineDetector } from "@/lib/noise/detector";
import type { Scene } from "@/lib/noise/history";
import { ofPages } from "@/lib/noise/wording";

type Limits = { labels: number; agreeing: number };

/** A true signal of normal behaviour, because people say so: on earlier pages, or in a note. Never from a pattern. */
export const workingAsExpected = defineDetector({
  reason: "working-as-expected",
  thresholds: { labels: 3, agreeing: 0.8 },
  detect(scene, limits) {
    return [...fromNotes(scene), ...fromVerdicts(scene, limits)];
  },
});

function fromNotes({ sights }: Scene): Claim[] {
  const noted = sights.filter(({ expectedNote }) => expectedNote !== null);
  if (noted.length === 0) return [];
  const claim = `a note on ${ofPages(noted.length, sights.length)} says that it is expected`;
  return [
    { claim, facts: { noted: noted.length, pages: sights.length }, pageKeys: noted.map(({ page }) => page.pageKey) },
  ];
}

/** Only verdicts on pages that opened before count for a page. */
function fromVerdicts({ sights, labels }: Scene, { labels: needed, agreeing }: Limits): Claim[] {
  const pageKeys: string[] = [];
  let [judged, expected] = [0, 0];
  for (const { page } of sights) {
    if (expected >= needed && expected >= agreeing * judged) pageKeys.push(page.pageKey);
    const label = labels.get(page.pageKey);
    if (!label || label.verdict === "unclear") continue;
    judged += 1;
    if (label.reason === "working-as-expected") expected += 1;
  }
  if (pageKeys.length === 0) return [];
  const claim = `people called ${expected} of ${judged} judged pages working as expected`;
  return [{ claim, facts: { expected, judged, pages: sights.length }, pageKeys }];
}
