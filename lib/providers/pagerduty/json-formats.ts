import { rejected } from "@/lib/providers/collector";
import type { JsonFormat } from "@/lib/providers/provider";
import { objectOf, type Wire } from "@/lib/providers/wire";
import { analyticsNeedsZone, isAnalytics, readAnalytics } from "./analytics";
import { changeEvents, maintenanceWindows } from "./changes";
import { isLogEntry, readFlatLogEntry } from "./log-entries";
import { oncalls, schedule } from "./on-call";
import { contexts, notes, responses, users } from "./people-and-context";
import { isIncident, readIncident } from "./rest";
import { isMessage, readMessage } from "./webhook-v2";
import { readWebhookV3, webhookEventOf } from "./webhook-v3";

/** The object itself, or the only one that it holds under a name, as `GET /incidents/{id}` wraps it. */
function unwrapped(value: unknown, name: string): Wire | null {
  const object = objectOf(value);
  const inner = object && objectOf(object[name]);
  return inner && Object.keys(object).length <= 2 ? inner : object;
}

const webhookV3: JsonFormat = {
  shape: "json",
  id: "pagerduty-webhook-v3",
  label: "PagerDuty webhooks v3 (JSON)",
  matches: (value) => {
    const object = objectOf(value);
    return object !== null && webhookEventOf(object) !== null;
  },
  read: (value, context) => {
    const event = webhookEventOf(objectOf(value) ?? {});
    return event ? readWebhookV3(event, context) : rejected("no webhook event");
  },
};

const webhookV2: JsonFormat = {
  shape: "json",
  id: "pagerduty-webhook-v2",
  label: "PagerDuty webhooks v2 and v1 (JSON)",
  matches: (value) => {
    const object = objectOf(value);
    return object !== null && isMessage(object);
  },
  read: (value, context) => readMessage(objectOf(value) ?? {}, context),
};

const logEntries: JsonFormat = {
  shape: "json",
  id: "pagerduty-log-entries",
  label: "PagerDuty log entries (JSON)",
  matches: (value) => {
    const entry = unwrapped(value, "log_entry");
    return entry !== null && isLogEntry(entry);
  },
  read: (value, context) => readFlatLogEntry(unwrapped(value, "log_entry") ?? {}, context),
};

const analytics: JsonFormat = {
  shape: "json",
  id: "pagerduty-analytics",
  label: "PagerDuty analytics incidents (JSON)",
  matches: (value) => {
    const row = objectOf(value);
    return row !== null && isAnalytics(row);
  },
  envelope: ["time_zone"],
  needsZone: (value, envelope) => analyticsNeedsZone(objectOf(value) ?? {}, envelope),
  read: (value, context) => readAnalytics(objectOf(value) ?? {}, context),
};

const rest: JsonFormat = {
  shape: "json",
  id: "pagerduty-rest",
  label: "PagerDuty REST incidents (JSON)",
  matches: (value) => {
    const incident = unwrapped(value, "incident");
    return incident !== null && isIncident(incident);
  },
  read: (value, context) => readIncident(unwrapped(value, "incident") ?? {}, context),
};

/** In the order in which they are tried. */
export const jsonFormats: readonly JsonFormat[] = [
  webhookV3,
  webhookV2,
  logEntries,
  analytics,
  rest,
  users,
  responses,
  notes,
  maintenanceWindows,
  changeEvents,
  oncalls,
  schedule,
  ...contexts,
];
