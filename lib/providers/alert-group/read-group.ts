import type { PageEvent } from "@/lib/model/page-event";
import { ignored, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { unwrapRelay } from "@/lib/providers/relay";
import { objectsOf, type Wire } from "@/lib/providers/wire";

const MARKS = ["receiver", "groupKey", "groupLabels"] as const;

/** A whole group where it is one record: it holds no alerts, or a relay wrapped it. Null where there is none. */
export function groupIn(value: unknown): Wire | null {
  return unwrapRelay(value, (body) => Array.isArray(body.alerts) && MARKS.some((mark) => body[mark] !== undefined));
}

/** Its alerts as one record: what one of them lacks is an issue while others stand. */
export function readGroup(
  group: Wire,
  context: ReadContext,
  read: (alert: Wire, context: ReadContext) => Outcome,
): Outcome {
  const alerts = objectsOf(group.alerts);
  if (alerts.length === 0) return ignored("a group without alerts: nobody was paged");
  const envelope = new Map(Object.entries(group).filter(([name]) => name !== "alerts"));
  const outcomes = alerts.map((alert) => read(alert, { ...context, envelope }));
  const events: PageEvent[] = [];
  const issues: string[] = [];
  outcomes.forEach((outcome, index) => {
    if (outcome.outcome === "accepted") {
      events.push(...outcome.events);
      issues.push(...outcome.issues.map((issue) => `alerts[${index}]: ${issue}`));
    } else issues.push(`alerts[${index}] ${outcome.outcome}: ${outcome.why}`);
  });
  if (events.length > 0) return { outcome: "accepted", events, people: [], issues };
  const isIgnored = outcomes.every(({ outcome }) => outcome === "ignored");
  return isIgnored ? ignored(issues.join("; ")) : rejected(issues.join("; "));
}
