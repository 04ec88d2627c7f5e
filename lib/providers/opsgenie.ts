import { alertExportCsv } from "./opsgenie/alert-export-csv";
import { partFormats } from "./opsgenie/alert-parts";
import { isAlert, readAlert } from "./opsgenie/alerts";
import { maintenance } from "./opsgenie/maintenance";
import { contexts, dataOf, users } from "./opsgenie/people-and-context";
import { timeline } from "./opsgenie/timeline";
import { isWebhookBody, readWebhookBody } from "./opsgenie/webhook-body";
import type { JsonFormat, Provider, Webhook } from "./provider";
import { relayedFormat, unwrapRelay } from "./relay";
import { objectOf, textOf } from "./wire";

const webhookActions = relayedFormat({
  id: "opsgenie-webhook",
  label: "Opsgenie webhook actions (JSON)",
  isOurs: isWebhookBody,
  read: readWebhookBody,
});

const alerts: JsonFormat = {
  shape: "json",
  id: "opsgenie-rest",
  label: "Opsgenie REST alerts (JSON)",
  matches: (value) => {
    const alert = dataOf(value);
    return alert !== null && isAlert(alert);
  },
  read: (value, context) => readAlert(dataOf(value) ?? {}, context),
};

const webhook: Webhook = {
  // None is documented.
  signature: null,
  canSetHeader: true,
  contentTypes: [],
  maxBytes: 1024 * 1024,
  retries429: false,
  disablesAfter: null,
  deliveryKey: (body) => {
    const action = objectOf(unwrapRelay(body, isWebhookBody));
    const alert = objectOf(action?.alert);
    const parts = [textOf(alert?.alertId), textOf(action?.action), textOf(alert?.updatedAt)];
    return parts.includes(undefined) ? null : parts.join(":");
  },
  // Escalate carries nothing but the alert's id.
  isTimeless: () => true,
  setUp: [
    "In Opsgenie open Settings > Integrations, or in Jira Service Management the team's Operations > Integrations, and add Webhook.",
    "As its webhook URL enter {url}",
    "Add a custom header: name Authorization, value Bearer {secret}",
    "Tick Add alert description and Add alert details only if people may read them here.",
    "Send these actions: Create, Acknowledge, UnAcknowledge, Escalate, AssignOwnership, TakeOwnership, AddRecipient, AddTeam, AddNote, Close, Delete, and Snooze, Update priority and Add responder where they are offered.",
    "Save and switch the integration on. Then acknowledge an alert: it shows here as the first delivery.",
  ],
};

/** Actions: https://docs.opsgenie.com/v1.0/docs/webhook-integration, REST: https://docs.opsgenie.com/docs/alert-api */
export const opsgenie: Provider = {
  id: "opsgenie",
  label: "Opsgenie and Jira Service Management",
  formats: [webhookActions, alerts, users, maintenance, timeline, ...partFormats, ...contexts, alertExportCsv],
  webhook,
};
