import { isMonitorEvent, isTimeless, readMonitorEvent } from "./datadog/read-monitor-event";
import type { Provider, Webhook } from "./provider";
import { relayedFormat, unwrapRelay } from "./relay";

const monitorEvents = relayedFormat({
  id: "datadog-monitor-webhook",
  label: "Datadog monitor webhooks (JSON)",
  isOurs: isMonitorEvent,
  read: readMonitorEvent,
});

/** Waits 15 s; 5xx and failed connections are tried again five times, everything else is lost. */
const webhook: Webhook = {
  signature: null,
  canSetHeader: true,
  contentTypes: [],
  maxBytes: 1024 * 1024,
  retries429: false,
  disablesAfter: null,
  deliveryKey: () => null,
  isTimeless: (body) => {
    const event = unwrapRelay(body, isMonitorEvent);
    return event !== null && isTimeless(event);
  },
  setUp: [
    "In Datadog open Integrations, Webhooks, and add a webhook named squelch with the URL {url}",
    `Set Payload to this:

{
  "id": "$ID",
  "title": "$EVENT_TITLE",
  "body": "$EVENT_MSG",
  "event_type": "$EVENT_TYPE",
  "alert_transition": "$ALERT_TRANSITION",
  "alert_cycle_key": "$ALERT_CYCLE_KEY",
  "monitor_id": "$ALERT_ID",
  "scopes": "$ALERT_SCOPE",
  "severity": "$ALERT_PRIORITY",
  "tags": "$TAGS",
  "date": "$DATE",
  "last_updated": "$LAST_UPDATED",
  "url": "$LINK"
}`,
    'Tick Custom Headers and enter {"Authorization": "Bearer {secret}"}. Leave Encode as form unticked.',
    "Add @webhook-squelch to the message of each monitor that pages people, outside of conditions such as {{#is_alert}}: recoveries must come too.",
  ],
};

/** https://docs.datadoghq.com/integrations/webhooks */
export const datadog: Provider = { id: "datadog", label: "Datadog monitors", formats: [monitorEvents], webhook };
