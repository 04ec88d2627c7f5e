import type { Route } from "next";
import type { LeadersFilter, PagesFilter } from "@/lib/contract/filter";

export const DEFAULT_RANGE = { from: "now-1w/w", to: "now-1w/w" } as const;

/** What stays when one moves between screens. */
export const SHARED_KEYS = ["from", "to", "tz", "compare", "team", "service", "urgency"] as const;

const DEFAULTS: Record<string, string> = { compare: "previous", sort: "opened", dir: "desc" };

export type LinkParams = { [K in keyof PagesFilter]?: PagesFilter[K] | null } & {
  [K in "leader" | "beside"]?: LeadersFilter[K] | null;
};

/** An address with its filters; what equals the default is left out, so that links stay short and relative. */
export function hrefTo(path: string, ...layers: readonly LinkParams[]): Route {
  const merged: Record<string, string | null | undefined> = Object.assign({}, ...layers);
  if (merged.from === DEFAULT_RANGE.from && merged.to === DEFAULT_RANGE.to) {
    merged.from = null;
    merged.to = null;
  }
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(merged)) {
    if (value && DEFAULTS[key] !== value) query.set(key, value);
  }
  const text = query.toString();
  return (text ? `${path}?${text}` : path) as Route;
}

/** The filters that every screen has, without those of the explorer. */
export function sharedOf(filter: LinkParams): LinkParams {
  return Object.fromEntries(SHARED_KEYS.map((key) => [key, filter[key]]));
}
