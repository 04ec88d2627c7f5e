import type { Route } from "next";
import type { DeliveriesFilter } from "@/lib/contract/ledger";
import { TRIAGE_RANGE } from "@/lib/model/triage-range";
import { DEFAULT_RANGE } from "./href";

/** What the ledger, its records and the changes show where the address names no range. */
export const LEDGER_RANGE = { from: "now-13d/d", to: "now/d" } as const;

const SOURCES = "/sources";

const WITH_LEDGER_RANGE: ReadonlySet<string> = new Set(
  ["ledger", "records", "changes"].map((name) => `${SOURCES}/${name}`),
);

/** These have another default range than the other screens. */
export function defaultRangeAt(path: string): { from: string; to: string } {
  if (path === "/triage") return TRIAGE_RANGE;
  return WITH_LEDGER_RANGE.has(path) ? LEDGER_RANGE : DEFAULT_RANGE;
}

/** Narrows the ledger and its records; one day is a range of that day. */
export type LedgerParams = Partial<
  Record<"from" | "to" | "tz" | "compare" | "team" | "service" | "urgency", string | null>
> & {
  source?: string | null;
  outcome?: DeliveriesFilter["outcome"] | null;
  reason?: string | null;
};

export const ledgerHref = (params: LedgerParams): Route => sourcesHref("/ledger", params);
export const recordsHref = (params: LedgerParams): Route => sourcesHref("/records", params);

export const changesHref = (params: LedgerParams): Route => sourcesHref("/changes", params);

export function deliveryHref(id: string): Route {
  return `${SOURCES}/records/${id}` as Route;
}

/** The card of an import on Sources. */
export function importHref(id: string): Route {
  return `${SOURCES}#import-${id}` as Route;
}

/** An address below Sources; its default range is left out. */
export function sourcesHref(below: string, params: LedgerParams): Route {
  const path = `${SOURCES}${below}`;
  const { from, to } = defaultRangeAt(path);
  const standard = params.from === from && params.to === to;
  const kept = standard ? { ...params, from: null, to: null } : params;
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(kept)) if (value) query.set(key, value);
  const text = query.toString();
  return (text ? `${path}?${text}` : path) as Route;
}
