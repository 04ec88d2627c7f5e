import { Collector, ignored, missingTime, rejected } from "@/lib/providers/collector";
import { contextFormat } from "@/lib/providers/context-format";
import type { JsonFormat, Outcome, ReadContext } from "@/lib/providers/provider";
import { objectOf, textOf, type Wire } from "@/lib/providers/wire";
import { PROVIDER } from "./provider-id";
import { addNote, responderState } from "./rest";

function typed(...types: readonly string[]): (value: Wire) => boolean {
  return (value) => types.some((type) => value.type === type || value.type === `${type}_reference`);
}

/** Members of a user of theirs, for a file that lost the types: other products' users have an id, a name and an address too. */
const USER_MARKS = ["time_zone", "job_title", "html_url", "self", "contact_methods", "invitation_sent"];

function isUser(value: Wire): boolean {
  if (typed("user")(value)) return true;
  if (value.type !== undefined || [value.email, value.name, value.id].includes(undefined)) return false;
  return USER_MARKS.some((mark) => value[mark] !== undefined) || /^P[A-Z0-9]{6,13}$/.test(textOf(value.id) ?? "");
}

/** `/users`: people, and no page. */
export const users: JsonFormat = {
  shape: "json",
  id: "pagerduty-users",
  label: "PagerDuty users (JSON)",
  matches: (value) => userOf(value) !== null,
  read: (value) => {
    const user = userOf(value);
    const collector = new Collector(PROVIDER);
    if (!user || collector.person(user) === undefined) return rejected("a user without id and name");
    return collector.accepted();
  },
};

function userOf(value: unknown): Wire | null {
  const object = objectOf(value);
  if (!object) return null;
  if (isUser(object)) return object;
  const inner = objectOf(object.user);
  return inner && Object.keys(object).length === 1 && isUser(inner) ? inner : null;
}

/** `/analytics/raw/incidents/{id}/responses`: the incident is named once, around them. */
export const responses: JsonFormat = {
  shape: "json",
  id: "pagerduty-responses",
  label: "PagerDuty analytics responses (JSON)",
  matches: (value) => isResponse(objectOf(value)) || isResponse(objectOf(objectOf(value)?.responses)),
  read: (value, context) => {
    const object = objectOf(value) ?? {};
    // The official example shows one object where the schema says a list.
    const inner = objectOf(object.responses);
    return inner ? readResponse(inner, textOf(object.incident_id), context) : readResponse(object, undefined, context);
  },
};

function isResponse(value: Wire | null): boolean {
  return value?.requested_at !== undefined && (value.responder_id !== undefined || value.responder_name !== undefined);
}

function readResponse(response: Wire, around: string | undefined, { zone, envelope }: ReadContext): Outcome {
  const pageKey = textOf(response.incident_id) ?? around ?? textOf(envelope?.get("incident_id"));
  if (pageKey === undefined) return ignored("a response that names no incident cannot be put to a page");
  const collector = new Collector(PROVIDER, { zone: textOf(envelope?.get("time_zone")) ?? zone });
  const at = collector.time(response.requested_at, "requested_at");
  if (at === null) return rejected(missingTime(response.requested_at, "requested_at", collector.times));
  const asked = collector.person({ id: response.responder_id, summary: response.responder_name });
  collector.snapshot("analytics", {
    pageKey,
    kind: "responder-added",
    at,
    by: "unknown",
    to: asked === undefined ? undefined : [asked],
    state: responderState(response.response_status),
  });
  return collector.accepted();
}

/** `/incidents/{id}/notes`: the incident stands in the address, and here only where whoever fetched it wrote it down. */
export const notes: JsonFormat = {
  shape: "json",
  id: "pagerduty-notes",
  label: "PagerDuty notes (JSON)",
  matches: (value) => {
    const note = objectOf(value);
    return note?.content !== undefined && note.user !== undefined && note.created_at !== undefined;
  },
  read: (value, { zone, envelope }) => {
    const note = objectOf(value) ?? {};
    const pageKey = textOf(note.incident_id) ?? textOf(envelope?.get("incident_id"));
    if (pageKey === undefined) return ignored("a note whose incident stands only in the address it was fetched from");
    const collector = new Collector(PROVIDER, { zone });
    const at = collector.time(note.created_at, "created_at");
    if (at === null) return rejected(missingTime(note.created_at, "created_at", collector.times));
    addNote(note, pageKey, at, collector);
    return collector.accepted();
  },
};

function context(id: string, label: string, why: string, is: (value: Wire) => boolean): JsonFormat {
  return contextFormat({ id: `pagerduty-${id}`, label: `PagerDuty ${label} (JSON)`, why, is });
}

/** Of `/notifications` and of the Notifications report: who was told by which channel, and not of what. */
export const NO_INCIDENT = "who was told by which channel, but not of which incident: it belongs to no page";

/** What a PagerDuty account also exports, and why it opens no page. */
export const contexts: readonly JsonFormat[] = [
  context(
    "notifications",
    "notifications",
    NO_INCIDENT,
    (value) =>
      value.started_at !== undefined &&
      value.user !== undefined &&
      textOf(value.type)?.endsWith("_notification") === true,
  ),
  context(
    "escalation-policies",
    "escalation policies",
    "an escalation policy: nobody was paged",
    (value) => typed("escalation_policy")(value) || value.escalation_rules !== undefined,
  ),
  context(
    "schedules",
    "schedules",
    "a schedule: nobody was paged",
    (value) => typed("schedule")(value) || value.schedule_layers !== undefined,
  ),
  context(
    "alerts",
    "alerts",
    "an alert under an incident: people are paged by the incident",
    (value) => typed("alert")(value) || (value.alert_key !== undefined && value.suppressed !== undefined),
  ),
  context("services", "services", "a service: nobody was paged", typed("service")),
  context("teams", "teams", "a team: nobody was paged", typed("team")),
];
