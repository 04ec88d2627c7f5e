import type { PageEvent, PageFacts } from "@/lib/model/page-event";
import { Collector, type Doer, missingTime, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { objectOf, objectsOf, textOf, told, type Wire } from "@/lib/providers/wire";
import { incidentFacts, mergeOf } from "./incident-facts";
import { readNestedLogEntries } from "./log-entries";
import { PROVIDER } from "./provider-id";

/** The shortest escalation delay is a minute: who is assigned earlier than that is a first assignee. */
const FIRST_ASSIGNMENT_MS = 60_000;

/** Other vendors call something an incident too. */
const INCIDENT_MARKS = ["incident_number", "service", "html_url", "urgency"];

/** Whether this is an incident of `GET /incidents` by its own look. */
export function isIncident(value: Wire): boolean {
  const type = textOf(value.type);
  if (type === "incident") return INCIDENT_MARKS.some((key) => value[key] !== undefined);
  if (type !== undefined) return type === "incident_reference" && value.created_at !== undefined;
  return (
    (value.incident_number !== undefined || value.incident_key !== undefined || value.log_entries !== undefined) &&
    (value.service !== undefined || value.last_status_change_at !== undefined || value.urgency !== undefined) &&
    value.seconds_to_resolve === undefined
  );
}

/** A snapshot: every act that the incident dates, and every act of the log entries that it holds. */
export function readIncident(incident: Wire, context: ReadContext, issues: readonly string[] = []): Outcome {
  const pageKey = textOf(incident.id);
  if (pageKey === undefined) return rejected("id is missing");
  const collector = new Collector(PROVIDER, { zone: context.zone });
  const createdAt = collector.time(incident.created_at, "created_at");
  if (createdAt === null) return rejected(missingTime(incident.created_at, "created_at", collector.times));
  collector.issues.push(...issues);
  const facts = incidentFacts(incident);
  const end = endOf(incident, createdAt, collector);
  if (end === "unknown-time") facts.closedAtUnknownTime = true;
  facts.asOf = knownUntil(incident, createdAt);

  const to = firstAssignees(incident, createdAt, collector);
  collector.snapshot("rest", {
    pageKey,
    kind: "triggered",
    at: createdAt,
    by: raisedBy(incident, collector),
    to: to.length > 0 ? to : undefined,
    facts,
  });
  readAcknowledgements(incident, pageKey, collector);
  readResponders(incident, pageKey, collector);
  readNotes(incident, pageKey, collector);
  if (typeof end === "object" && end !== null) collector.snapshot("rest", { pageKey, ...end });
  const told = collector.events.splice(0);
  readNestedLogEntries(incident, pageKey, collector);
  collector.events.unshift(...withoutRepeats(told, collector.events));
  return collector.accepted();
}

/** The log has its own entry for most of what the incident sums up; the opening keeps the facts and takes in its entry. */
function withoutRepeats(summed: readonly PageEvent[], logged: PageEvent[]): PageEvent[] {
  if (logged.length === 0) return [...summed];
  return summed.filter((event) => {
    const same = logged.findIndex(
      ({ kind, person, at }) =>
        kind === event.kind && person === event.person && Math.floor(at / 1000) === Math.floor(event.at / 1000),
    );
    if (same < 0) return true;
    if (event.kind !== "triggered") return false;
    event.to ??= logged[same]?.to;
    logged.splice(same, 1);
    return true;
  });
}

/** Told by the entry that opened the page: a user raised it by hand, a service or an integration by machine. */
function raisedBy(incident: Wire, collector: Collector): Doer["by"] {
  const first = objectOf(incident.first_trigger_log_entry)?.agent;
  if (objectOf(first)) return collector.doer(first).by;
  if (!Array.isArray(incident.log_entries)) return "unknown";
  const trigger = objectsOf(incident.log_entries).find(({ type }) => type === "trigger_log_entry");
  return collector.doer(trigger?.agent).by;
}

/** Assignments are those of now: later ones came by an escalation or by hand, which a snapshot cannot tell. */
function firstAssignees(incident: Wire, createdAt: number, collector: Collector): string[] {
  const first = objectsOf(incident.assignments).filter((assignment, index) => {
    const at = collector.time(assignment.at, `assignments[${index}].at`);
    collector.personsOf([assignment], "assignee");
    return at === null ? assignment.at === undefined : at < createdAt + FIRST_ASSIGNMENT_MS;
  });
  return collector.personsOf(first, "assignee");
}

function readAcknowledgements(incident: Wire, pageKey: string, collector: Collector): void {
  objectsOf(incident.acknowledgements).forEach((acknowledgement, index) => {
    const place = `acknowledgements[${index}]`;
    const at = collector.time(acknowledgement.at, `${place}.at`);
    if (at !== null) {
      const doer = collector.doer(acknowledgement.acknowledger);
      collector.snapshot("rest", { pageKey, kind: "acknowledged", at, ...doer });
    } else if (textOf(acknowledgement.at) === undefined) collector.issues.push(`${place}: at is missing`);
  });
}

const STATES = { pending: "pending", accepted: "accepted", joined: "accepted", declined: "declined" } as const;

export function responderState(value: unknown): "pending" | "accepted" | "declined" | undefined {
  const word = textOf(value)?.toLowerCase() ?? "";
  return Object.hasOwn(STATES, word) ? STATES[word as keyof typeof STATES] : undefined;
}

function readResponders(incident: Wire, pageKey: string, collector: Collector): void {
  objectsOf(incident.incidents_responders).forEach((responder, index) => {
    const place = `incidents_responders[${index}]`;
    const at = collector.time(responder.requested_at, `${place}.requested_at`);
    if (at === null) {
      if (textOf(responder.requested_at) === undefined) collector.issues.push(`${place}: requested_at is missing`);
      return;
    }
    const asked = collector.person(responder.user);
    collector.snapshot("rest", {
      pageKey,
      kind: "responder-added",
      at,
      ...collector.doer(responder.requester),
      to: asked === undefined ? undefined : [asked],
      note: textOf(responder.message),
      state: responderState(responder.state),
    });
  });
}

function readNotes(incident: Wire, pageKey: string, collector: Collector): void {
  objectsOf(incident.notes).forEach((note, index) => {
    const at = collector.time(note.created_at, `notes[${index}].created_at`);
    if (at === null) {
      if (textOf(note.created_at) === undefined) collector.issues.push(`notes[${index}]: created_at is missing`);
      return;
    }
    addNote(note, pageKey, at, collector);
  });
}

/** The id of the note is its key, so that it is one event however often and wherever it is told. */
export function addNote(note: Wire, pageKey: string, at: number, collector: Collector): void {
  collector.snapshot("rest", {
    pageKey,
    kind: "annotated",
    at,
    ...collector.doer(note.user),
    note: textOf(note.content),
  });
  const id = textOf(note.id);
  const last = collector.events.at(-1);
  if (id !== undefined && last) last.eventKey = `note:${id}`;
}

type End = Omit<PageEvent, "provider" | "eventKey" | "pageKey" | "facts">;

/** How a resolved incident ended. One whose end has no time, or one before its beginning, ended at an unknown time. */
function endOf(incident: Wire, createdAt: number, collector: Collector): End | "unknown-time" | null {
  const status = textOf(incident.status);
  if (status !== undefined && status !== "resolved") return null;
  const resolvedAt = collector.time(incident.resolved_at, "resolved_at");
  if (status === undefined && resolvedAt === null) return null;
  const at = resolvedAt ?? collector.time(incident.last_status_change_at, "last_status_change_at");
  if (at === null) return "unknown-time";
  if (at < createdAt) {
    collector.issues.push("resolved before it was created: the end is not used");
    return "unknown-time";
  }
  const doer = collector.doer(incident.last_status_change_by);
  const merge = mergeOf(incident.resolve_reason);
  if (merge) return told({ kind: "merged" as const, at, ...doer, mergedInto: merge.into });
  return { kind: "resolved", at, ...doer };
}

/** Until when the snapshot was true: the last thing that it dates. */
function knownUntil(incident: Wire, createdAt: number): PageFacts["asOf"] {
  const quiet = new Collector(PROVIDER);
  let last = createdAt;
  const see = (value: unknown): void => {
    const at = quiet.time(value, "");
    if (at !== null && at > last) last = at;
  };
  for (const key of ["updated_at", "last_status_change_at", "resolved_at"]) see(incident[key]);
  if (Array.isArray(incident.log_entries)) for (const entry of objectsOf(incident.log_entries)) see(entry.created_at);
  return last;
}
