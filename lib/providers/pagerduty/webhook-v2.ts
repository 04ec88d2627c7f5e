import type { PageEvent, PageEventKind, PageFacts } from "@/lib/model/page-event";
import { Collector, type Doer, ignored, missingTime, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { stableHash } from "@/lib/providers/stable-hash";
import { linkOf, nameOf, objectOf, objectsOf, textOf, told, type Wire } from "@/lib/providers/wire";
import { incidentFacts, mergeOf } from "./incident-facts";
import { PROVIDER } from "./provider-id";
import { titleOf } from "./title-of";

const KINDS: Readonly<Record<string, PageEventKind>> = {
  "incident.trigger": "triggered",
  "incident.acknowledge": "acknowledged",
  "incident.unacknowledge": "unacknowledged",
  "incident.resolve": "resolved",
  "incident.assign": "reassigned",
  "incident.delegate": "reassigned",
  "incident.escalate": "escalated",
  "incident.annotate": "annotated",
};

/** One element of `messages`: v2 says `event`, v1 says `type` and puts the incident under `data`. */
export function isMessage(value: Wire): boolean {
  const event = textOf(value.event) ?? textOf(value.type);
  if (event?.startsWith("incident.") !== true) return false;
  return objectOf(value.incident) !== null || objectOf(objectOf(value.data)?.incident) !== null;
}

export function readMessage(message: Wire, context: ReadContext): Outcome {
  const name = textOf(message.event) ?? textOf(message.type) ?? "";
  if (!Object.hasOwn(KINDS, name)) return ignored(`${name}: nobody was paged and nobody acted on the page`);
  const old = objectOf(objectOf(message.data)?.incident);
  const incident = objectOf(message.incident) ?? old ?? {};
  const pageKey = textOf(incident.id);
  if (pageKey === undefined) return rejected("incident.id is missing");
  const collector = new Collector(PROVIDER, { zone: context.zone });
  const entries = objectsOf(message.log_entries);
  const entry = entries[0] ?? null;
  const at =
    collector.time(entry?.created_at, "log_entries[0].created_at") ?? collector.time(message.created_on, "created_on");
  if (at === null) return rejected(missingTime(message.created_on, "created_on", collector.times));
  const kind = KINDS[name] as PageEventKind;
  const doer = old ? oldDoer(kind, old, collector) : doerOf(kind, incident, entry, collector);
  const body: PageEvent = {
    provider: PROVIDER,
    pageKey,
    eventKey: textOf(message.id) ?? `v2:${kind}@${new Date(at).toISOString()}:${stableHash(JSON.stringify(message))}`,
    kind,
    at,
    by: doer.by,
  };
  if (doer.person !== undefined && kind !== "triggered") body.person = doer.person;
  const to = targetsOf(incident, entries, old !== null, collector);
  if (to.length > 0 && ["triggered", "escalated", "reassigned"].includes(kind)) body.to = to;
  const note = kind === "annotated" ? noteOf(entry) : undefined;
  if (note !== undefined) body.note = note;
  const merge = kind === "resolved" ? mergeOf(incident.resolve_reason) : null;
  if (merge) {
    body.kind = "merged";
    if (merge.into !== undefined) body.mergedInto = merge.into;
  }
  body.facts = old ? oldFacts(old) : incidentFacts(incident);
  const createdAt = collector.time(incident.created_at ?? incident.created_on, "created_at");
  if (createdAt !== null && createdAt <= at) body.facts.createdAt = createdAt;
  body.facts.asOf = at;
  collector.events.push(body);
  return collector.accepted();
}

function doerOf(kind: PageEventKind, incident: Wire, entry: Wire | null, collector: Collector): Doer {
  if (objectOf(entry?.agent)) return collector.doer(entry?.agent);
  // The incident names who changed its status last, which is who did this only where this is such a change.
  if (kind === "acknowledged" || kind === "resolved") return collector.doer(incident.last_status_change_by);
  return { by: "unknown" };
}

/** A v1 body: a resolver that is null means that a machine resolved it; users carry no type. */
function oldDoer(kind: PageEventKind, incident: Wire, collector: Collector): Doer {
  if (kind === "resolved" && incident.resolved_by_user === null) return { by: "automation" };
  const user =
    kind === "resolved"
      ? incident.resolved_by_user
      : kind === "acknowledged"
        ? incident.last_status_change_by
        : undefined;
  const person = objectOf(user)?.email === undefined ? undefined : collector.person(user);
  return person === undefined ? { by: "unknown" } : { by: "person", person };
}

function targetsOf(incident: Wire, entries: readonly Wire[], isOld: boolean, collector: Collector): string[] {
  if (isOld) {
    const listed = collector.personsOf(incident.assigned_to, "object");
    const single = collector.person(incident.assigned_to_user);
    return listed.length > 0 || single === undefined ? listed : [single];
  }
  const named = entries.flatMap((entry) => collector.personsOf(entry.assignees));
  return named.length > 0 ? [...new Set(named)] : collector.personsOf(incident.assignments, "assignee");
}

function noteOf(entry: Wire | null): string | undefined {
  const channel = objectOf(entry?.channel);
  return textOf(entry?.note) ?? textOf(objectOf(entry?.event_details)?.description) ?? textOf(channel?.summary);
}

function oldFacts(incident: Wire): PageFacts {
  const summary = objectOf(incident.trigger_summary_data);
  const service = nameOf(incident.service);
  const number = textOf(incident.incident_number);
  const key = textOf(incident.incident_key);
  // A key of several words is what the sender wrote as its subject; one word is an id.
  const words = key !== undefined && /\S\s+\S/.test(key) ? key : undefined;
  const fallback = number !== undefined && service !== undefined ? `#${number} ${service}` : undefined;
  return told<PageFacts>({
    title: titleOf(summary?.subject) ?? titleOf(summary?.description) ?? words ?? fallback,
    service,
    dedup: key,
    number,
    link: linkOf(incident.html_url),
    policy: nameOf(incident.escalation_policy),
  });
}
