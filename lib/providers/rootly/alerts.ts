import type { PageEventKind } from "@/lib/model/page-event";
import { Collector, ignored, missingTime, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { objectOf, textOf, told, type Wire } from "@/lib/providers/wire";
import { alertFacts, flattened, PROVIDER } from "./alert-facts";

const STATUSES: ReadonlySet<string> = new Set(["open", "triggered", "acknowledged", "resolved"]);

/** An alert of `GET /v1/alerts`. */
export function isAlert(value: Wire): boolean {
  if (textOf(value.type) !== "alerts") return false;
  const alert = flattened(value);
  return STATUSES.has(textOf(alert.status) ?? "") && alert.created_at !== undefined;
}

/** A snapshot that dates its opening and its end only; the acts between them are its events. A mark as noise has no time. */
export function readAlert(value: Wire, { zone }: ReadContext): Outcome {
  const alert = flattened(value);
  const pageKey = textOf(alert.id);
  if (pageKey === undefined) return rejected("id is missing");
  const collector = new Collector(PROVIDER, { zone });
  const createdAt = collector.time(alert.created_at, "created_at");
  if (createdAt === null) return rejected(missingTime(alert.created_at, "created_at", collector.times));
  const endedAt = textOf(alert.status) === "resolved" ? collector.time(alert.ended_at, "ended_at") : null;
  const isEndUsed = endedAt !== null && endedAt >= createdAt;
  if (endedAt !== null && !isEndUsed) collector.issues.push("ended_at is before created_at: the end is not used");
  const facts = alertFacts(alert);
  if (textOf(alert.status) === "resolved" && !isEndUsed) facts.closedAtUnknownTime = true;
  facts.asOf = Math.max(createdAt, endedAt ?? 0, collector.time(alert.updated_at, "updated_at") ?? 0);
  collector.snapshot("alert", { pageKey, kind: "triggered", at: createdAt, by: "unknown", facts });
  if (isEndUsed) collector.snapshot("alert", { pageKey, kind: "resolved", at: endedAt, by: "unknown" });
  return collector.accepted();
}

const KIND_OF_TYPE: Readonly<Record<string, PageEventKind>> = {
  "alert.created": "triggered",
  "alert.opened": "triggered",
  "alert.triggered": "triggered",
  "alert.acknowledged": "acknowledged",
  "alert.escalated": "escalated",
  "alert.snoozed": "snoozed",
  "alert.resolved": "resolved",
  "alert.retriggered": "reopened",
  "alert.deleted": "resolved",
};

export function isWebhook({ event, data }: Wire): boolean {
  const inner = objectOf(event);
  return textOf(inner?.type)?.includes(".") === true && inner?.issued_at !== undefined && objectOf(data) !== null;
}

/** An event body: the type is what happened, at `issued_at`. Nobody is named in it. */
export function readWebhook(body: Wire, { zone }: ReadContext): Outcome {
  const event = objectOf(body.event) ?? {};
  const type = textOf(event.type) ?? "";
  const kind = Object.hasOwn(KIND_OF_TYPE, type) ? KIND_OF_TYPE[type] : undefined;
  if (kind === undefined) return ignored(reasonOf(type));
  const data = objectOf(body.data) ?? {};
  const alert = flattened(objectOf(data.alert) ?? data);
  const pageKey = textOf(alert.id);
  if (pageKey === undefined) return rejected("data.id is missing");
  const collector = new Collector(PROVIDER, { zone });
  const at = collector.time(event.issued_at, "event.issued_at");
  if (at === null) return rejected(missingTime(event.issued_at, "event.issued_at", collector.times));
  const createdAt = collector.time(alert.created_at, "data.created_at");
  const facts = { ...alertFacts(alert), asOf: at };
  collector.snapshot("webhook", {
    pageKey,
    kind,
    at,
    by: "unknown",
    how: type === "alert.deleted" ? "deleted" : undefined,
    facts: told({ ...facts, createdAt: createdAt !== null && createdAt <= at ? createdAt : undefined }),
  });
  const [added] = collector.events;
  const id = textOf(event.id);
  if (id !== undefined && added) added.eventKey = id;
  return collector.accepted();
}

function reasonOf(type: string): string {
  if (type.startsWith("alert.")) return `${type}: nobody was paged and nobody acted on the page`;
  return `${type}: not an alert; what Rootly calls an incident pages nobody by itself`;
}
