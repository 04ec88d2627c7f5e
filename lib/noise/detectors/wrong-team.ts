import type { Action, Page } from "@/lib/model/page";
import { defineDetector } from "@/lib/noise/detector";
import type { Scene } from "@/lib/noise/history";
import { ofPages } from "@/lib/noise/wording";

const MINUTE_MS = 60_000;

/**
 * First paged others than those who fixed it: handed to people of another team within an hour, and ended there, or handed
 * back and forth. Teams are those whose pages ring a person first. A specialist who is called in while the first
 * team keeps the page is no handing over.
 */
export const wrongTeam = defineDetector({
  reason: "wrong-team",
  thresholds: { withinMinutes: 60 },
  detect(scene, { withinMinutes }) {
    const { homes } = scene.surroundings;
    if (!homes) return [];
    const handed = scene.sights.filter(({ page }) => wasHandedOver(page, homes, withinMinutes * MINUTE_MS, scene));
    if (handed.length === 0) return [];
    const claim = `${ofPages(handed.length, scene.sights.length)} were handed to another team within ${withinMinutes} min and ended there`;
    const facts = { handed: handed.length, pages: scene.sights.length };
    return [{ claim, facts, pageKeys: handed.map(({ page }) => page.pageKey) }];
  },
});

function wasHandedOver(page: Page, homes: ReadonlyMap<string, string>, withinMs: number, { until }: Scene): boolean {
  const handings = page.actions.filter((action) => action.kind === "reassigned" && action.to.length > 0);
  const [handing] = handings;
  if (!handing || handing.at - page.triggeredAt > withinMs) return false;
  const first = homeOf(firstPaged(page, handing), homes);
  const teams = handings.map(({ to }) => homeOf(to, homes));
  if (first === null || teams.some((team) => team === null)) return false;
  const isBackAndForth = teams.length >= 2 && teams[0] !== first && teams.at(-1) === first;
  if (isBackAndForth) return true;
  const last = teams.at(-1);
  if (last === first) return false;
  // Ended there: whoever acted after the last handing over, if anybody did, is not of the first team.
  const lastAt = handings.at(-1)?.at ?? 0;
  const later = page.actions.filter(({ by, at, person }) => by === "person" && person !== null && at > lastAt);
  const ended = page.endedAt !== null && page.endedAt <= until;
  return ended && later.every(({ person }) => homes.get(person ?? "") !== first);
}

function firstPaged({ notifications, actions }: Page, handing: Action): string[] {
  const rung = notifications.filter(({ at }) => at < handing.at).map(({ person }) => person);
  const took = actions
    .filter(({ at, person }) => at <= handing.at && person !== null)
    .map(({ person }) => person ?? "");
  return rung.length > 0 ? rung : took;
}

/** The one home of these people; null where it is not known or they have several. */
function homeOf(people: readonly string[], homes: ReadonlyMap<string, string>): string | null {
  const known = new Set(people.flatMap((person) => homes.get(person) ?? []));
  return known.size === 1 ? ([...known][0] ?? null) : null;
}
