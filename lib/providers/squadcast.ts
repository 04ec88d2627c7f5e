import type { PageEvent, PageEventKind, PageFacts } from "@/lib/model/page-event";
import { Collector, ignored, missingTime, rejected } from "./collector";
import type { Outcome, Provider, ReadContext } from "./provider";
import { relayedFormat } from "./relay";
import { linkOf, nameOf, objectOf, objectsOf, textOf, told, type Wire } from "./wire";

const PROVIDER = "squadcast";

const KINDS: Readonly<Record<string, PageEventKind>> = {
  "incident.triggered": "triggered",
  "incident.reassigned": "reassigned",
  "incident.acknowledged": "acknowledged",
  "incident.resolved": "resolved",
};

/** Their notes are named in several ways: `incident.note.created`, `note_updated`. */
const NOTE = /(?:^|[._])notes?[._](?:created|updated|added)$/;

function isV2({ event, data }: Wire): boolean {
  const inner = objectOf(event);
  if (textOf(inner?.type) === undefined || inner?.timestamp === undefined) return false;
  return objectOf(objectOf(data)?.resource_data) !== null || objectOf(objectOf(data)?.incident) !== null;
}

function isV1({ event_type: type, id, timeline, message }: Wire): boolean {
  return (
    textOf(type)?.startsWith("incident_") === true &&
    textOf(id) !== undefined &&
    (Array.isArray(timeline) || message !== undefined)
  );
}

const webhookV2 = relayedFormat({
  id: "squadcast-webhook-v2",
  label: "Squadcast webhooks v2 (JSON)",
  isOurs: isV2,
  read: readV2,
});

const webhookV1 = relayedFormat({
  id: "squadcast-webhook-v1",
  label: "Squadcast webhooks v1 (JSON)",
  isOurs: isV1,
  read: readV1,
});

/** An event body. Nobody is named as the one who did it. */
function readV2(body: Wire, { zone }: ReadContext): Outcome {
  const event = objectOf(body.event) ?? {};
  const data = objectOf(body.data) ?? {};
  const type = textOf(event.type) ?? "";
  const isNote = NOTE.test(type);
  const kind = isNote ? "annotated" : Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  if (kind === undefined) return ignored(`${type}: nobody was paged and nobody acted on the page`);
  const resource = objectOf(data.resource_data);
  // For notes the resource is the note, and the incident stands beside it.
  const incident = objectOf(data.incident) ?? resource ?? {};
  const collector = new Collector(PROVIDER, { zone });
  const at = collector.time(event.timestamp, "event.timestamp");
  if (at === null) return rejected(missingTime(event.timestamp, "event.timestamp", collector.times));
  const facts = factsOf(incident, data.team);
  const outcome = announce(incident, { kind, at, facts, note: isNote ? noteOf(resource) : undefined }, collector);
  const id = textOf(event.id);
  const [added] = collector.events;
  if (id !== undefined && added) added.eventKey = id;
  return outcome;
}

type Announced = { kind: PageEventKind; at: number; facts: PageFacts; note?: string | undefined; atReceipt?: true };

function announce(incident: Wire, { facts, ...act }: Announced, collector: Collector): Outcome {
  const pageKey = textOf(incident.id);
  if (pageKey === undefined) return rejected("the incident's id is missing");
  const createdAt = collector.time(incident.created_at, "created_at");
  if (createdAt !== null && createdAt <= act.at) facts.createdAt = createdAt;
  facts.asOf = act.at;
  const event: Omit<PageEvent, "provider" | "eventKey"> = { pageKey, by: "unknown", ...act, facts };
  const assigned = objectOf(incident.assigned_to);
  const type = textOf(assigned?.type)?.toLowerCase();
  if (act.kind === "reassigned" && type === "escalationpolicy") event.kind = "escalated";
  if (["triggered", "reassigned", "escalated"].includes(event.kind) && assigned && type === "user") {
    const user = collector.person({ ...assigned, type: "user" });
    if (user !== undefined) event.to = [user];
  }
  collector.snapshot("webhook", event);
  return collector.accepted();
}

function factsOf(incident: Wire, team: unknown): PageFacts {
  const assigned = objectOf(incident.assigned_to);
  const isPolicy = textOf(assigned?.type)?.toLowerCase() === "escalationpolicy";
  return told<PageFacts>({
    title: textOf(incident.message),
    service: nameOf(incident.service),
    team: nameOf(team),
    link: linkOf(incident.url),
    policy: isPolicy ? nameOf(assigned) : undefined,
  });
}

function noteOf(note: Wire | null): string | undefined {
  return textOf(note?.message) ?? textOf(note?.note) ?? textOf(note?.content) ?? textOf(note?.description);
}

/** The old body has no time of its own: the last entry of its timeline with this action is the act. */
function readV1(body: Wire, { zone, receivedAt }: ReadContext): Outcome {
  const type = textOf(body.event_type) ?? "";
  const action = type.slice("incident_".length);
  const name = `incident.${action}`;
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (kind === undefined) return ignored(`${type}: nobody was paged and nobody acted on the page`);
  const collector = new Collector(PROVIDER, { zone });
  const entry = objectsOf(body.timeline).findLast((one) => textOf(one.action)?.toLowerCase() === action);
  const told = collector.time(entry?.time, "timeline.time");
  const at = told ?? (textOf(entry?.time) === undefined ? receivedAt : null);
  if (at === null)
    return rejected(missingTime(entry?.time, `the time of "${action}" in the timeline`, collector.times));
  const act: Announced = { kind, at, facts: factsOf(body, body.team) };
  if (told === null) act.atReceipt = true;
  return announce(body, act, collector);
}

/** https://developers.squadcast.com/outgoing-webhooks */
export const squadcast: Provider = {
  id: PROVIDER,
  label: "Squadcast",
  formats: [webhookV2, webhookV1],
  webhook: {
    signature: null,
    canSetHeader: false,
    contentTypes: [],
    maxBytes: 1024 * 1024,
    retries429: false,
    disablesAfter: null,
    deliveryKey: (body) => {
      const id = textOf(objectOf(objectOf(body)?.event)?.id);
      return id === undefined ? null : `event:${id}`;
    },
    setUp: [
      "In Squadcast open Settings, then Webhooks, and add an outgoing webhook of version 2.",
      "As its URL enter {url}",
      "Choose the events Triggered, Acknowledged, Reassigned and Resolved of incidents, and those of notes.",
      "The address holds the only proof of who sends: keep it to yourselves.",
    ],
  },
};
