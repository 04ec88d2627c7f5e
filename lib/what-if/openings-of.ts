import { incidentsOf } from "@/lib/load/incidents";
import { groupBy } from "@/lib/model/group-by";
import type { Action, Opening, Page } from "@/lib/model/page";
import type { HistoryNotification, HistoryOpening } from "./history";

/** A page with its verdict in force, as a history takes it in. */
export type HistoryPage = Pick<Page, "openings" | "actions" | "mergedInto"> &
  Omit<HistoryOpening, keyof Opening | "acted" | "acknowledged" | "incident"> & {
    /** As the provider names it: what `mergedInto` of other pages names. */
    providerKey: string;
  };

/** Openings of one alert that follow each other at less than this are one incident. */
const EPISODE_MS = 60 * 60_000;

/** Each opening of each page, with what was done and what rang while it was the latest one. */
export function openingsOf(pages: readonly HistoryPage[]): HistoryOpening[] {
  const incidents = incidentsOfPages(pages);
  return pages.flatMap((page) => {
    const { openings, actions, notifications } = page;
    const incident = incidents.get(page.providerKey) ?? page.providerKey;
    return openings.map((opening, index) => {
      const next = openings[index + 1]?.openedAt ?? Number.POSITIVE_INFINITY;
      const since = index === 0 ? Number.NEGATIVE_INFINITY : opening.openedAt;
      const within = ({ at }: Action | HistoryNotification): boolean => at >= since && at < next;
      const done = actions.filter(
        (action) => within(action) && isBefore(action, opening) && action.by !== "automation",
      );
      // In so many words: of ten thousand pages the rest of an object takes several times as long.
      return {
        pageKey: page.pageKey,
        signature: page.signature,
        openedAt: opening.openedAt,
        endedAt: opening.endedAt,
        endedBy: opening.endedBy,
        acted: done.some(({ kind }) => kind !== "acknowledged"),
        acknowledged: done.some(({ kind }) => kind === "acknowledged"),
        verdict: page.verdict,
        judgedByPerson: page.judgedByPerson,
        reason: page.reason,
        probability: page.probability,
        topPriority: page.topPriority,
        incident,
        notifications: openings.length === 1 ? notifications : notifications.filter(within),
      };
    });
  });
}

/** What is told at the very end may have caused it. */
function isBefore({ at }: Action, { endedAt }: Opening): boolean {
  return endedAt === null || at <= endedAt;
}

/** The provider's own merge comes first, then the episode: openings of an alert with under an hour between them. */
function incidentsOfPages(pages: readonly HistoryPage[]): ReadonlyMap<string, string> {
  const episodes = new Map<string, string>();
  for (const alert of groupBy(pages, ({ signature }) => signature).values()) {
    let until = Number.NEGATIVE_INFINITY;
    let episode = "";
    for (const page of alert.toSorted((a, b) => openedAt(a) - openedAt(b))) {
      if (openedAt(page) >= until + EPISODE_MS) episode = page.providerKey;
      until = Math.max(until, openedAt(page), ...page.openings.map(({ endedAt }) => endedAt ?? openedAt(page)));
      episodes.set(page.providerKey, episode);
    }
  }
  return incidentsOf(
    pages.map(({ providerKey: key, mergedInto: parent }) => {
      return { key, parent, storm: null, group: episodes.get(key) ?? null };
    }),
  );
}

const openedAt = ({ openings }: HistoryPage) => openings[0]?.openedAt ?? Number.POSITIVE_INFINITY;
