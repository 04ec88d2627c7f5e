import { apiFormats } from "./grafana-oncall/api";
import { PROVIDER } from "./grafana-oncall/provider-id";
import { groupIdOf, isWebhookBody, readWebhookBody } from "./grafana-oncall/webhook-body";
import type { Provider, Webhook } from "./provider";
import { relayedFormat, unwrapRelay } from "./relay";
import { objectOf, textOf } from "./wire";

const bodies = relayedFormat({
  id: "grafana-oncall-webhook",
  label: "Grafana OnCall outgoing webhooks (JSON)",
  isOurs: isWebhookBody,
  read: readWebhookBody,
});

/** Only what ran into the time limit of 4 s is sent again, three times; an error status loses the event. */
const webhook: Webhook = {
  signature: null,
  canSetHeader: true,
  contentTypes: [],
  maxBytes: 1024 * 1024,
  retries429: false,
  disablesAfter: null,
  deliveryKey: (value) => {
    const body = unwrapRelay(value, isWebhookBody);
    const event = objectOf(body?.event);
    const parts = [body ? groupIdOf(body) : undefined, textOf(event?.type), textOf(event?.time)];
    return parts.includes(undefined) ? null : parts.join(":");
  },
  // Taking back an acknowledgement, a silence or a resolve has no time.
  isTimeless: (value) => textOf(objectOf(unwrapRelay(value, isWebhookBody)?.event)?.time) === undefined,
  setUp: [
    "In Grafana open OnCall (or IRM), Outgoing webhooks, and press New Outgoing Webhook, Advanced.",
    "Make one for each of these trigger types: Alert Group Created, Acknowledged, Unacknowledged, Silenced, Unsilenced, Resolved, Unresolved, Escalation step, Personal Notification. A webhook for Escalation step is added to the escalation chains, and one for Personal Notification to the people's notification rules where they do not offer it for all.",
    "In each set Webhook URL to {url} and HTTP Method to POST, and leave Integrations empty so that it is sent for all of them.",
    'Set Headers to {"Authorization": "Bearer {secret}"}',
    `Tick Forward whole payload and leave Data empty: the body that is read is the whole one,

{"event": {"type": "acknowledge", "time": "..."}, "user": {...}, "alert_group_id": "...", "alert_group": {...}, "alert_payload": {...},
 "integration": {...}, "notified_users": [...], "users_to_be_notified": [...],
 "alert_group_acknowledged_by": {...}, "alert_group_resolved_by": null}`,
    "OnCall waits 4 seconds and does not send again what was refused: fill gaps later with a file of the API's alert_groups.",
  ],
};

/** https://grafana.com/docs/oncall/latest/configure/integrations/outgoing-webhooks/ */
export const grafanaOncall: Provider = {
  id: PROVIDER,
  label: "Grafana OnCall and IRM",
  formats: [bodies, ...apiFormats],
  webhook,
};
