import type { Instant } from "@/lib/model/instant";
import type { PageEvent, PageFacts } from "@/lib/model/page-event";
import { compareText } from "./distinct-acts";

type Telling = { since: Instant; at: Instant; eventKey: string; facts: PageFacts };

export type MergedFacts = {
  facts: Omit<PageFacts, "asOf">;
  openingTitle: string | null;
  openingPriority: string | null;
  /** When the source last said that the page is closed without saying since when. */
  closedToldAt: Instant | null;
};

/**
 * What all events together tell of their page: the latest telling wins, and one that leaves something out overwrites
 * nothing. Events told twice all count, because the second telling of an event may know more than the first.
 */
export function mergeFacts(events: readonly PageEvent[]): MergedFacts {
  const tellings: Telling[] = [];
  for (const { facts, at, eventKey } of events)
    if (facts) tellings.push({ since: facts.asOf ?? at, at, eventKey, facts });
  if (tellings.length > 1) tellings.sort(compareTellings);
  const merged: Record<string, unknown> = {};
  let counts: Readonly<Record<string, number>> = {};
  let closedToldAt: Instant | null = null;
  for (const { facts, since } of tellings) {
    for (const key in facts) {
      const value = facts[key as keyof PageFacts];
      if (value === undefined || value === null || key === "asOf" || key === "counts") continue;
      merged[key] = value;
    }
    if (facts.counts) counts = { ...counts, ...facts.counts };
    if (facts.closedAtUnknownTime) closedToldAt = since;
  }
  if (Object.keys(counts).length > 0) merged.counts = counts;
  return {
    facts: merged as MergedFacts["facts"],
    openingTitle: firstTold(tellings, "title"),
    openingPriority: firstTold(tellings, "priority"),
    closedToldAt,
  };
}

/** As the earliest event tells it; what was edited later has another `at`, or the same one and a later `asOf`. */
function firstTold(tellings: readonly Telling[], fact: "title" | "priority"): string | null {
  let first: Telling | null = null;
  for (const telling of tellings) {
    if (telling.facts[fact] === undefined || telling.facts[fact] === null) continue;
    if (!first || telling.at < first.at) first = telling;
  }
  return first?.facts[fact] ?? null;
}

function compareTellings(a: Telling, b: Telling): number {
  return (
    a.since - b.since ||
    compareText(a.eventKey, b.eventKey) ||
    a.at - b.at ||
    compareText(writtenOut(a.facts), writtenOut(b.facts))
  );
}

function writtenOut(facts: PageFacts): string {
  return JSON.stringify(Object.entries(facts).sort(([a], [b]) => compareText(a, b)));
}
