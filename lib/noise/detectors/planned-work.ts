import type { Change } from "@/lib/model/change";
import { groupBy } from "@/lib/model/group-by";
import { testWindows, windowAt, windowsOf } from "@/lib/noise/change-windows";
import { type Claim, defineDetector } from "@/lib/noise/detector";
import type { Scene } from "@/lib/noise/history";
import { isRealInside, windowFacts, windowsText } from "@/lib/noise/planned";
import { ofPages, plural } from "@/lib/noise/wording";
import { isRaised } from "@/lib/statistics/rate-ratio";

type Limits = { beforeMinutes: number; afterMinutes: number; ratio: number };

/**
 * Explained by planned work on the same service: inside a declared window or drill, or around a deploy if the alert pages
 * around deploys far more than at the same hour of other days. A real incident inside a window is none of it.
 */
export const plannedWork = defineDetector({
  reason: "planned-work",
  thresholds: { beforeMinutes: 5, afterMinutes: 30, ratio: 3 },
  detect(scene, limits) {
    if (scene.changes.length === 0) return [];
    return [...declared(scene), ...aroundDeploys(scene, limits)];
  },
});

function isDeclared({ kind, endsAt }: Change): boolean {
  return (kind === "maintenance" || kind === "drill") && endsAt !== null;
}

function declared(scene: Scene): Claim[] {
  const windows = scene.changes.filter(isDeclared);
  if (windows.length === 0) return [];
  const inside = scene.sights.flatMap((sight) => {
    const { triggeredAt, pageKey } = sight.page;
    const window = windows.find(
      ({ startsAt, endsAt }) => startsAt <= triggeredAt && triggeredAt < (endsAt ?? startsAt),
    );
    return window && !isRealInside(sight, scene, window.endsAt ?? 0) ? [{ window, pageKey }] : [];
  });
  return [...groupBy(inside, ({ window }) => window)].map(([{ kind, title, changeKey }, pages]) => ({
    claim: `${plural(pages.length, "page")} opened inside the declared ${kind} "${title}"`,
    facts: { sign: "declared", change: changeKey, title, pages: pages.length },
    pageKeys: pages.map(({ pageKey }) => pageKey),
  }));
}

function aroundDeploys(scene: Scene, limits: Limits): Claim[] {
  const points = scene.changes.filter((change) => !isDeclared(change));
  const windows = windowsOf(points, ["deploy", "config", "maintenance", "drill"], limits);
  if (windows.length === 0) return [];
  const times = scene.sights.map(({ page }) => page.triggeredAt);
  const test = testWindows(windows, times, scene.until, scene.zone);
  if (!test || !isRaised(test.ratio, limits.ratio, 1)) return [];
  const explained = scene.sights.filter((sight) => {
    const window = windowAt(windows, sight.page.triggeredAt);
    return window !== null && !isRealInside(sight, scene, window.to);
  });
  if (explained.length === 0) return [];
  return [
    {
      claim: `${ofPages(explained.length, scene.sights.length)} opened around a deploy: ${windowsText(test)}`,
      facts: { sign: "deploys", ...windowFacts(test), pages: explained.length },
      pageKeys: explained.map(({ page }) => page.pageKey),
    },
  ];
}
