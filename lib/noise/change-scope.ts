import type { Change } from "@/lib/model/change";
import type { Instant } from "@/lib/model/instant";
import type { Page } from "@/lib/model/page";
import { sameWord } from "./sight";

/** Where an alert lives, as its pages spell it. */
export type AlertScope = {
  service: string | null;
  team: string | null;
  environment: string | null;
  /** Rule id and title: a rule edit may name either. */
  rule: string | null;
  title: string | null;
};

export function scopeOf({ facts, openingTitle }: Page): AlertScope {
  const { service = null, team = null, environment = null, rule = null, title = null } = facts;
  return { service, team, environment, rule, title: openingTitle ?? title };
}

/** True where a change may concern an alert. An environment that a page does not tell may be any; a service or team not. */
export function touches(change: Change, { service, team, environment, rule, title }: AlertScope): boolean {
  if (change.service !== null && (service === null || !sameWord(change.service, service))) return false;
  if (change.team !== null && (team === null || !sameWord(change.team, team))) return false;
  if (change.environment !== null && environment !== null && !sameWord(change.environment, environment)) return false;
  if (change.rule === null) return true;
  return [rule, title].some((name) => name !== null && sameWord(name, change.rule ?? ""));
}

/** The changes that touch a scope, in order of their start. Alerts of one place share one list, sought once. */
export function changesByScope(changes: readonly Change[]): (scope: AlertScope) => readonly Change[] {
  const inOrder = changes.toSorted((a, b) => a.startsAt - b.startsAt);
  const places = inOrder.filter(({ rule }) => rule === null);
  const rules = inOrder.filter(({ rule }) => rule !== null);
  const known = new Map<string, readonly Change[]>();
  return (scope) => {
    const place = JSON.stringify([scope.service, scope.team, scope.environment]);
    const here = known.get(place) ?? places.filter((change) => touches(change, scope));
    known.set(place, here);
    const own = rules.filter((change) => touches(change, scope));
    return own.length === 0 ? here : [...here, ...own].sort((a, b) => a.startsAt - b.startsAt);
  };
}

/** Index of the first change that starts at or after an instant. `changes` in order of their start. */
export function firstFrom(changes: readonly { startsAt: Instant }[], at: Instant): number {
  let [low, high] = [0, changes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((changes[middle]?.startsAt ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
