import { analyticsCsv, flatIncidentCsv, jsonCellCsv } from "./pagerduty/api-dump";
import { jsonFormats } from "./pagerduty/json-formats";
import { basicCsv, insightsCsv, legacyCsv, notificationsCsv } from "./pagerduty/report-csv";
import type { Provider } from "./provider";
import { objectOf, textOf } from "./wire";

/** Webhooks: https://developer.pagerduty.com/docs/webhooks-overview, REST: https://developer.pagerduty.com/api-reference */
export const pagerduty: Provider = {
  id: "pagerduty",
  label: "PagerDuty",
  formats: [
    ...jsonFormats,
    jsonCellCsv,
    legacyCsv,
    analyticsCsv,
    flatIncidentCsv,
    notificationsCsv,
    basicCsv,
    insightsCsv,
  ],
  webhook: {
    signature: "pagerduty",
    canSetHeader: true,
    contentTypes: [],
    // Twice the largest that is sent: sure to 55 KB, best effort to 256 KB.
    maxBytes: 512 * 1024,
    retries429: true,
    // After three a subscription is off for 24 h, and its queue is emptied.
    disablesAfter: 3,
    // X-Webhook-Id is the same for every retry, but nobody signs it.
    deliveryKey: (body) => textOf(objectOf(objectOf(body)?.event)?.id) ?? null,
    setUp: [
      "In PagerDuty open Integrations, Generic Webhooks (v3), and choose New Webhook.",
      "As Webhook URL paste {url}",
      "As Scope Type choose Account; under Event Subscription keep all incident events.",
      "Choose Add Webhook, copy the signing secret that is shown once, and paste it here.",
    ],
  },
};
