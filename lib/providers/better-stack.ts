import { PROVIDER } from "./better-stack/provider-id";
import { isIncident, readIncident } from "./better-stack/read-incident";
import { isTimeless, isWebhookBody, readWebhookBody } from "./better-stack/webhook-body";
import { ignored } from "./collector";
import type { Provider } from "./provider";
import { relayedFormat, unwrapRelay } from "./relay";
import { objectOf, textOf, type Wire } from "./wire";

/** Other resources of the same API, which its webhooks also send. */
const OTHERS: ReadonlySet<string> = new Set(
  [
    "incident_comment comment incident_event monitor monitor_group heartbeat heartbeat_group",
    "on_call_calendar on_call_event policy escalation_policy status_page",
  ].flatMap((line) => line.split(" ")),
);

function isOther({ type, attributes }: Wire): boolean {
  return OTHERS.has(textOf(type) ?? "") && objectOf(attributes) !== null;
}

const bodies = relayedFormat({
  id: "better-stack-webhook",
  label: "Better Stack webhooks (JSON)",
  isOurs: isWebhookBody,
  read: readWebhookBody,
});

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

/** https://betterstack.com/docs/uptime/api/incidents-api-response-params */
export const betterStack: Provider = {
  id: PROVIDER,
  label: "Better Stack",
  formats: [bodies, incidents, others],
  webhook: {
    signature: null,
    canSetHeader: true,
    contentTypes: [],
    maxBytes: 1024 * 1024,
    retries429: false,
    disablesAfter: null,
    // A body is the incident as it stands: an equal one says nothing new.
    deliveryKey: () => null,
    isTimeless: (body) => {
      const found = unwrapRelay(body, isWebhookBody);
      return found !== null && isTimeless(found);
    },
    setUp: [
      "In Better Stack open Integrations, then Exporting data, and add an outgoing webhook for incidents.",
      "As its URL enter {url}",
      "Let it send when an incident starts, is acknowledged, is resolved, is reopened and is commented on.",
      "Leave the body as it is. Under the headers add Authorization with the value Bearer {secret}",
      "Save it, and send a test from there.",
    ],
  },
};
