import type { Instant } from "@/lib/model/instant";
import type { PageFacts } from "@/lib/model/page-event";
import { channelIn } from "@/lib/providers/channel-in";
import { Collector, type Doer, ignored, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { numberOf, objectOf, objectsOf, textOf, type Wire } from "@/lib/providers/wire";
import { readDump } from "./dump";
import {
  doerNamed,
  incidentFacts,
  isSystem,
  numberOfIncident,
  PROVIDER,
  phaseOf,
  timeOf,
  usersOf,
} from "./incident-words";

type Parts = Readonly<Record<"incident" | "state" | "alert" | "page" | "chat", Wire>>;

type Reading = Parts & { pageKey: string; collector: Collector; receivedAt: Instant | null };

/** When something was; `isReceipt` where only the moment of receipt is known. */
type Moment = { at: Instant; isReceipt: boolean };
type Ack = Moment & { doer: Doer };

/** A body with the variables of the incident, of a message to a person, of a chat line: whichever it holds is read. */
export function readOutgoing(body: Wire, { zone, receivedAt }: ReadContext): Outcome {
  const dump = readDump(body);
  const part = (name: string): Wire => objectOf(dump[name]) ?? {};
  const parts = {
    incident: part("incident"),
    state: part("state"),
    alert: part("alert"),
    page: part("page"),
    chat: part("chat"),
  };
  const pageKey = pageKeyOf(parts);
  const hasPage = textOf(parts.page.user_id) !== undefined;
  const hasChat = textOf(parts.chat.text) !== undefined;
  if (pageKey === undefined) return withoutIncident(hasPage, hasChat, objectOf(dump.oncall) !== null);
  const reading = { ...parts, pageKey, collector: new Collector(PROVIDER, { zone }), receivedAt };
  if (tellsIncident(parts)) readIncident(reading);
  const stopped = hasPage && isCancelled(parts.page);
  if (hasPage && !stopped) readPaging(reading);
  if (hasChat) readChat(reading);
  const { events, issues } = reading.collector;
  if (events.length > 0) return reading.collector.accepted();
  if (stopped) return ignored("the paging of a person ended: no further message");
  if (objectOf(dump.oncall) !== null) return ignored("a change of who is on call: nobody was paged");
  return rejected(issues[0] ?? whyNothing(parts));
}

export function pageKeyOf({ incident, state }: Pick<Parts, "incident" | "state">): string | undefined {
  return (
    numberOfIncident(incident.incident_id) ??
    numberOfIncident(state.incident_name) ??
    numberOfIncident(incident.incident_name)
  );
}

function withoutIncident(hasPage: boolean, hasChat: boolean, hasOnCall: boolean): Outcome {
  if (hasPage) return ignored("a notification that names no incident cannot be put to a page");
  if (hasChat) return ignored("a chat line that names no incident");
  if (hasOnCall) return ignored("a change of who is on call: nobody was paged");
  return rejected("INCIDENT.INCIDENT_ID is missing");
}

function whyNothing(parts: Parts): string {
  if (currentPhase(parts) === undefined) return "neither a phase nor a time of the incident is told";
  return "INCIDENT.INCIDENT_TIMESTAMP is missing, and a file does not say when the body was received";
}

function tellsIncident({ incident, state }: Parts): boolean {
  return [incident.incident_timestamp, state.incident_timestamp, currentPhase({ incident, state })].some(
    (value) => textOf(value) !== undefined,
  );
}

/** STATE may be an older one than INCIDENT in the same body. */
export function currentPhase({ incident, state }: Pick<Parts, "incident" | "state">): ReturnType<typeof phaseOf> {
  return phaseOf(incident.current_phase) ?? phaseOf(state.current_alert_phase);
}

/** A snapshot: every act that INCIDENT and STATE date. */
function readIncident(reading: Reading): void {
  const { incident, state, alert, pageKey, collector } = reading;
  const phase = currentPhase(reading);
  const opened = openingOf(reading, phase);
  const acks = acknowledgementsOf(reading, phase);
  const end = endOf(reading, phase, opened?.at ?? null);
  const facts = factsOf(reading);
  if (end === "unknown-time") facts.closedAtUnknownTime = true;
  if (phase === "acknowledged" && acks.length === 0) facts.counts = { ...facts.counts, acknowledgements: 1 };
  const dated = typeof end === "object" ? end?.at : undefined;
  facts.asOf = latest(reading, [opened?.at, ...acks.map(({ at }) => at), dated]);

  const before = collector.events.length;
  if (opened) {
    const to = usersOf(state.users_paged ?? incident.users_paged ?? [], collector);
    const asked = to.length > 0 ? to : undefined;
    add(reading, opened, { kind: "triggered", by: raisedBy(incident, state, alert), to: asked });
  }
  for (const { doer, ...moment } of acks) add(reading, moment, { kind: "acknowledged", ...doer });
  if (isUnacknowledged(reading, phase, acks)) {
    add(reading, receipt(reading), { kind: "unacknowledged", by: "unknown" });
  }
  if (typeof end === "object" && end) add(reading, end, { kind: "resolved", ...resolverOf(reading) });
  const first = collector.events[before];
  if (first) first.facts = facts;
  else if (facts.closedAtUnknownTime)
    collector.issues.push(`incident ${pageKey} is resolved, and no time of it is told`);
}

type Told = Omit<Parameters<Collector["snapshot"]>[1], "pageKey" | "at">;

function add({ collector, pageKey }: Reading, moment: Moment | null, event: Told): void {
  if (!moment) return;
  const atReceipt = moment.isReceipt ? { atReceipt: true as const } : {};
  collector.snapshot("webhook", { pageKey, ...event, at: moment.at, ...atReceipt });
}

function receipt({ receivedAt }: Reading): Moment | null {
  return receivedAt === null ? null : { at: receivedAt, isReceipt: true };
}

function moment(at: Instant | null): Moment | null {
  return at === null ? null : { at, isReceipt: false };
}

function openingOf(reading: Reading, phase: ReturnType<typeof phaseOf>): Moment | null {
  const { incident, state, collector } = reading;
  const told = textOf(incident.incident_timestamp) !== undefined ? incident : state;
  const at = timeOf(told.incident_timestamp, "INCIDENT_TIMESTAMP", collector);
  if (at !== null) return moment(at);
  if (textOf(told.incident_timestamp) !== undefined || phase !== "triggered") return null;
  return receipt(reading);
}

/** Three places tell acknowledgements, and mostly the same ones. */
function acknowledgementsOf(reading: Reading, phase: ReturnType<typeof phaseOf>): Ack[] {
  const { incident, state, collector } = reading;
  const places: [string, Wire][] = [
    ...objectsOf(incident.policies_paged).map((policy, i): [string, Wire] => [`POLICIES_PAGED.${i}`, policy]),
    ...objectsOf(objectOf(incident.ack_data)?.acks).map((ack, i): [string, Wire] => [`ACK_DATA.ACKS.${i}`, ack]),
    ["STATE", state],
  ];
  const acks: Ack[] = [];
  const received = receipt(reading);
  for (const [place, { acked_by: by, acked_at: when }] of places) {
    const doer = doerNamed(by, collector);
    const at = timeOf(when, `${place}.ACKED_AT`, collector);
    if (at !== null) addAck(acks, { at, isReceipt: false, doer });
    else if (textOf(by) === undefined || !isNoTime(when)) continue;
    else if (phase === "acknowledged" && received) addAck(acks, { ...received, doer });
    else collector.issues.push(`${place}.ACKED_AT is missing`);
  }
  return acks;
}

/** Nothing is there; what is there and cannot be read has been said. */
function isNoTime(value: unknown): boolean {
  return [undefined, "0"].includes(textOf(value));
}

/** The same act told twice is one; who is named wins over who is not, and a time over the moment of receipt. */
function addAck(acks: Ack[], ack: Ack): void {
  const same = acks.findIndex(
    (known) =>
      (known.doer.person === ack.doer.person || known.doer.by === "unknown" || ack.doer.by === "unknown") &&
      (known.isReceipt || ack.isReceipt || Math.floor(known.at / 1000) === Math.floor(ack.at / 1000)),
  );
  const known = acks[same];
  if (!known) acks.push(ack);
  else {
    const doer = known.doer.by === "unknown" ? ack.doer : known.doer;
    acks[same] = { ...(known.isReceipt ? ack : known), doer };
  }
}

/** Back to UNACKED after an acknowledgement; where several must acknowledge, the first one leaves the phase as it is. */
function isUnacknowledged({ incident }: Reading, phase: ReturnType<typeof phaseOf>, acks: readonly Ack[]): boolean {
  if (phase !== "triggered" || acks.length === 0) return false;
  if (textOf(String(incident.is_multi_responder))?.toLowerCase() === "true") return false;
  const data = objectOf(incident.ack_data);
  return (numberOf(data?.acks_expected) ?? 0) <= (numberOf(data?.acks_received) ?? 0);
}

function endOf(
  reading: Reading,
  phase: ReturnType<typeof phaseOf>,
  openedAt: Instant | null,
): Moment | "unknown-time" | null {
  const { state, alert, collector } = reading;
  const told = timeOf(state.resolved_at, "STATE.RESOLVED_AT", collector);
  if (phase !== "resolved") {
    if (told !== null) collector.issues.push("STATE.RESOLVED_AT: the incident is not resolved: not used");
    return null;
  }
  const recovered = isRecovery(alert) ? timeOf(alert.vo_alert_rcv_time, "ALERT.VO_ALERT_RCV_TIME", collector) : null;
  const at = told ?? recovered;
  if (at === null) return receipt(reading) ?? "unknown-time";
  if (openedAt === null || at >= openedAt) return moment(at);
  collector.issues.push("resolved before it was opened: the end is not used");
  return "unknown-time";
}

function isRecovery(alert: Wire): boolean {
  return textOf(alert.message_type)?.toUpperCase() === "RECOVERY";
}

/** A recovery that a tool sends is automatic. Nobody named is else not known to be anything. */
function resolverOf({ incident, state, alert, collector }: Reading): Doer {
  const doer = doerNamed(state.resolved_by, collector);
  if (doer.by !== "unknown") return doer;
  return isRecovery(alert) && raisedBy(incident, state, alert) !== "person" ? { by: "automation" } : doer;
}

/** Raised in the product's own pages, or by a tool; the alert in the body may be a later one. */
function raisedBy(incident: Wire, state: Wire, alert: Wire): Doer["by"] {
  const monitor = textOf(incident.monitor_type) ?? textOf(state.monitor_type) ?? textOf(alert.monitoring_tool);
  if (monitor === undefined) return "unknown";
  return monitor.toLowerCase() === "manual" ? "person" : "automation";
}

function factsOf({ incident, state, alert, pageKey }: Reading): PageFacts {
  const facts = incidentFacts({
    number: pageKey,
    title: textOf(incident.entity_display_name) ?? textOf(alert.entity_display_name) ?? state.service,
    service: incident.service,
    host: incident.host,
    routingKey: alert.routing_key,
    entityId: textOf(state.entity_id) ?? alert.entity_id,
    policies: incident.policies_paged,
  });
  const alerts = numberOf(incident.alert_count) ?? numberOf(state.alert_count);
  return alerts !== null && alerts > 0 ? { ...facts, counts: { occurrences: alerts } } : facts;
}

/** Until when the body was true: the last thing that it dates. */
function latest({ incident, state }: Reading, dated: readonly (Instant | undefined)[]): Instant | undefined {
  const quiet = new Collector(PROVIDER);
  const sequencing = objectOf(incident.sequencing);
  const stamps = [state.last_timestamp, sequencing?.service_time].map((value) => timeOf(value, "", quiet));
  const times = [...stamps, ...dated].filter((at): at is Instant => typeof at === "number");
  return times.length > 0 ? Math.max(...times) : undefined;
}

function isCancelled({ cancellation }: Wire): boolean {
  const word = textOf(typeof cancellation === "boolean" ? String(cancellation) : cancellation)?.toLowerCase();
  return objectOf(cancellation) !== null || (word !== undefined && !["false", "none", "0"].includes(word));
}

/** One message for each method of this attempt. Its keys are the paging's own, so that two webhooks tell it once. */
function readPaging(reading: Reading): void {
  const { page, pageKey, collector } = reading;
  const person = textOf(page.user_id);
  if (person === undefined) return;
  const told = textOf(page.started) !== undefined;
  const when = told ? moment(timeOf(page.started, "PAGE.STARTED", collector)) : receipt(reading);
  if (!when) {
    if (!told) collector.issues.push("PAGE.STARTED is missing, and a file does not say when the body was received");
    return;
  }
  const id = textOf(page.id);
  const attempt = textOf(page.attempt_number) ?? "1";
  const methods = objectsOf(page.methods);
  (methods.length > 0 ? methods : [{}]).forEach((method: Wire, i) => {
    const channel = channelIn(textOf(method.type));
    add(reading, when, { kind: "notified", by: "automation", person: collector.person({ id: person }), channel });
    const last = collector.events.at(-1);
    if (id !== undefined && last) last.eventKey = `page:${pageKey}:${id}:${attempt}:${i}`;
  });
}

function readChat(reading: Reading): void {
  const { chat, collector } = reading;
  const told = textOf(chat.timestamp) !== undefined;
  const when = told ? moment(timeOf(chat.timestamp, "CHAT.TIMESTAMP", collector)) : receipt(reading);
  if (!when && !told) {
    collector.issues.push("a chat line carries no time, and a file does not say when it was received");
  }
  const user = textOf(chat.user_id);
  const isRobot = textOf(String(chat.is_robot))?.toLowerCase() === "true" || isSystem(user);
  const doer: Doer = isRobot ? { by: "automation" } : doerNamed(user, collector);
  add(reading, when, { kind: "annotated", ...doer, note: textOf(chat.text) });
}
