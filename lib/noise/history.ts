import type { Change } from "@/lib/model/change";
import type { Instant } from "@/lib/model/instant";
import type { Page } from "@/lib/model/page";
import type { Settings } from "@/lib/model/settings";
import type { PersonVerdict } from "@/lib/model/verdict";
import { byOpening, type Sight, sightOf } from "./sight";
import { type Culture, isToldEnd, type Surroundings, tellerOf } from "./surroundings";

/** All pages of one signature, and what is known around them. */
export type History = {
  pages: readonly Page[];
  /** What people said of pages of this signature, by page key. */
  labels: ReadonlyMap<string, PersonVerdict>;
  /** Keys of pages closed in one sweep with many others. */
  bulkClosed: ReadonlySet<string>;
  /** Zone of the service or the workspace; null where nobody set one: then only UTC. */
  zone: string | null;
  /** Until when the source has told everything. Without it the last event of these pages. */
  knownUntil?: Instant | null;
  /** Changes that touch the scope of these pages, in any order; `changesByScope` finds them. */
  changes?: readonly Change[];
  /** What is known from beyond these pages, of the whole workspace or of these alone. */
  surroundings?: Surroundings;
};

/** A history as the detectors see it: in order of opening, with what follows from each page worked out once. */
export type Scene = History & {
  settings: Settings;
  sights: readonly Sight[];
  /** False for a source that never tells an end: then "still open" says nothing. */
  knowsClears: boolean;
  /** True where the source tells who was notified or asked: of half of the pages, not only of those handed on by hand. */
  knowsNotifications: boolean;
  until: Instant;
  /** In order of their start. */
  changes: readonly Change[];
  surroundings: Surroundings;
  /** Of the latest page; null where it was not told. */
  team: string | null;
  /** How the team answers its pages; null where nothing is known of it. */
  culture: Culture | null;
};

export function sceneOf(history: History, settings: Settings): Scene {
  const { changes = [], surroundings = {} } = history;
  const tellsAcknowledgements = (page: Page) => surroundings.tellAcknowledgements?.has(tellerOf(page)) === true;
  const pages = [...history.pages]
    .sort(byOpening)
    .map((page) =>
      !page.knowsAcknowledgements && tellsAcknowledgements(page) ? { ...page, knowsAcknowledgements: true } : page,
    );
  const sights = pages.map((page) => sightOf(page, history.bulkClosed.has(page.pageKey), settings.topPriorities));
  const lastTold = pages.reduce((latest, { lastEventAt }) => Math.max(latest, lastEventAt), Number.NEGATIVE_INFINITY);
  const team = pages.at(-1)?.facts.team ?? null;
  return {
    ...history,
    changes: changes.toSorted((a, b) => a.startsAt - b.startsAt),
    surroundings,
    team,
    culture: surroundings.cultures?.get(team ?? "") ?? null,
    pages,
    settings,
    sights,
    knowsClears: pages.some(isToldEnd) || pages.some((page) => surroundings.tellEnds?.has(tellerOf(page)) === true),
    knowsNotifications: pages.filter(({ notifications }) => notifications.length > 0).length * 2 >= pages.length,
    until: Math.max(history.knownUntil ?? lastTold, lastTold),
  };
}
