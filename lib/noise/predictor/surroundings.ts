import type { Change, ChangeKind } from "@/lib/model/change";
import type { Instant } from "@/lib/model/instant";
import type { OwnFacts, PageRef } from "./page-facts";
import { addRecent, forgetBefore, type RecentCounts, recentCounts } from "./recent-counts";
import { insertSorted, lowerBound } from "./sorted";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A burst is counted over ten minutes, as its detector does. */
const BURST_MS = 10 * MINUTE_MS;

/**
 * Work that has not ended is taken as going on for two days. An end that lies ahead makes no difference: a feed that told
 * it in advance and one that told it afterwards look the same.
 */
const LONGEST_WORK_MS = 2 * DAY_MS;

export type Burst = { pages: number; signatures: number };

/** What goes on around a page: bursts by team, and changes by what they are about. */
export type Surroundings = {
  bursts: Map<string, RecentCounts<string>>;
  /** By kind and service, in order of beginning; null is for changes that name no service. */
  changes: Map<ChangeKind, Map<string | null, Change[]>>;
};

export function surroundings(): Surroundings {
  return { bursts: new Map(), changes: new Map() };
}

/** The people who are paged together: the team, where it is not known the service. */
function scopeOf({ team, service }: PageRef): string {
  return team === null ? `service ${service ?? ""}` : `team ${team}`;
}

export function tellBurst({ bursts }: Surroundings, page: PageRef, at: Instant): void {
  const scope = scopeOf(page);
  let burst = bursts.get(scope);
  if (!burst) {
    burst = recentCounts(BURST_MS);
    bursts.set(scope, burst);
  }
  addRecent(burst, at, page.signature);
}

/** Pages and signatures of the team in the ten minutes before. */
export function burstBefore({ bursts }: Surroundings, own: OwnFacts): Burst {
  const burst = bursts.get(scopeOf(own));
  if (!burst) return { pages: 0, signatures: 0 };
  forgetBefore(burst, own.openedAt);
  return { pages: burst.total, signatures: burst.counts.size };
}

export function tellChange({ changes }: Surroundings, change: Change): void {
  const { kind, service } = change;
  const ofKind = changes.get(kind) ?? new Map<string | null, Change[]>();
  changes.set(kind, ofKind);
  const list = ofKind.get(service) ?? [];
  insertSorted(list, change, byStart);
  ofKind.set(service, list);
}

function byStart(a: Change, b: Change): number {
  return a.startsAt - b.startsAt || (a.changeKey < b.changeKey ? -1 : a.changeKey > b.changeKey ? 1 : 0);
}

export type ChangesBefore = {
  inPlannedWork: boolean;
  sinceDeployMs: number | null;
  sinceScaleMs: number | null;
  sinceRuleEditMs: number | null;
};

/** Changes that began before the page opened. When one ended counts only where it ended before. */
export function changesBefore({ changes }: Surroundings, own: OwnFacts): ChangesBefore {
  const sinceMs = (kinds: readonly ChangeKind[], withinMs: number, counts: (change: Change) => boolean) => {
    const found = latestOf(changes, kinds, own, withinMs, counts);
    return found === null ? null : own.openedAt - found;
  };
  const inForce = ({ endsAt }: Change) => endsAt === null || endsAt >= own.openedAt;
  return {
    inPlannedWork: sinceMs(["maintenance", "drill"], LONGEST_WORK_MS, inForce) !== null,
    sinceDeployMs: sinceMs(["deploy", "config"], DAY_MS, () => true),
    sinceScaleMs: sinceMs(["scale"], DAY_MS, () => true),
    sinceRuleEditMs: sinceMs(["rule-edit"], 90 * DAY_MS, ({ rule }) => rule !== null && rule === own.rule),
  };
}

function latestOf(
  changes: Surroundings["changes"],
  kinds: readonly ChangeKind[],
  own: OwnFacts,
  withinMs: number,
  counts: (change: Change) => boolean,
): Instant | null {
  let latest: Instant | null = null;
  for (const kind of kinds) {
    const ofKind = changes.get(kind);
    if (!ofKind) continue;
    for (const service of own.service === null ? [null] : [own.service, null]) {
      const list = ofKind.get(service);
      if (!list) continue;
      // Strictly before: what begins with the page is not yet known.
      for (let index = lowerBound(list, own.openedAt, startOf) - 1; index >= 0; index -= 1) {
        const change = list[index] as Change;
        if (own.openedAt - change.startsAt > withinMs) break;
        if (!inScope(change, own) || !counts(change)) continue;
        latest = Math.max(latest ?? change.startsAt, change.startsAt);
        break;
      }
    }
  }
  return latest;
}

function startOf({ startsAt }: Change): number {
  return startsAt;
}

function inScope({ team, environment }: Change, own: OwnFacts): boolean {
  if (team !== null && team !== own.team) return false;
  return environment === null || environment === own.environment;
}
