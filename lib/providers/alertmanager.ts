import { GROUP_MEMBERS, isAlert, readAlert } from "./alert-group/read-alert";
import { groupIn, readGroup } from "./alert-group/read-group";
import { isSilence, readSilence } from "./alertmanager/read-silence";
import type { JsonFormat, Outcome, Provider, ReadContext, Webhook } from "./provider";
import { objectOf, type Wire } from "./wire";

const PROVIDER = "alertmanager";

const read = (alert: Wire, context: ReadContext): Outcome => readAlert(PROVIDER, alert, context);

const webhookAlert: JsonFormat = {
  shape: "json",
  id: "alertmanager-webhook",
  label: "Alertmanager webhook (JSON)",
  envelope: GROUP_MEMBERS,
  matches: (value) => {
    const alert = objectOf(value);
    return alert !== null && isAlert(alert) && objectOf(alert.status) === null;
  },
  read: (value, context) => read(objectOf(value) ?? {}, context),
};

const apiAlert: JsonFormat = {
  shape: "json",
  id: "alertmanager-api",
  label: "Alertmanager API v2 alerts (JSON)",
  envelope: ["labels"],
  matches: (value) => {
    const alert = objectOf(value);
    return alert !== null && isAlert(alert) && objectOf(alert.status) !== null;
  },
  read: (value, context) => read(objectOf(value) ?? {}, context),
};

const group: JsonFormat = {
  shape: "json",
  id: "alertmanager-group",
  label: "Alertmanager group of alerts (JSON)",
  matches: (value) => groupIn(value) !== null,
  read: (value, context) => readGroup(groupIn(value) ?? {}, context, read),
};

const silence: JsonFormat = {
  shape: "json",
  id: "alertmanager-silences",
  label: "Alertmanager API v2 silences (JSON)",
  matches: (value) => {
    const object = objectOf(value);
    return object !== null && isSilence(object);
  },
  read: (value) => readSilence(objectOf(value) ?? {}),
};

/** Only 5xx and lost connections are sent again, until the group's next flush. */
const webhook: Webhook = {
  signature: null,
  canSetHeader: true,
  contentTypes: [],
  maxBytes: 10 * 1024 * 1024,
  retries429: false,
  disablesAfter: null,
  // A group is sent again and again with other alerts in it: they are told apart one by one.
  deliveryKey: () => null,
  setUp: [
    `Add this receiver to alertmanager.yml:

receivers:
  - name: squelch
    webhook_configs:
      - url: "{url}"
        send_resolved: true
        max_alerts: 0
        http_config:
          authorization:
            type: Bearer
            credentials: "{secret}"`,
    `Send it everything, besides those whom the alerts go to now, by a first route that continues:

route:
  routes:
    - receiver: squelch
      continue: true`,
    "Leave the body as it is: no payload template for this receiver.",
    "Reload Alertmanager (SIGHUP, or POST to /-/reload). Do the same on each server of a cluster: what they both send counts once.",
  ],
};

/** https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
export const alertmanager: Provider = {
  id: PROVIDER,
  label: "Prometheus Alertmanager",
  formats: [webhookAlert, apiAlert, silence, group],
  webhook,
};
