import { rejected } from "./collector";
import { answeredAlerts, readAnswer } from "./goalert/graphql";
import { metricsCsv } from "./goalert/metrics-csv";
import { isWebhook, readWebhook } from "./goalert/webhook";
import type { JsonFormat, Provider } from "./provider";
import { relayedFormat } from "./relay";

const webhook = relayedFormat({
  id: "goalert-webhook",
  label: "GoAlert webhooks (JSON)",
  isOurs: isWebhook,
  read: readWebhook,
});

const graphql: JsonFormat = {
  shape: "json",
  id: "goalert-graphql",
  label: "GoAlert alerts from GraphQL (JSON)",
  matches: (value) => answeredAlerts(value) !== null,
  read: (value, context) => {
    const alerts = answeredAlerts(value);
    return alerts ? readAnswer(alerts, context) : rejected("holds no alert");
  },
};

/** Webhooks: web/src/app/documentation/sections/Webhooks.md of https://github.com/target/goalert */
export const goalert: Provider = {
  id: "goalert",
  label: "GoAlert",
  formats: [webhook, graphql, metricsCsv],
  webhook: {
    // It signs with a key pair of its own and shares no secret.
    signature: null,
    canSetHeader: false,
    contentTypes: [],
    maxBytes: 1024 * 1024,
    retries429: false,
    disablesAfter: null,
    // Two notifications of one alert have equal bodies. Their signatures differ, for each is made with a fresh random number.
    deliveryKey: (_body, headers) => {
      const signature = headers.get("x-webhook-signature");
      return signature ? `signature:${signature}` : null;
    },
    // Each notification of an alert has the same words.
    isTimeless: () => true,
    setUp: [
      "In GoAlert's administration allow webhooks to this address: {url}",
      "Add it as a destination to a step of each escalation policy that is to be seen here.",
      "For acknowledgements and closings let the destination also get status updates.",
      "The address holds the only proof of who sends: keep it to yourselves.",
      "Webhooks carry no times and name nobody who was notified: import the alert metrics CSV now and then.",
    ],
  },
};
