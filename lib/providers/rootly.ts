import { ignored } from "./collector";
import type { JsonFormat, Provider } from "./provider";
import { relayedFormat } from "./relay";
import { isAlertEvent, readAlertEvent } from "./rootly/alert-events";
import { isAlert, isWebhook, readAlert, readWebhook } from "./rootly/alerts";
import { objectOf, textOf, type Wire } from "./wire";

const alertEvents: JsonFormat = {
  ...relayedFormat({
    id: "rootly-alert-events",
    label: "Rootly alert events (JSON)",
    isOurs: isAlertEvent,
    read: readAlertEvent,
  }),
  envelope: ["links"],
};

const OTHERS: ReadonlySet<string> = new Set(["incidents", "shifts", "schedules", "users", "services", "teams"]);

/** Resources of the same API that page nobody, and shifts as their list gives them. */
function isOther(value: Wire): boolean {
  const isShift =
    textOf(value.schedule_id) !== undefined && value.starts_at !== undefined && value.ends_at !== undefined;
  return isShift || (OTHERS.has(textOf(value.type) ?? "") && objectOf(value.attributes) !== null);
}

/** https://docs.rootly.com/api-reference */
export const rootly: Provider = {
  id: "rootly",
  label: "Rootly",
  formats: [
    relayedFormat({ id: "rootly-webhook", label: "Rootly webhooks (JSON)", isOurs: isWebhook, read: readWebhook }),
    alertEvents,
    relayedFormat({ id: "rootly-alerts", label: "Rootly alerts (JSON)", isOurs: isAlert, read: readAlert }),
    relayedFormat({
      id: "rootly-context",
      label: "Rootly incidents, shifts and users (JSON)",
      isOurs: isOther,
      read: (value) => ignored(`${textOf(value.type) ?? "shifts"}: not an alert, nobody was paged`),
    }),
  ],
  webhook: {
    signature: "rootly",
    canSetHeader: false,
    contentTypes: [],
    maxBytes: 1024 * 1024,
    retries429: false,
    disablesAfter: null,
    deliveryKey: (body) => {
      const id = textOf(objectOf(objectOf(body)?.event)?.id);
      return id === undefined ? null : `event:${id}`;
    },
    setUp: [
      "In Rootly open Configuration, then Webhooks, and add an endpoint.",
      "As its URL enter {url}",
      "As its signing secret enter {secret}, or copy the one Rootly shows into this source.",
      "Choose the events of alerts; events of incidents are ignored here.",
      "Import GET /v1/alerts/{id}/events from time to time: only there Rootly says who was notified and who acknowledged.",
    ],
  },
};
