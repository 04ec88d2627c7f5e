import type { Instant } from "@/lib/model/instant";
import type { Page } from "@/lib/model/page";
import type { PageEvent, Urgency } from "@/lib/model/page-event";

/**
 * What the opening itself told, of facts that may change afterwards. A folded page holds only their last value, and the
 * priority a page ended with would tell the predictor how it ended.
 */
export type OpeningFacts = { priority: string | null; urgency: Urgency | null; team: string | null };

/** A page with what its opening told; without it these facts are unknown to the predictor. */
export type OpenedPage = Page & { opening?: OpeningFacts };

/** Who a page is, as far as others need to know. None of it is learnt after the opening. */
export type PageRef = {
  pageKey: string;
  signature: string;
  provider: string;
  service: string | null;
  team: string | null;
  openedAt: Instant;
};

/** All that a page may say of itself to the predictor. It has no actions, no end and no notes by its type. */
export type OwnFacts = PageRef & {
  title: string;
  rule: string | null;
  environment: string | null;
  priority: string | null;
  urgency: Urgency | null;
};

const NOT_TOLD: OpeningFacts = { priority: null, urgency: null, team: null };

export function ownFactsOf(page: OpenedPage, signature: string): OwnFacts {
  const { facts, opening = NOT_TOLD } = page;
  return {
    pageKey: page.pageKey,
    signature,
    provider: page.provider,
    service: facts.service ?? null,
    openedAt: page.triggeredAt,
    // A title that was edited later is of the future; the one it opened with is not.
    title: page.openingTitle ?? (page.openingTitle === undefined ? (facts.title ?? "") : ""),
    rule: facts.rule ?? null,
    environment: facts.environment ?? null,
    ...opening,
  };
}

/** What the events of the opening told: those up to its instant, whose facts were true by then. */
export function openingFactsOf(events: readonly PageEvent[], openedAt: Instant): OpeningFacts {
  const told = { ...NOT_TOLD };
  const early = events.filter(({ at, facts }) => at <= openedAt && (facts?.asOf ?? at) <= openedAt);
  early.sort((a, b) => a.at - b.at || (a.eventKey < b.eventKey ? -1 : 1));
  for (const { facts = {} } of early) {
    told.priority = facts.priority ?? told.priority;
    told.urgency = facts.urgency ?? told.urgency;
    told.team = facts.team ?? told.team;
  }
  return told;
}
