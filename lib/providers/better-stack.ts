import type { PageFacts } from "@/lib/model/page-event";
import { Collector, ignored, missingTime, rejected } from "./collector";
import type { Outcome, Provider, ReadContext } from "./provider";
import { relayedFormat } from "./relay";
import { isAddress, objectOf, textOf, told, type Wire } from "./wire";

const PROVIDER = "better-stack";

/** Other resources of the same API, which its webhooks also send. */
const OTHERS: ReadonlySet<string> = new Set(
  [
    "incident_comment comment incident_event monitor monitor_group heartbeat heartbeat_group",
    "on_call_calendar on_call_event policy escalation_policy status_page",
  ].flatMap((line) => line.split(" ")),
);

/** Rootly's incidents have the same envelope and other attributes. */
function isIncident({ type, attributes }: Wire): boolean {
  return textOf(type) === "incident" && objectOf(attributes)?.started_at !== undefined;
}

function isOther({ type, attributes }: Wire): boolean {
  return OTHERS.has(textOf(type) ?? "") && objectOf(attributes) !== null;
}

const incidents = relayedFormat({
  id: "better-stack-incidents",
  label: "Better Stack incidents (JSON)",
  isOurs: isIncident,
  read: readIncident,
});

const others = relayedFormat({
  id: "better-stack-context",
  label: "Better Stack monitors, comments and on-call (JSON)",
  isOurs: isOther,
  read: ({ type }) => ignored(`${textOf(type)}: not an incident, nobody was paged`),
});

/** A snapshot: webhooks send the incident as the API gives it. */
function readIncident(incident: Wire, { zone }: ReadContext): Outcome {
  const pageKey = textOf(incident.id);
  const attributes = objectOf(incident.attributes) ?? {};
  if (pageKey === undefined) return rejected("id is missing");
  const collector = new Collector(PROVIDER, { zone });
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
  return collector.accepted();
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

/** https://betterstack.com/docs/uptime/api/incidents-api-response-params */
export const betterStack: Provider = {
  id: PROVIDER,
  label: "Better Stack",
  formats: [incidents, others],
  webhook: {
    signature: null,
    canSetHeader: true,
    contentTypes: [],
    maxBytes: 1024 * 1024,
    retries429: false,
    disablesAfter: null,
    // A body is the incident as it stands: an equal one says nothing new.
    deliveryKey: () => null,
    setUp: [
      "In Better Stack open Integrations, then Exporting data, and add an outgoing webhook for incidents.",
      "As its URL enter {url}",
      "Let it send when an incident starts, is acknowledged, is resolved and is reopened.",
      "Leave the body as it is. Under the headers add Authorization with the value Bearer {secret}",
      "Save it, and send a test from there.",
    ],
  },
};
