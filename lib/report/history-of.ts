import { isLoud } from "@/lib/ingest/fold-interruptions";
import type { Page } from "@/lib/model/page";
import type { Scope } from "@/lib/model/scope";
import type { Settings } from "@/lib/model/settings";
import type { Origin, Reason, Verdict } from "@/lib/model/verdict";
import { compileScope, type ScopeFacts } from "@/lib/silence/scope";
import type { History, HistoryNotification } from "@/lib/what-if/history";
import { openingsOf } from "@/lib/what-if/openings-of";

/** A page with its verdict in force. */
export type VerdictPage = {
  page: Page;
  signature: string;
  /** Of the alert, where its source sets one. */
  severity?: string | null;
  verdict: Verdict;
  reason: Reason | null;
  origin: Origin;
  probability: number | null;
};

/** What a what-if is made of, from pages in memory. Ends with the last thing that is known of any of them. */
export function historyOf(
  pages: readonly VerdictPage[],
  scope: Scope,
  { topPriorities }: Pick<Settings, "topPriorities">,
): History {
  const holds = compileScope(scope);
  const counted = pages.filter(({ reason }) => reason !== "test");
  const inScope = new Set(counted.filter((each) => holds(factsOf(each))));
  const top = new Set(topPriorities.map((word) => word.trim().toLowerCase()));
  const others: HistoryNotification[] = [];
  for (const each of counted) if (!inScope.has(each)) others.push(...loudOf(each.page));
  return {
    from: counted.reduce((first, { page }) => Math.min(first, page.triggeredAt), Number.POSITIVE_INFINITY),
    to: counted.reduce((last, { page }) => Math.max(last, page.lastEventAt), Number.NEGATIVE_INFINITY) + 1,
    openings: openingsOf(
      [...inScope].map(({ page, signature, verdict, reason, origin, probability }) => ({
        openings: page.openings,
        actions: page.actions,
        mergedInto: page.mergedInto,
        providerKey: page.pageKey,
        pageKey: page.pageKey,
        signature,
        verdict,
        judgedByPerson: origin === "person",
        reason,
        probability,
        topPriority: page.facts.priority !== undefined && top.has(page.facts.priority.trim().toLowerCase()),
        notifications: loudOf(page),
      })),
    ),
    others,
  };
}

function factsOf({ page: { facts }, signature, severity }: VerdictPage): ScopeFacts {
  const { service, team, environment, title, urgency, priority } = facts;
  return { signature, service, team, environment, title, urgency, priority, severity };
}

function loudOf({ notifications }: Page): HistoryNotification[] {
  return notifications.filter(isLoud).map(({ person, at, channel, estimated }) => {
    return { person, at, estimated: estimated || channel === "unknown" };
  });
}
