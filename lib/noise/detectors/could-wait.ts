import { defineDetector } from "@/lib/noise/detector";
import type { Scene } from "@/lib/noise/history";
import type { Sight } from "@/lib/noise/sight";
import { ofPages } from "@/lib/noise/wording";
import { localDateOf } from "@/lib/time/boundaries";
import { hourClassOf } from "@/lib/time/hour-class";

const HOUR_MS = 3_600_000;

/**
 * Real, at the wrong hour: it opened outside business hours, and the first thing that was done after somebody had taken it
 * came more than 4 h later; or it was first taken in the business hours of another day. Closing it counts, as nothing else
 * was done before; closing it in one sweep with others does not. Never a page in the top priority.
 */
export const couldWait = defineDetector({
  reason: "could-wait",
  thresholds: { laterHours: 4 },
  detect(scene, { laterHours }) {
    const waited = scene.sights.filter((sight) => didWait(sight, scene, laterHours * HOUR_MS));
    if (waited.length === 0) return [];
    const claim = `${ofPages(waited.length, scene.sights.length)} opened outside business hours and were worked on over ${laterHours} h later or on the next business day`;
    const facts = { waited: waited.length, pages: scene.sights.length };
    return [{ claim, facts, pageKeys: waited.map(({ page }) => page.pageKey) }];
  },
});

function didWait({ page, isTopPriority, bulkClosed }: Sight, { zone, settings }: Scene, laterMs: number): boolean {
  if (zone === null || isTopPriority || page.lastEventAt - page.triggeredAt <= laterMs) return false;
  // An unknown actor may be a person.
  const human = page.actions.filter(({ by }) => by !== "automation");
  const [first] = human;
  const worked = bulkClosed ? undefined : human.find(({ kind }) => kind !== "acknowledged" && kind !== "merged");
  if (!first || !worked || hourClassOf(page.triggeredAt, zone, settings.hours) === "business") return false;
  const taken = human.find(({ kind }) => kind === "acknowledged");
  if (taken && taken.at <= worked.at && worked === human.find(({ kind }) => kind !== "acknowledged")) {
    if (worked.at - taken.at > laterMs) return true;
  }
  const nextDay =
    localDateOf(first.at, zone) !== localDateOf(page.triggeredAt, zone) || first.at - page.triggeredAt > laterMs;
  return nextDay && hourClassOf(first.at, zone, settings.hours) === "business";
}
