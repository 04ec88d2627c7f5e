import type { Instant } from "@/lib/model/instant";
import type { PageEvent, PageEventKind, PageFacts } from "@/lib/model/page-event";
import { Collector, type Doer, ignored, missingTime, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { stableHash } from "@/lib/providers/stable-hash";
import { isAddress, objectOf, objectsOf, textOf, type Wire } from "@/lib/providers/wire";
import { actorOf, PROVIDER, personOf } from "./account";
import { alertFacts } from "./alert-facts";

/** The spelling of the newer ones is not documented, so blanks and case do not count. */
const KINDS: Readonly<Record<string, PageEventKind>> = {
  create: "triggered",
  acknowledge: "acknowledged",
  unacknowledge: "unacknowledged",
  escalate: "escalated",
  assignownership: "reassigned",
  takeownership: "reassigned",
  addrecipient: "responder-added",
  addresponder: "responder-added",
  addteam: "responder-added",
  snooze: "snoozed",
  addnote: "annotated",
  updatepriority: "priority-changed",
  close: "resolved",
  delete: "resolved",
};

export function isWebhookBody(value: Wire): boolean {
  const alert = objectOf(value.alert);
  if (!alert || textOf(value.action) === undefined) return false;
  return alert.alertId !== undefined || value.integrationId !== undefined || value.integrationName !== undefined;
}

function spelling(action: string): string {
  return action.toLowerCase().replace(/[^a-z]/g, "");
}

/** An event body: yields the one act that it announces; the rest only fills attributes of the page. */
export function readWebhookBody(body: Wire, { zone, receivedAt }: ReadContext): Outcome {
  const action = textOf(body.action) ?? "";
  const name = spelling(action);
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (kind === undefined) return ignored(`${action}: nobody was paged and nobody took or ended the alert`);
  const alert = objectOf(body.alert) ?? {};
  const pageKey = textOf(alert.alertId);
  if (pageKey === undefined) return rejected("alert.alertId is missing");
  const collector = new Collector(PROVIDER, { zone });
  const moment = momentOf(kind, alert, receivedAt, collector);
  if (typeof moment === "string") return rejected(moment);
  const { at } = moment;
  // An escalation names no actor: that it came by a timeout is likely, not told.
  const doer: Doer =
    kind === "escalated" ? { by: "unknown" } : actorOf(alert, textOf(objectOf(body.source)?.type), collector);
  const event: PageEvent = {
    provider: PROVIDER,
    pageKey,
    eventKey: eventKeyOf(action, body, moment),
    kind,
    at,
    by: doer.by,
  };
  if (moment.isReceipt) event.atReceipt = true;
  if (doer.person !== undefined && kind !== "triggered") event.person = doer.person;
  const to = askedBy(name, body, alert, event.person, collector);
  if (to.length > 0) event.to = to;
  addWords(event, name, alert, collector);
  event.facts = factsOf(body, alert, moment, collector);
  collector.events.push(event);
  return collector.accepted();
}

type Moment = { at: Instant; isReceipt: boolean };

/** The alert opened at its `createdAt`; every later act is at its last change. An escalation carries no time at all. */
function momentOf(kind: PageEventKind, alert: Wire, receivedAt: Instant | null, collector: Collector): Moment | string {
  const names = kind === "triggered" ? ["createdAt", "insertedAt", "updatedAt"] : ["updatedAt", "insertedAt"];
  const name = names.find((key) => textOf(alert[key]) !== undefined);
  if (name !== undefined) {
    const at = collector.time(alert[name], `alert.${name}`);
    return at === null ? missingTime(alert[name], `alert.${name}`, collector.times) : { at, isReceipt: false };
  }
  if (receivedAt !== null) return { at: receivedAt, isReceipt: true };
  return `alert.${names[0]} is missing, and a file does not say when the body was received`;
}

/** The same act is told by each webhook that is set up: what names the webhook is no part of the key. */
function eventKeyOf(action: string, body: Wire, { at, isReceipt }: Moment): string {
  const { alert, source, escalationId, escalationName, escalationNotify, escalationTime, repeatCount } = body;
  const said = [alert, source, escalationId, escalationName, escalationNotify, escalationTime, repeatCount];
  const when = isReceipt ? "" : `@${new Date(at).toISOString()}`;
  return `webhook:${action}${when}:${stableHash(JSON.stringify(said))}`;
}

/** The people who are asked now. Only an e-mail address is a person's name, and an id may be anybody's. */
function askedBy(name: string, body: Wire, alert: Wire, actor: string | undefined, collector: Collector): string[] {
  const named = (value: unknown): string[] => {
    const username = textOf(value);
    return isAddress(username) ? [personOf({ username }, collector) ?? username] : [];
  };
  if (name === "create")
    return [...new Set([...respondersOf(alert, collector), ...listOf(alert.recipients).flatMap(named)])];
  if (name === "escalate") return notifiedNext(body, collector);
  if (name === "assignownership") return named(alert.owner);
  if (name === "takeownership") return actor === undefined ? [] : [actor];
  if (name === "addrecipient" || name === "addresponder") {
    return [...new Set([...named(alert.recipient), ...named(alert.responder)])];
  }
  return [];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Users among the responders; teams, schedules and escalations name nobody. */
export function respondersOf(alert: Wire, collector: Collector): string[] {
  const keys: string[] = [];
  for (const responder of objectsOf(alert.responders)) {
    if (textOf(responder.type)?.toLowerCase() !== "user") continue;
    const username = textOf(responder.username) ?? textOf(responder.name);
    const key = personOf(isAddress(username) ? { username, id: responder.id } : { id: responder.id }, collector);
    if (key !== undefined && !keys.includes(key)) keys.push(key);
  }
  return keys;
}

function notifiedNext(body: Wire, collector: Collector): string[] {
  const next = objectOf(body.escalationNotify);
  if (!next) return [];
  const isUser = [next.entity, next.type].some((kind) => textOf(kind)?.toLowerCase() === "user");
  const username = textOf(next.name);
  if (!isUser && !isAddress(username)) return [];
  const key = personOf(
    isAddress(username) ? { username, id: next.id } : { id: next.id, fullName: username },
    collector,
  );
  return key === undefined ? [] : [key];
}

function addWords(event: PageEvent, name: string, alert: Wire, collector: Collector): void {
  const note = textOf(alert.note);
  if (note !== undefined && event.kind !== "triggered") event.note = note;
  if (name === "delete") event.how = "deleted";
  if (name === "snooze") {
    const until = collector.time(alert.snoozedUntil ?? alert.snoozeEndDate, "alert.snoozedUntil");
    if (until !== null) event.how = new Date(until).toISOString();
  }
}

function factsOf(body: Wire, alert: Wire, { at }: Moment, collector: Collector): PageFacts {
  const facts = alertFacts(alert, collector.issues);
  const policy = textOf(body.escalationName);
  if (policy !== undefined) facts.policy = policy;
  const createdAt = collector.time(alert.createdAt, "alert.createdAt");
  if (createdAt !== null && createdAt < at) facts.createdAt = createdAt;
  facts.asOf = at;
  return facts;
}
