import { Collector, rejected } from "./collector";
import { contextFormat } from "./context-format";
import { PROVIDER } from "./incident-io/provider-id";
import { isEscalation, readEscalation } from "./incident-io/read-escalation";
import { isWebhookBody, readWebhookBody } from "./incident-io/webhook-body";
import type { JsonFormat, Provider, Webhook } from "./provider";
import { relayedFormat } from "./relay";
import { objectOf, textOf, type Wire } from "./wire";

const bodies = relayedFormat({
  id: "incident-io-webhook",
  label: "incident.io webhooks (JSON)",
  isOurs: isWebhookBody,
  read: readWebhookBody,
});

/** The object itself, or the only one that it holds under a name, as the API wraps a single one. */
function unwrapped(value: unknown, name: string): Wire | null {
  const object = objectOf(value);
  const inner = objectOf(object?.[name]);
  return inner && object && Object.keys(object).length <= 2 ? inner : object;
}

const escalations: JsonFormat = {
  shape: "json",
  id: "incident-io-escalations",
  label: "incident.io API escalations (JSON)",
  matches: (value) => {
    const escalation = unwrapped(value, "escalation");
    return escalation !== null && isEscalation(escalation);
  },
  read: (value, context) => readEscalation(unwrapped(value, "escalation") ?? {}, context),
};

const alerts = contextFormat({
  id: "incident-io-alerts",
  label: "incident.io API alerts (JSON)",
  why: "an alert: people are paged by its escalation",
  is: (value) => value.deduplication_key !== undefined && value.alert_source_id !== undefined,
  unwrap: (value) => unwrapped(value, "alert"),
});

const INCIDENT_MARKS = ["incident_status", "status_category", "incident_type", "severity", "name"];

const incidents = contextFormat({
  id: "incident-io-incidents",
  label: "incident.io incidents (JSON)",
  why: "an incident: people are paged by escalations",
  is: (value) =>
    textOf(value.reference)?.startsWith("INC-") === true && INCIDENT_MARKS.some((mark) => value[mark] !== undefined),
  unwrap: (value) => unwrapped(value, "incident"),
});

const ROLES: ReadonlySet<string> = new Set(["viewer", "responder", "owner", "administrator"]);

/** `/v2/users`: people, and no page. Their type is not told: what they may do at incident.io is. */
const users: JsonFormat = {
  shape: "json",
  id: "incident-io-users",
  label: "incident.io API users (JSON)",
  matches: (value) => {
    const user = unwrapped(value, "user");
    if (!user || user.type !== undefined) return false;
    if (textOf(user.id) === undefined || textOf(user.name) === undefined) return false;
    return objectOf(user.base_role) !== null || ROLES.has(textOf(user.role) ?? "");
  },
  read: (value) => {
    const collector = new Collector(PROVIDER);
    const key = collector.person(unwrapped(value, "user"));
    return key === undefined ? rejected("a user without id and name") : collector.accepted();
  },
};

/** Anything but a 2xx is sent again for a day; after five days of failures the endpoint is switched off. */
const webhook: Webhook = {
  signature: "standard-webhooks",
  canSetHeader: false,
  contentTypes: [],
  maxBytes: 1024 * 1024,
  retries429: true,
  // It goes by days, not by a number of refusals.
  disablesAfter: null,
  deliveryKey: (_body, headers) => textOf(headers.get("webhook-id")) ?? textOf(headers.get("svix-id")) ?? null,
  setUp: [
    "In incident.io open Settings > Webhooks and add an endpoint.",
    "As its URL enter {url}",
    "Choose these events: public_escalation.escalation_created_v1 and public_escalation.escalation_status_updated_v1, and the two private_escalation ones if private escalations page people. Others are kept as context and open no page.",
    "Open the new endpoint, copy its signing secret (it begins with whsec_) and enter it here.",
    "Send an example from the endpoint's Testing tab: it shows up here.",
  ],
};

/** https://docs.incident.io/integrations/webhooks, https://api-docs.incident.io/tag/Escalations-V2 */
export const incidentIo: Provider = {
  id: PROVIDER,
  label: "incident.io",
  formats: [bodies, escalations, alerts, incidents, users],
  webhook,
};
