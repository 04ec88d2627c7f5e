import type { Instant } from "@/lib/model/instant";
import type { Action, Ending, Page } from "@/lib/model/page";
import type { Verdict } from "@/lib/model/verdict";
import { pageAlone } from "./page-alone";
import type { PageRef } from "./page-facts";
import { type Looks, pageLooks } from "./page-looks";

/** What can be done on a page, by a person and by anything else; AACT counts its shares. */
export const ACTS = [
  "acknowledged",
  "annotated",
  "escalated",
  "escalated-by-timeout",
  "reassigned",
  "joined",
  "snoozed",
  "priority-changed",
  "merged",
  "resolved-by-person",
  "resolved-by-source",
  "resolved-otherwise",
] as const;

/** One thing that became known, at the instant at which it did. */
export type Told = { at: Instant; page: PageRef } & (
  | { what: "opened"; again: boolean }
  | { what: "acted"; act: number; provesActsAreTold: boolean }
  | { what: "ended"; openedAt: Instant; by: Ending; touched: boolean }
  | { what: "inferred"; verdict: Verdict; needsActs: boolean }
  | ({ what: "looked" } & Omit<Looks, "at">)
);

/**
 * All that a page told, each with its instant. What is told at an instant depends on nothing later, so that a predictor
 * that has read up to an instant holds what was known then.
 */
export function toldOf(page: Page, ref: PageRef, bulkClosed: boolean): Told[] {
  const told: Told[] = page.openings.map(({ openedAt }, index) => {
    return { what: "opened", at: openedAt, page: ref, again: index > 0 };
  });
  for (const action of page.actions) told.push(actedOf(action, ref));
  for (const { openedAt, endedAt, endedBy } of page.openings) {
    if (endedAt === null) continue;
    const touched = page.actions.some(({ by, at, kind }) => by !== "automation" && at <= endedAt && !isEnd(kind));
    told.push({ what: "ended", at: endedAt, page: ref, openedAt, by: endedBy, touched });
  }
  for (const { at, verdict, needsActs } of pageAlone(page, bulkClosed)) {
    told.push({ what: "inferred", at, page: ref, verdict, needsActs });
  }
  for (const looks of pageLooks(page, bulkClosed)) told.push({ what: "looked", page: ref, ...looks });
  return told;
}

function actedOf({ kind, by, at }: Action, page: PageRef): Told {
  const act = ACTS.indexOf(nameOf(kind, by));
  return { what: "acted", at, page, act, provesActsAreTold: !isEnd(kind) };
}

function nameOf(kind: Action["kind"], by: Action["by"]): (typeof ACTS)[number] {
  if (kind === "escalated") return by === "person" ? "escalated" : "escalated-by-timeout";
  if (kind !== "resolved") return kind;
  return by === "person" ? "resolved-by-person" : by === "automation" ? "resolved-by-source" : "resolved-otherwise";
}

function isEnd(kind: Action["kind"]): boolean {
  return kind === "resolved" || kind === "merged";
}
