import type { JsonFormat, Outcome, Provider, ReadContext, Webhook } from "./provider";
import { relayedFormat, unwrapRelay } from "./relay";
import { isDump, readDump } from "./splunk-oncall/dump";
import { isEscalation, readEscalation } from "./splunk-oncall/escalation-webhook";
import { metricsCsv } from "./splunk-oncall/metrics-csv";
import { currentPhase, pageKeyOf, readOutgoing } from "./splunk-oncall/outgoing-webhook";
import { contexts, users } from "./splunk-oncall/people-and-context";
import { isIncident, readRestIncident } from "./splunk-oncall/rest-incidents";
import { objectOf, textOf, type Wire } from "./wire";

function format(
  id: string,
  label: string,
  isOurs: (value: Wire) => boolean,
  read: (value: Wire, context: ReadContext) => Outcome,
): JsonFormat {
  return relayedFormat({ id: `splunk-oncall-${id}`, label: `Splunk On-Call ${label}`, isOurs, read });
}

/** What people paste as the body of an outgoing webhook: the keys are the names of the variables. */
function bodyOf(variables: readonly string[]): string {
  return JSON.stringify(Object.fromEntries(variables.map((name) => [name, `\${{${name}}}`])), null, 1);
}

const INCIDENT_VARIABLES = [
  "INCIDENT_ID ENTITY_DISPLAY_NAME INCIDENT_TIMESTAMP CURRENT_PHASE SERVICE HOST MONITOR_TYPE IS_MULTI_RESPONDER",
  "SEQUENCING.SEQUENCE SEQUENCING.SERVICE_TIME POLICIES_PAGED.0.POLICY.NAME POLICIES_PAGED.0.TEAM.NAME",
]
  .flatMap((line) => line.split(" "))
  .map((name) => `INCIDENT.${name}`)
  .concat(
    ["ENTITY_ID", "ACKED_BY", "ACKED_AT", "RESOLVED_BY", "RESOLVED_AT", "LAST_TIMESTAMP"].map(
      (name) => `STATE.${name}`,
    ),
    [0, 1, 2, 3, 4].map((i) => `STATE.USERS_PAGED.${i}`),
    ["ALERT.routing_key", "ALERT.message_type", "ALERT.VO_ALERT_RCV_TIME"],
  );
const PAGING_VARIABLES = [
  "USER_ID",
  "ID",
  "STARTED",
  "ATTEMPT_NUMBER",
  "METHODS.0.TYPE",
  "METHODS.0.LABEL",
  "CANCELLATION",
];
const CHAT_VARIABLES = ["CHAT.USER_ID", "CHAT.TEXT", "CHAT.IS_ROBOT"];

const webhook: Webhook = {
  // Of an escalation policy's webhook. Outgoing webhooks are not signed: they carry the secret in a header.
  signature: "splunk-on-call",
  canSetHeader: true,
  contentTypes: ["application/x-www-form-urlencoded"],
  maxBytes: 1024 * 1024,
  retries429: false,
  disablesAfter: null,
  deliveryKey: (body) => {
    const object = unwrapRelay(body, isDump);
    return object ? incidentKey(readDump(object)) : null;
  },
  isTimeless: (body) => {
    const object = unwrapRelay(body, isDump);
    // The form of an escalation step tells the time of the alert, which is the same at every step.
    return object === null || isTimelessPart(readDump(object));
  },
  setUp: [
    "In Splunk On-Call open Integrations > Outgoing Webhooks and add a webhook: event Any-Incident, method POST, content type application/json, to {url}",
    "Add a custom header: name Authorization, value Bearer {secret}",
    `As its payload paste:\n${bodyOf(INCIDENT_VARIABLES)}`,
    `For who was paged, and when, add a second webhook of the same kind for the event Any-Paging with the payload:\n${bodyOf(["INCIDENT.INCIDENT_ID", ...PAGING_VARIABLES.map((name) => `PAGE.${name}`)])}`,
    `For the notes, add a third one for the event Incident-Chats with the payload:\n${bodyOf(["INCIDENT.INCIDENT_ID", ...CHAT_VARIABLES])}`,
    "For escalations, add {url} under Integrations > Escalation Webhooks and use it in the second and later steps of your escalation policies. Not in the first step: it would count every incident as escalated. These webhooks are signed: enter their authentication key here.",
  ],
};

/** The state of one incident at one place in the order of its account. Everything else is known by its hash. */
function incidentKey(dump: Wire): string | null {
  if ([dump.page, dump.chat, dump.oncall].some((part) => objectOf(part) !== null)) return null;
  const parts = { incident: objectOf(dump.incident) ?? {}, state: objectOf(dump.state) ?? {} };
  const sequencing = objectOf(parts.incident.sequencing);
  const key = [
    pageKeyOf(parts),
    currentPhase(parts),
    textOf(sequencing?.sequence),
    textOf(sequencing?.service_time) ?? textOf(parts.state.last_timestamp),
  ];
  return key.includes(undefined) ? null : key.join(":");
}

/** A chat line or a message to a person without its moment: people write "looking" twice a night. */
function isTimelessPart({ chat, page }: Wire): boolean {
  const [line, message] = [objectOf(chat), objectOf(page)];
  if (line) return textOf(line.timestamp) === undefined;
  return message !== null && textOf(message.started) === undefined;
}

/** Webhooks and REST: https://help.victorops.com/knowledge-base/custom-outbound-webhooks, https://portal.victorops.com/public/api-docs.html */
export const splunkOnCall: Provider = {
  id: "splunk-oncall",
  label: "Splunk On-Call (VictorOps)",
  formats: [
    format("webhook", "outgoing webhooks (JSON)", isDump, readOutgoing),
    format("escalation", "escalation webhooks (form)", isEscalation, readEscalation),
    format("rest", "incidents (JSON)", isIncident, readRestIncident),
    users,
    ...contexts,
    metricsCsv,
  ],
  webhook,
};
