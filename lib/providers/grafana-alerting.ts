import { GROUP_MEMBERS, isAlert } from "./alert-group/read-alert";
import { groupIn, readGroup } from "./alert-group/read-group";
import { isLegacy, readLegacy } from "./grafana-alerting/legacy";
import { PROVIDER } from "./grafana-alerting/provider-id";
import { isGrafanaAlert, isGrafanaGroup, readGrafanaAlert } from "./grafana-alerting/unified";
import type { JsonFormat, Provider, Webhook } from "./provider";
import { objectOf, type Wire } from "./wire";

function isWebhookAlert(value: unknown): value is Wire {
  const alert = objectOf(value);
  return alert !== null && isAlert(alert) && objectOf(alert.status) === null;
}

const alerts: JsonFormat = {
  shape: "json",
  id: "grafana-alerting-webhook",
  label: "Grafana Alerting webhook (JSON)",
  envelope: GROUP_MEMBERS,
  matches: (value) => isWebhookAlert(value) && isGrafanaAlert(value),
  read: (value, context) => readGrafanaAlert(objectOf(value) ?? {}, context),
};

/** A contact point of Grafana may stand behind an Alertmanager, whose alerts have none of Grafana's members. */
const plainAlerts: JsonFormat = {
  shape: "json",
  id: "grafana-alerting-plain",
  label: "Grafana Alerting webhook as of Alertmanager (JSON)",
  envelope: GROUP_MEMBERS,
  isGuest: true,
  matches: isWebhookAlert,
  read: (value, context) => readGrafanaAlert(objectOf(value) ?? {}, context),
};

const group: JsonFormat = {
  shape: "json",
  id: "grafana-alerting-group",
  label: "Grafana Alerting group of alerts (JSON)",
  matches: (value) => {
    const found = groupIn(value);
    return found !== null && isGrafanaGroup(found);
  },
  read: (value, context) => readGroup(groupIn(value) ?? {}, context, readGrafanaAlert),
};

const plainGroup: JsonFormat = {
  ...group,
  id: "grafana-alerting-plain-group",
  label: "Grafana Alerting group as of Alertmanager (JSON)",
  isGuest: true,
  matches: (value) => groupIn(value) !== null,
};

const legacy: JsonFormat = {
  shape: "json",
  id: "grafana-alerting-legacy",
  label: "Grafana 8 and before, webhook (JSON)",
  matches: (value) => {
    const body = objectOf(value);
    return body !== null && isLegacy(body);
  },
  read: (value, context) => readLegacy(objectOf(value) ?? {}, context),
};

const webhook: Webhook = {
  signature: "grafana-alerting",
  canSetHeader: true,
  contentTypes: [],
  // A group holds as many alerts as one of Alertmanager.
  maxBytes: 10 * 1024 * 1024,
  retries429: false,
  disablesAfter: null,
  deliveryKey: () => null,
  // Grafana up to 8 tells a rule and its state, and no time.
  isTimeless: (body) => objectOf(body)?.alerts === undefined,
  setUp: [
    "In Grafana open Alerting, Contact points, and add one with the integration Webhook.",
    "Set URL to {url} and HTTP Method to POST.",
    "Under HMAC Signature set Secret to {secret}. Leave the header names empty, or set Timestamp Header too and tell its name here. A Grafana without this section proves itself by Authorization Header: scheme Bearer, credentials {secret}.",
    "Leave Max Alerts at 0, Custom Payload empty and Disable resolved message unticked.",
    "In Notification policies add a first policy without matchers that uses this contact point, and tick Continue matching subsequent sibling nodes, so that everybody else is told as before.",
    "Press Test on the contact point: it shows up here as ignored.",
  ],
};

/** https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/ */
export const grafanaAlerting: Provider = {
  id: PROVIDER,
  label: "Grafana Alerting",
  formats: [alerts, plainAlerts, group, plainGroup, legacy],
  webhook,
};
