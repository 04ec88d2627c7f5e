import type { Channel, PageEvent, PageEventKind } from "@/lib/model/page-event";
import { Collector, ignored, missingTime, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { objectOf, textOf, told, type Wire } from "@/lib/providers/wire";
import { alertFacts, flattened, PROVIDER } from "./alert-facts";

const KIND_OF_ACTION: Readonly<Record<string, PageEventKind>> = {
  created: "triggered",
  opened: "triggered",
  triggered: "triggered",
  notified: "notified",
  called: "notified",
  texted: "notified",
  emailed: "notified",
  slacked: "notified",
  paged: "notified",
  acknowledged: "acknowledged",
  answered: "acknowledged",
  escalated: "escalated",
  snoozed: "snoozed",
  muted: "snoozed",
  resolved: "resolved",
  retriggered: "reopened",
};

const CHANNELS: Readonly<Record<string, Channel>> = {
  called: "phone",
  texted: "sms",
  emailed: "email",
  slacked: "chat",
};

/** Kinds of theirs that say what the action alone does not. */
const BY_KIND: Readonly<Record<string, PageEventKind>> = {
  "note created": "annotated",
  "note added": "annotated",
  "note updated": "annotated",
  // A dated word of a person about the page; whether it is noise is for the verdict to say.
  "noise marked": "annotated",
  "noise not_marked": "annotated",
  "alert_urgency updated": "priority-changed",
  "alert_grouping attached": "merged",
};

/** One act of `GET /v1/alerts/{id}/events` or `GET /v1/alert_events`. */
export function isAlertEvent(value: Wire): boolean {
  const event = flattened(value);
  return textOf(event.action) !== undefined && textOf(event.kind) !== undefined && event.created_at !== undefined;
}

export function readAlertEvent(value: Wire, { zone, envelope }: ReadContext): Outcome {
  const event = flattened(value);
  const [theirs = "", action = ""] = [textOf(event.kind), textOf(event.action)];
  const kind = kindOf(theirs, action);
  if (kind === null) return ignored(`${theirs} ${action}: nobody was paged and nobody acted on the page`);
  const pageKey = alertOf(value, event, envelope?.get("links"));
  if (pageKey === undefined) {
    return rejected("names no alert: keep the links of the answer, or export GET /v1/alert_events");
  }
  const collector = new Collector(PROVIDER, { zone });
  const at = collector.time(event.created_at, "created_at");
  if (at === null) return rejected(missingTime(event.created_at, "created_at", collector.times));
  const person = userOf(event, collector);
  const details = textOf(event.details);
  const alert = objectOf(event.alert);
  const isNotice = kind === "notified";
  collector.snapshot(
    "event",
    told<Omit<PageEvent, "provider" | "eventKey">>({
      pageKey,
      kind,
      at,
      by: isNotice || person === undefined ? "unknown" : "person",
      // Who raised a page by hand is not who was paged.
      person: kind === "triggered" ? undefined : person,
      channel: isNotice ? (CHANNELS[action] ?? "unknown") : undefined,
      note: kind === "annotated" ? (details ?? noteOf(theirs, action)) : kind === "triggered" ? undefined : details,
      facts: { ...(alert ? alertFacts(flattened(alert)) : {}), asOf: at },
    }),
  );
  const id = textOf(value.id);
  const [added] = collector.events;
  if (id !== undefined && added) added.eventKey = id;
  return collector.accepted();
}

function kindOf(theirs: string, action: string): PageEventKind | null {
  const pair = `${theirs} ${action}`;
  if (Object.hasOwn(BY_KIND, pair)) return BY_KIND[pair] ?? null;
  // What happens to a note, a group, a route or a recording does not happen to the page.
  if (!["informational", "notification", "action", "status_update"].includes(theirs)) return null;
  return Object.hasOwn(KIND_OF_ACTION, action) ? (KIND_OF_ACTION[action] ?? null) : null;
}

function noteOf(theirs: string, action: string): string | undefined {
  if (theirs !== "noise") return undefined;
  return action === "marked" ? "Marked as noise" : "Marked as not noise";
}

/** The list of one alert says only in its links whose events they are. */
function alertOf(value: Wire, event: Wire, links: unknown): string | undefined {
  const related = objectOf(objectOf(objectOf(value.relationships)?.alert)?.data);
  const named = textOf(event.alert_id) ?? textOf(related?.id) ?? textOf(objectOf(event.alert)?.id);
  if (named !== undefined) return named;
  const self = textOf(objectOf(links)?.self) ?? textOf(objectOf(links)?.first) ?? "";
  const found = /\/alerts\/([^/?#]+)\/events/.exec(self)?.[1];
  return found === undefined || found.includes("%") ? undefined : found;
}

function userOf(event: Wire, collector: Collector): string | undefined {
  const inner = objectOf(objectOf(event.user)?.data) ?? objectOf(event.user);
  const user = inner ? flattened(inner) : {};
  const id = textOf(event.user_id) ?? textOf(user.id);
  const email = textOf(user.email);
  return collector.person({ ...user, id: id ?? email, name: textOf(user.name) ?? textOf(user.full_name) });
}
