import type { PageEvent, PageEventKind, PageFacts } from "@/lib/model/page-event";
import { Collector, ignored, missingTime, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { stableHash } from "@/lib/providers/stable-hash";
import { linkOf, objectOf, textOf, told, type Wire } from "@/lib/providers/wire";
import { incidentFacts, mergeOf } from "./incident-facts";
import { PROVIDER } from "./provider-id";
import { responderState } from "./rest";
import { titleOf } from "./title-of";

// https://developer.pagerduty.com/docs/webhooks-overview
const KINDS: Readonly<Record<string, PageEventKind>> = {
  "incident.triggered": "triggered",
  "incident.acknowledged": "acknowledged",
  "incident.unacknowledged": "unacknowledged",
  "incident.escalated": "escalated",
  "incident.reassigned": "reassigned",
  "incident.delegated": "reassigned",
  "incident.responder.added": "responder-added",
  "incident.responder.replied": "responder-added",
  "incident.annotated": "annotated",
  "incident.status_update_published": "annotated",
  "incident.priority_updated": "priority-changed",
  "incident.resolved": "resolved",
  "incident.reopened": "reopened",
};

/** Members under which relays hand a body on, some of them as text. */
const WRAPPERS = ["data", "body", "payload", "detail", "message"] as const;

/** The event of a v3 body, also inside a relay's wrapper; null where there is none. */
export function webhookEventOf(value: Wire, depth = 0): Wire | null {
  const event = objectOf(value.event);
  if (event && isEvent(event)) return event;
  if (isEvent(value)) return value;
  if (depth >= 2) return null;
  for (const name of WRAPPERS) {
    const inner = objectOf(value[name]) ?? jsonObject(value[name]);
    const found = inner && webhookEventOf(inner, depth + 1);
    if (found) return found;
  }
  return null;
}

/** An object written as text. */
export function jsonObject(value: unknown): Wire | null {
  if (typeof value !== "string" || !value.trimStart().startsWith("{")) return null;
  try {
    return objectOf(JSON.parse(value));
  } catch {
    return null; // text that begins like an object and is none is only text
  }
}

function isEvent(value: Wire): boolean {
  const type = textOf(value.event_type);
  return type?.includes(".") === true && (objectOf(value.data) !== null || value.resource_type !== undefined);
}

/** An event body: yields the one event that it announces; the rest only fills attributes of the page. */
export function readWebhookV3(event: Wire, context: ReadContext): Outcome {
  const type = textOf(event.event_type) ?? "";
  if (!Object.hasOwn(KINDS, type)) return ignored(reasonOf(type));
  const data = objectOf(event.data) ?? {};
  const isWhole = textOf(data.type) === "incident" || objectOf(data.incident) === null;
  const pageKey = textOf(isWhole ? data.id : objectOf(data.incident)?.id);
  if (pageKey === undefined) return rejected("event.data names no incident");
  const collector = new Collector(PROVIDER, { zone: context.zone });
  const at = collector.time(event.occurred_at, "occurred_at");
  if (at === null) return rejected(missingTime(event.occurred_at, "occurred_at", collector.times));
  const facts = isWhole ? incidentFacts(data) : referenceFacts(objectOf(data.incident));
  const createdAt = isWhole ? collector.time(data.created_at, "created_at") : null;
  if (createdAt !== null && createdAt <= at) facts.createdAt = createdAt;
  facts.asOf = at;
  // Here null means that no person did it; a key that is missing means that nobody said.
  const doer = event.agent === null ? { by: "automation" as const } : collector.doer(event.agent);
  const body: PageEvent = {
    provider: PROVIDER,
    pageKey,
    eventKey: textOf(event.id) ?? `v3:${type}@${new Date(at).toISOString()}:${stableHash(JSON.stringify(event))}`,
    kind: KINDS[type] as PageEventKind,
    at,
    by: doer.by,
  };
  if (doer.person !== undefined && type !== "incident.triggered" && type !== "incident.responder.replied") {
    body.person = doer.person;
  }
  addDetails(body, type, data, collector);
  body.facts = facts;
  collector.events.push(body);
  return collector.accepted();
}

function addDetails(body: PageEvent, type: string, data: Wire, collector: Collector): void {
  const assignees = collector.personsOf(data.assignees);
  if (["triggered", "escalated", "reassigned"].includes(body.kind) && assignees.length > 0) body.to = assignees;
  if (body.kind === "responder-added") {
    const asked = collector.person(data.user);
    if (asked !== undefined) body.to = [asked];
    const state = responderState(data.state);
    if (state !== undefined) body.state = state;
  }
  const note = textOf(data.content) ?? textOf(data.message);
  if (note !== undefined && (body.kind === "annotated" || body.kind === "responder-added")) body.note = note;
  const merge = type === "incident.resolved" ? mergeOf(data.resolve_reason) : null;
  if (merge) {
    body.kind = "merged";
    if (merge.into !== undefined) body.mergedInto = merge.into;
  }
}

function referenceFacts(incident: Wire | null): PageFacts {
  return told<PageFacts>({ title: titleOf(incident?.summary), link: linkOf(incident?.html_url) });
}

function reasonOf(type: string): string {
  if (type === "pagey.ping") return "pagey.ping: the test button, nobody was paged";
  if (type.startsWith("service.")) return `${type}: about a service, nobody was paged`;
  if (type.startsWith("incident.")) return `${type}: nobody was paged and nobody acted on the page`;
  return `${type}: not an event of a page`;
}
