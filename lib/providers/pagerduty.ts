import { analyticsCsv, flatIncidentCsv, jsonCellCsv } from "./pagerduty/api-dump";
import { jsonFormats } from "./pagerduty/json-formats";
import { basicCsv, insightsCsv, legacyCsv, notificationsCsv } from "./pagerduty/report-csv";
import type { Provider } from "./provider";

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
};
