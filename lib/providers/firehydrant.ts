import type { PageEvent, PageFacts } from "@/lib/model/page-event";
import { Collector, ignored, missingTime, rejected } from "./collector";
import type { Outcome, Provider, ReadContext } from "./provider";
import { relayedFormat } from "./relay";
import { linkOf, nameOf, numberOf, objectOf, objectsOf, textOf, told, urgencyOf, type Wire } from "./wire";

const PROVIDER = "firehydrant";

function isWebhook({ event, data }: Wire): boolean {
  const inner = objectOf(event);
  return textOf(inner?.operation) !== undefined && inner?.resource_type !== undefined && objectOf(data) !== null;
}

function isAlert(value: Wire): boolean {
  if (value.starts_at === undefined || textOf(value.id) === undefined) return false;
  return ["signal_rule", "signal_target", "is_expired", "is_noise", "notification_priority"].some(
    (key) => key in value,
  );
}

const webhook = relayedFormat({
  id: "firehydrant-webhook",
  label: "FireHydrant webhooks (JSON)",
  isOurs: isWebhook,
  read: readWebhook,
});

const alerts = relayedFormat({
  id: "firehydrant-alerts",
  label: "FireHydrant alerts (JSON)",
  isOurs: isAlert,
  read: readAlert,
});

function readWebhook({ event, data }: Wire, context: ReadContext): Outcome {
  const type = textOf(objectOf(event)?.resource_type) ?? "";
  const inner = objectOf(data) ?? {};
  const alert = objectOf(inner.alert) ?? (isAlert(inner) ? inner : null);
  if (!alert) return ignored(`${type}: not an alert; what FireHydrant calls an incident pages nobody by itself`);
  return readAlert(alert, context);
}

/** A snapshot: each body is the alert as it stands. A mark as noise has no time and is no act. */
function readAlert(alert: Wire, { zone }: ReadContext): Outcome {
  const pageKey = textOf(alert.id);
  if (pageKey === undefined) return rejected("id is missing");
  const collector = new Collector(PROVIDER, { zone });
  const startedAt = collector.time(alert.starts_at, "starts_at");
  if (startedAt === null) return rejected(missingTime(alert.starts_at, "starts_at", collector.times));
  const endedAt = collector.time(alert.ends_at, "ends_at");
  const isEndUsed = endedAt !== null && endedAt >= startedAt;
  if (endedAt !== null && !isEndUsed) collector.issues.push("ends_at is before starts_at: the end is not used");
  const facts = factsOf(alert);
  if (isClosed(alert, endedAt) && !isEndUsed) facts.closedAtUnknownTime = true;
  collector.snapshot("alert", { pageKey, kind: "triggered", at: startedAt, by: "unknown", facts });
  readEvents(alert, pageKey, collector);
  if (isEndUsed) collector.snapshot("alert", { pageKey, at: endedAt, ...endOf(alert) });
  facts.asOf = Math.max(...collector.events.map(({ at }) => at));
  return collector.accepted();
}

function isClosed(alert: Wire, endedAt: number | null): boolean {
  return (
    endedAt !== null || alert.is_expired === true || /^(?:resolved|closed|expired)$/i.test(textOf(alert.status) ?? "")
  );
}

function endOf(alert: Wire): Pick<PageEvent, "kind" | "by" | "how" | "mergedInto"> {
  if (alert.is_expired === true) return { kind: "resolved", by: "automation", how: "expired" };
  const [parent] = objectsOf(alert.parent_alerts);
  if (parent) return told({ kind: "merged" as const, by: "unknown" as const, mergedInto: textOf(parent.id) });
  return { kind: "resolved", by: "unknown" };
}

/** The names of their types are not published: only the two kinds of act that a word can tell are taken. */
function readEvents(alert: Wire, pageKey: string, collector: Collector): void {
  objectsOf(alert.events).forEach((event, index) => {
    const place = `events[${index}]`;
    const type = textOf(event.type) ?? "";
    const kind = /notif/i.test(type) ? "notified" : /\back|_ack|acknowledg/i.test(type) ? "acknowledged" : null;
    if (kind === null || /un_?ack|not_?ack|fail/i.test(type)) {
      collector.issues.push(`${place}: the type ${JSON.stringify(type.slice(0, 40))} is not known and left out`);
      return;
    }
    const at = collector.time(event.created_at, `${place}.created_at`);
    if (at === null) {
      if (textOf(event.created_at) === undefined) collector.issues.push(`${place}: created_at is missing`);
      return;
    }
    const data = objectOf(event.data);
    const person = collector.person(data?.user ?? data?.recipient ?? data?.actor);
    const isNotice = kind === "notified";
    const by = isNotice || person === undefined ? ("unknown" as const) : ("person" as const);
    collector.snapshot("alert", { pageKey, kind, at, by, person, channel: isNotice ? "unknown" : undefined });
    const id = textOf(event.id);
    const added = collector.events.at(-1);
    if (id !== undefined && added) added.eventKey = `event:${id}`;
  });
}

function factsOf(alert: Wire): PageFacts {
  const position = numberOf(alert.position);
  return told<PageFacts>({
    title: textOf(alert.summary),
    team: textOf(alert.team_name),
    urgency: urgencyOf(alert.notification_priority),
    priority: nameOf(alert.priority),
    dedup: textOf(alert.remote_id),
    link: linkOf(alert.remote_url),
    policy: nameOf(alert.signal_target),
    // The step that it has reached: nothing says when.
    counts: position !== null && position > 1 ? { escalations: position - 1 } : undefined,
  });
}

/** https://github.com/firehydrant/firehydrant-go-sdk/tree/main/docs/models/components */
export const firehydrant: Provider = {
  id: PROVIDER,
  label: "FireHydrant",
  formats: [webhook, alerts],
  webhook: {
    signature: "firehydrant",
    canSetHeader: false,
    contentTypes: [],
    maxBytes: 1024 * 1024,
    retries429: false,
    disablesAfter: null,
    // A body is the alert as it stands: an equal one says nothing new.
    deliveryKey: () => null,
    setUp: [
      "In FireHydrant open Integrations, then Webhooks, and add a webhook.",
      "As its URL enter {url}",
      "As its secret enter {secret}",
      "Subscribe it to alerts; incidents are ignored here.",
    ],
  },
};
