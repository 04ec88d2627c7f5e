import type { PageEvent, PageFacts } from "@/lib/model/page-event";
import { Collector, ignored, missingTime, rejected } from "./collector";
import { normaliseHeader } from "./csv-records";
import type { JsonFormat, Outcome, Provider, ReadContext } from "./provider";
import { lacksZone } from "./read-time";
import { unwrapRelay } from "./relay";
import { linkOf, textOf, told, type Wire } from "./wire";

const PROVIDER = "zabbix";

const STATES: Readonly<Record<string, "triggered" | "resolved">> = {
  problem: "triggered",
  alerting: "triggered",
  ok: "resolved",
  resolved: "resolved",
};

/** Names under which media types hand a macro on: the macro itself, what people make of it, and the common mapping. */
const SPELLINGS = {
  event: ["event_id", "eventid", "alert_uid"],
  trigger: ["trigger_id", "triggerid"],
  state: ["event_status", "status", "state", "trigger_status"],
  acknowledged: ["event_ack_status", "ack_status", "acknowledged"],
  date: ["event_date", "date"],
  time: ["event_time", "time"],
  recoveryDate: ["event_recovery_date", "recovery_date"],
  recoveryTime: ["event_recovery_time", "recovery_time"],
  updateDate: ["event_update_date", "update_date"],
  updateTime: ["event_update_time", "update_time"],
  title: ["event_name", "trigger_name", "trigger", "title", "name", "subject"],
  host: ["host_name", "hostname", "host"],
  severity: ["event_severity", "trigger_severity", "severity"],
  link: ["link_to_upstream_details", "link", "url", "event_link"],
} as const;
type Field = keyof typeof SPELLINGS;

type Told = (field: Field) => string | undefined;

/** A macro that has no value arrives as itself or as a word for unknown. */
function toldBy(body: Wire): Told {
  const members = new Map<string, string>();
  for (const [name, value] of Object.entries(body)) {
    const text = textOf(value);
    if (text === undefined || /^(?:\{[A-Z0-9.:"]+\}|\*UNKNOWN\*)$/.test(text)) continue;
    const key = normaliseHeader(name);
    if (!members.has(key)) members.set(key, text);
  }
  return (field) => {
    for (const name of SPELLINGS[field]) if (members.has(name)) return members.get(name);
    return undefined;
  };
}

function idIn(link: string | undefined, name: string): string | undefined {
  return link === undefined ? undefined : new RegExp(`[?&]${name}=(\\d+)`).exec(link)?.[1];
}

function isBody(body: Wire): boolean {
  const told = toldBy(body);
  if (told("state") === undefined) return false;
  if ("alert_uid" in body) return told("title") !== undefined;
  const hasEvent = told("event") !== undefined || idIn(told("link"), "eventid") !== undefined;
  return (
    hasEvent &&
    (told("trigger") !== undefined || told("host") !== undefined || idIn(told("link"), "triggerid") !== undefined)
  );
}

const webhook: JsonFormat = {
  shape: "json",
  id: "zabbix-webhook",
  label: "Zabbix media type, mapped (JSON)",
  matches: (value) => unwrapRelay(value, isBody) !== null,
  needsZone: (value) => {
    const body = unwrapRelay(value, isBody);
    return body !== null && lacksZone(momentOf(toldBy(body), "date", "time"));
  },
  read: (value, context) => readBody(unwrapRelay(value, isBody) ?? {}, context),
};

/** `2026.03.02` and `14:43:05` are two macros, in the local time of the server. */
function momentOf(told: Told, date: Field, time: Field): string | undefined {
  const [day, clock] = [told(date)?.replaceAll(".", "-"), told(time)];
  if (day === undefined) return clock !== undefined && /\d[-.T]\d/.test(clock) ? clock : undefined;
  return clock === undefined ? day : `${day} ${clock}`;
}

function readBody(body: Wire, context: ReadContext): Outcome {
  const told = toldBy(body);
  const state = told("state")?.toLowerCase() ?? "";
  const opensOrEnds = Object.hasOwn(STATES, state) ? STATES[state] : undefined;
  if (opensOrEnds === undefined) return ignored(`${JSON.stringify(state.slice(0, 40))}: not a state of a problem`);
  const pageKey = told("event") ?? idIn(told("link"), "eventid");
  if (pageKey === undefined) return rejected("names no event: let the media type send {EVENT.ID}");
  const isAcknowledged = /^(?:yes|acknowledged|1|true)$/i.test(told("acknowledged") ?? "");
  const kind = opensOrEnds === "triggered" && isAcknowledged ? "acknowledged" : opensOrEnds;
  const collector = new Collector(PROVIDER, { zone: context.zone });
  const began = momentOf(told, "date", "time");
  const happened =
    kind === "triggered"
      ? began
      : kind === "resolved"
        ? momentOf(told, "recoveryDate", "recoveryTime")
        : momentOf(told, "updateDate", "updateTime");
  const { at, isReceipt } = timeOf(happened, context, collector);
  if (at === null) return rejected(missingTime(happened, "the time of the event", collector.times));
  const event: Omit<PageEvent, "provider" | "eventKey"> = {
    pageKey,
    kind,
    at,
    by: kind === "acknowledged" ? "unknown" : "automation",
    facts: factsOf(told),
  };
  if (isReceipt) event.atReceipt = true;
  if (event.facts) {
    const createdAt =
      kind === "triggered" || lacksZoneHere(began, context) ? null : collector.time(began, "event time");
    if (createdAt !== null && createdAt <= at) event.facts.createdAt = createdAt;
    event.facts.asOf = at;
  }
  collector.snapshot("webhook", event);
  return collector.accepted();
}

function lacksZoneHere(moment: string | undefined, { zone }: ReadContext): boolean {
  return zone === null && lacksZone(moment);
}

/** A local time of a zone that nobody has named cannot be read; the delivery's receipt can stand for it. */
function timeOf(
  moment: string | undefined,
  context: ReadContext,
  collector: Collector,
): { at: number | null; isReceipt: boolean } {
  if (moment === undefined) return { at: context.receivedAt, isReceipt: true };
  if (lacksZoneHere(moment, context) && context.receivedAt !== null) {
    collector.issues.push(`${JSON.stringify(moment)}: the zone of the server is not known, so the receipt is taken`);
    return { at: context.receivedAt, isReceipt: true };
  }
  return { at: collector.time(moment, "the time of the event"), isReceipt: false };
}

function factsOf(field: Told): PageFacts {
  const trigger = field("trigger") ?? idIn(field("link"), "triggerid");
  return told<PageFacts>({
    title: field("title"),
    service: field("host"),
    priority: field("severity"),
    rule: trigger,
    dedup: trigger,
    link: linkOf(field("link")),
  });
}

/** The body is what the script of the media type builds: https://www.zabbix.com/documentation/current/en/manual/appendix/macros/supported_by_location */
export const zabbix: Provider = {
  id: PROVIDER,
  label: "Zabbix",
  formats: [webhook],
  webhook: {
    signature: null,
    canSetHeader: true,
    contentTypes: [],
    maxBytes: 1024 * 1024,
    retries429: false,
    disablesAfter: null,
    // A step of an escalation sends its body again: an equal one says nothing new.
    deliveryKey: () => null,
    setUp: [
      "In Zabbix open Alerts, then Media types, and add one of type Webhook, for problems, recoveries and updates.",
      "Give it a parameter for each of these names, its value the macro: event_id {EVENT.ID}, trigger_id {TRIGGER.ID}, event_name {EVENT.NAME}, host_name {HOST.NAME}, event_severity {EVENT.SEVERITY}, event_status {EVENT.STATUS}, event_ack_status {EVENT.ACK.STATUS}, event_date {EVENT.DATE}, event_time {EVENT.TIME}, recovery_date {EVENT.RECOVERY.DATE}, recovery_time {EVENT.RECOVERY.TIME}, update_date {EVENT.UPDATE.DATE}, update_time {EVENT.UPDATE.TIME}.",
      "Let its script post the value it is given, which is JSON, as it stands: var r = new HttpRequest(); r.addHeader('Content-Type: application/json'); r.addHeader('Authorization: Bearer {secret}'); r.post('{url}', value); return 'OK';",
      "Give the media to a user, and let an action send to that user.",
      "The times are those of the server: name its time zone in this source.",
    ],
  },
};
