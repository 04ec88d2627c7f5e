import type { Instant } from "@/lib/model/instant";
import type { Actor, PageEvent } from "@/lib/model/page-event";
import { Collector, ignored, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { stableHash } from "@/lib/providers/stable-hash";
import { objectOf, objectsOf, textOf, told, type Wire } from "@/lib/providers/wire";
import { groupFacts, isDemo, userOf } from "./group-facts";
import { PROVIDER } from "./provider-id";

const CREATED = "alert group created";

type Reading = {
  kind: PageEvent["kind"];
  /** Member of the alert group that dates the act, for a body without the time of its event. */
  dates: string | null;
  /** Member that names who did it, besides `user`; newer versions only. */
  names?: string;
};

const READINGS: Readonly<Record<string, Reading>> = {
  [CREATED]: { kind: "triggered", dates: "created_at" },
  "personal notification": { kind: "notified", dates: null },
  acknowledge: { kind: "acknowledged", dates: "acknowledged_at", names: "alert_group_acknowledged_by" },
  unacknowledge: { kind: "unacknowledged", dates: null },
  escalation: { kind: "escalated", dates: null },
  silence: { kind: "snoozed", dates: "silenced_at" },
  resolve: { kind: "resolved", dates: "resolved_at", names: "alert_group_resolved_by" },
  unresolve: { kind: "reopened", dates: null },
};

/** What a state says where the type is only "status change". */
const TYPE_OF_STATE: Readonly<Record<string, string>> = {
  acknowledged: "acknowledge",
  resolved: "resolve",
  silenced: "silence",
  firing: CREATED,
  new: CREATED,
};

const NO_EVENT: Readonly<Record<string, string>> = {
  unsilence: "unsilence: the end of a silence, nobody was paged",
};

export function isWebhookBody(value: Wire): boolean {
  return textOf(objectOf(value.event)?.type) !== undefined && groupIdOf(value) !== undefined;
}

export function groupIdOf(body: Wire): string | undefined {
  return textOf(body.alert_group_id) ?? textOf(objectOf(body.alert_group)?.id);
}

/** The body with the act that its state tells. A group that fires may fire again: only its opening is certain. */
function withAct(body: Wire): Wire {
  const event = objectOf(body.event) ?? {};
  const type = textOf(event.type)?.toLowerCase() ?? "";
  const state = textOf(objectOf(body.alert_group)?.state)?.toLowerCase() ?? "";
  const changed = Object.hasOwn(TYPE_OF_STATE, state) ? TYPE_OF_STATE[state] : undefined;
  const act = type === "status change" ? changed : type;
  if (act !== CREATED || act === type) return { ...body, event: { ...event, type: act ?? type } };
  return { ...body, event: { type: act }, user: undefined };
}

/** An event body: yields the one event that it announces; the rest only fills attributes of the page. */
export function readWebhookBody(original: Wire, { zone, receivedAt }: ReadContext): Outcome {
  const body = withAct(original);
  const type = textOf(objectOf(body.event)?.type) ?? "";
  const group = objectOf(body.alert_group) ?? {};
  const pageKey = groupIdOf(body);
  if (pageKey === undefined) return rejected("alert_group_id is missing");
  if (isDemo(body.alert_payload)) return ignored("a demo alert (amixr_demo): nobody was paged for a problem");
  if (Object.hasOwn(NO_EVENT, type)) return ignored(NO_EVENT[type] as string);
  if (!Object.hasOwn(READINGS, type)) return ignored(`${type}: not an event of a page`);
  const reading = READINGS[type] as Reading;
  const collector = new Collector(PROVIDER, { zone });
  const time = timeOf(body, group, reading, receivedAt, collector);
  if (time === null)
    return rejected(collector.issues[0] ?? `${type} carries no time, and a file has no moment of receipt`);
  const user = userOf(body.user, collector);
  const event: PageEvent = {
    provider: PROVIDER,
    pageKey,
    eventKey: keyOf(type, body, user, time),
    kind: reading.kind,
    ...time,
    ...doerOf(body, reading, user, collector),
  };
  const wrong = addDetails(event, body, user, collector);
  if (wrong !== null) return rejected(wrong);
  const createdAt = collector.time(group.created_at, "alert_group.created_at");
  event.facts = { ...groupFacts(group, objectOf(body.integration), objectOf(body.alert_payload)), asOf: time.at };
  if (createdAt !== null && createdAt <= time.at) event.facts.createdAt = createdAt;
  collector.events.push(event);
  return collector.accepted();
}

type Time = { at: Instant; atReceipt?: true };

/** Of the event, else of the alert group, else of the receipt: three of the types never carry one. */
function timeOf(
  body: Wire,
  group: Wire,
  { dates }: Reading,
  receivedAt: Instant | null,
  collector: Collector,
): Time | null {
  const at =
    collector.time(objectOf(body.event)?.time, "event.time") ??
    (dates === null ? null : collector.time(group[dates], `alert_group.${dates}`));
  if (at !== null) return { at };
  return receivedAt === null ? null : { at: receivedAt, atReceipt: true };
}

/** The same act may come from two webhooks, one for its own type and one for every status change. */
function keyOf(type: string, body: Wire, user: string | undefined, { at, atReceipt }: Time): string {
  const when = atReceipt
    ? stableHash(JSON.stringify(body))
    : (textOf(objectOf(body.event)?.time) ?? new Date(at).toISOString());
  return ["webhook", type, when, ...(type === "personal notification" && user !== undefined ? [user] : [])].join(":");
}

/** Null means that an integration or a rule did it; a key that is missing means that nobody said. */
function doerOf(
  body: Wire,
  { kind, names }: Reading,
  user: string | undefined,
  collector: Collector,
): { by: Actor; person?: string } {
  if (kind === "triggered")
    return { by: user !== undefined ? "person" : body.user === null ? "automation" : "unknown" };
  if (kind === "notified") return told({ by: "automation" as const, person: user });
  const person = user ?? (names === undefined ? undefined : userOf(body[names], collector));
  if (person !== undefined) return { by: "person", person };
  const isNull = body.user === null || (names !== undefined && body[names] === null);
  return { by: isNull ? "automation" : "unknown" };
}

/** Why the event means nothing without what is missing, else null. */
function addDetails(event: PageEvent, body: Wire, user: string | undefined, collector: Collector): string | null {
  // The documents and the code spell it in two ways.
  const next = usersOf(body.users_to_be_notified ?? body.users_to_notify, collector);
  const notified = usersOf(body.notified_users, collector);
  if (event.kind === "notified") {
    event.channel = "unknown";
    return user === undefined ? "a personal notification that names nobody" : null;
  }
  if (event.kind === "triggered" || event.kind === "escalated") {
    // Who was notified so far grows from step to step: only at the opening are these the people of this one.
    const to = next.length > 0 || event.kind === "escalated" ? next : notified;
    if (to.length > 0) event.to = to;
  }
  if (event.kind === "snoozed") {
    const until = collector.time(objectOf(body.event)?.until, "event.until");
    if (until !== null) event.how = new Date(until).toISOString();
  }
  return null;
}

function usersOf(value: unknown, collector: Collector): string[] {
  return [...new Set(objectsOf(value).flatMap((user) => userOf(user, collector) ?? []))];
}
