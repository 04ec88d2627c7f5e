import type { PageEvent } from "@/lib/model/page-event";
import { ignored, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { objectOf, objectsOf, type Wire } from "@/lib/providers/wire";

/** Members under which relays hand a body on. */
const WRAPPERS = ["data", "body", "payload", "detail", "message"] as const;

/** A whole group where it is one record: it holds no alerts, or a relay wrapped it. Null where there is none. */
export function groupIn(value: Wire, depth = 0): Wire | null {
  if (Array.isArray(value.alerts) && GROUP_MARKS.some((mark) => value[mark] !== undefined)) return value;
  if (depth >= 2) return null;
  for (const name of WRAPPERS) {
    const inner = objectOf(value[name]) ?? jsonObject(value[name]);
    const found = inner && groupIn(inner, depth + 1);
    if (found) return found;
  }
  return null;
}

const GROUP_MARKS = ["receiver", "groupKey", "groupLabels"] as const;

/** An object written as text. */
function jsonObject(value: unknown): Wire | null {
  if (typeof value !== "string" || !value.trimStart().startsWith("{")) return null;
  try {
    return objectOf(JSON.parse(value));
  } catch {
    return null; // text that begins like an object and is none is only text
  }
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
