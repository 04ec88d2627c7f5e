import type { PageFacts } from "@/lib/model/page-event";
import { Collector, missingTime, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { isAddress, objectOf, textOf, told, type Wire } from "@/lib/providers/wire";
import { PROVIDER } from "./provider-id";

/** Rootly's incidents have the same envelope and other attributes. */
export function isIncident({ type, attributes }: Wire): boolean {
  return textOf(type) === "incident" && objectOf(attributes)?.started_at !== undefined;
}

/** A snapshot: webhooks send the incident as the API gives it. */
export function readIncident(incident: Wire, { zone }: ReadContext): Outcome {
  const collector = new Collector(PROVIDER, { zone });
  return collectIncident(incident, collector) ?? collector.accepted();
}

/** Every act that the incident dates. Not null where it cannot be read. */
export function collectIncident(incident: Wire, collector: Collector): Outcome | null {
  const pageKey = textOf(incident.id);
  const attributes = objectOf(incident.attributes) ?? {};
  if (pageKey === undefined) return rejected("id is missing");
  const startedAt = collector.time(attributes.started_at, "started_at");
  if (startedAt === null) return rejected(missingTime(attributes.started_at, "started_at", collector.times));
  const acknowledgedAt = collector.time(attributes.acknowledged_at, "acknowledged_at");
  const endedAt = collector.time(attributes.resolved_at, "resolved_at");
  const isEndUsed = endedAt !== null && endedAt >= startedAt;
  if (endedAt !== null && !isEndUsed) collector.issues.push("resolved_at is before started_at: the end is not used");
  const isClosed = endedAt !== null || textOf(attributes.status)?.toLowerCase() === "resolved";
  const facts = factsOf(attributes);
  if (isClosed && !isEndUsed) facts.closedAtUnknownTime = true;
  facts.asOf = Math.max(startedAt, acknowledgedAt ?? 0, endedAt ?? 0);
  collector.snapshot("incident", { pageKey, kind: "triggered", at: startedAt, by: "unknown", facts });
  if (acknowledgedAt !== null) {
    const doer = actorOf(attributes.acknowledged_by, collector);
    collector.snapshot("incident", { pageKey, kind: "acknowledged", at: acknowledgedAt, ...doer });
  }
  if (isEndUsed) {
    const doer = actorOf(attributes.resolved_by, collector);
    collector.snapshot("incident", { pageKey, kind: "resolved", at: endedAt, ...doer });
  }
  return null;
}

/** Whoever calls the API writes any text there; only an address is surely a person's. The text is kept all the same. */
function actorOf(
  value: unknown,
  collector: Collector,
): { by: "person"; person?: string } | { by: "unknown"; note?: string } {
  const text = textOf(value);
  if (isAddress(text)) {
    return { by: "person", person: collector.person({ id: text.toLowerCase(), email: text }) };
  }
  return { by: "unknown", note: text };
}

function factsOf(attributes: Wire): PageFacts {
  const name = textOf(attributes.name);
  return told<PageFacts>({
    // The monitor's name: the cause changes from one failure of it to the next.
    title: name ?? textOf(attributes.cause) ?? textOf(attributes.url),
    service: name,
    team: textOf(attributes.team_name),
    dedup: textOf(attributes.incident_group_id),
  });
}
