import type { Instant } from "@/lib/model/instant";
import type { PageEvent, PageFacts } from "@/lib/model/page-event";
import { Collector, ignored, missingTime, rejected } from "@/lib/providers/collector";
import type { Envelope, Outcome, ReadContext } from "@/lib/providers/provider";
import { linkOf, numberOf, objectOf, textOf, told, type Wire } from "@/lib/providers/wire";
import { fingerprintOf } from "./fingerprint-of";

/** Members of a group which say something about each of its alerts, wherever they stand in the body. */
export const GROUP_MEMBERS = [
  "groupLabels",
  "commonLabels",
  "commonAnnotations",
  "truncatedAlerts",
  "labels",
  "title",
] as const;

/** Whether this is one alert of a group, in a webhook body or as Alertmanager's API lists it. */
export function isAlert(value: Wire): boolean {
  if (objectOf(value.labels) === null || value.status === undefined) return false;
  return ["startsAt", "endsAt", "fingerprint", "annotations"].some((name) => value[name] !== undefined);
}

/**
 * One alert. The same (fingerprint, startsAt, state) gives the same event however often it is told: groups repeat theirs
 * on every change and every `repeat_interval`, and both halves of a pair of servers send them.
 */
export function readAlert(provider: string, alert: Wire, context: ReadContext, more: PageFacts = {}): Outcome {
  const state = stateOf(alert);
  if (state.is === "rejected") return rejected(state.why);
  if (state.is === "ignored") return ignored(state.why);
  const fingerprint = textOf(alert.fingerprint) ?? fingerprintOf(objectOf(alert.labels) ?? {});
  if (fingerprint === undefined) return rejected("neither a fingerprint nor labels tell which alert this is");
  const collector = new Collector(provider, { zone: context.zone });
  const startsAt = collector.time(alert.startsAt, "startsAt");
  if (startsAt === null) return rejected(missingTime(alert.startsAt, "startsAt", collector.times));
  const left = numberOf(context.envelope?.get("truncatedAlerts")) ?? 0;
  if (left > 0) collector.issues.push(`the sender left ${left} more alerts of this group out (truncatedAlerts)`);
  const opening = new Date(startsAt).toISOString();
  const event: PageEvent = {
    provider,
    pageKey: `${fingerprint}@${opening}`,
    eventKey: `${fingerprint}:${state.is}@${opening}`,
    kind: state.is === "firing" ? "triggered" : "resolved",
    at: startsAt,
    by: "automation",
  };
  const facts = { ...factsOf(alert, context.envelope), dedup: fingerprint, ...told(more) };
  if (state.is === "resolved") {
    const end = endOf(alert, context, collector);
    if (end === null) return rejected(noEnd(alert, collector));
    Object.assign(event, end);
    if (startsAt <= end.at) facts.createdAt = startsAt;
    else collector.issues.push("endsAt lies before startsAt");
  }
  event.facts = facts;
  collector.events.push(event);
  return collector.accepted();
}

type State = { is: "firing" | "resolved" } | { is: "ignored" | "rejected"; why: string };

/** In a webhook the status is a word; in the API it is an object, where only what is active pages anybody. */
function stateOf({ status }: Wire): State {
  const object = objectOf(status);
  const word = textOf(object ? object.state : status);
  if (word === undefined) return { is: "rejected", why: "the status of the alert is missing" };
  if (!object && (word === "firing" || word === "resolved")) return { is: word };
  if (!object) return { is: "ignored", why: `status ${word}: neither firing nor resolved` };
  if (word === "active") return { is: "firing" };
  if (word === "suppressed") return { is: "ignored", why: `suppressed ${suppressorsOf(object)}: nobody was paged` };
  return { is: "ignored", why: `state ${word}: nobody was paged` };
}

const SUPPRESSORS = [
  ["silencedBy", "by silence"],
  ["inhibitedBy", "by alert"],
  ["mutedBy", "by time interval"],
] as const;

function suppressorsOf(status: Wire): string {
  const told = SUPPRESSORS.flatMap(([member, words]) => {
    const ids = Array.isArray(status[member]) ? status[member].flatMap((id) => textOf(id) ?? []) : [];
    return ids.length > 0 ? [`${words} ${ids.join(", ")}`] : [];
  });
  return told.length > 0 ? told.join(" and ") : "by nothing that is named";
}

/** Year 1 says that the alert has not ended, also where its status says that it has. */
function endOf(
  alert: Wire,
  { receivedAt }: ReadContext,
  collector: Collector,
): { at: Instant; atReceipt?: true } | null {
  const at = collector.time(alert.endsAt, "endsAt");
  if (at !== null) return { at };
  return receivedAt === null ? null : { at: receivedAt, atReceipt: true };
}

function noEnd(alert: Wire, { times }: Collector): string {
  return `resolved, but ${missingTime(alert.endsAt, "endsAt", times)}, and a file has no moment of receipt`;
}

/** The alert's own labels win over those of its group. */
function factsOf(alert: Wire, envelope: Envelope | null): PageFacts {
  const member = (name: string): Wire | null => objectOf(envelope?.get(name));
  const labels = [objectOf(alert.labels), member("groupLabels"), member("labels"), member("commonLabels")];
  const label = (...names: readonly string[]): string | undefined => firstOf(labels, names);
  const annotations = [objectOf(alert.annotations), member("commonAnnotations")];
  const named = label("alertname") ?? firstOf(annotations, ["summary", "title", "description"]);
  return told<PageFacts>({
    title: named ?? bodyTitle(envelope?.get("title")),
    service: label("service"),
    team: label("team"),
    environment: label("environment", "env"),
    priority: label("severity"),
    rule: label("alertname"),
    link: linkOf(alert.generatorURL),
  });
}

/** The first of these names that any of the objects has, the name before the object. */
function firstOf(objects: readonly (Wire | null)[], names: readonly string[]): string | undefined {
  for (const name of names) {
    for (const object of objects) {
      const text = textOf(object?.[name]);
      if (text !== undefined) return text;
    }
  }
  return undefined;
}

/** `[FIRING:2, RESOLVED:1] ` stands before it and is another one each time. */
function bodyTitle(value: unknown): string | undefined {
  return textOf(value)?.replace(/^\[(?:FIRING|RESOLVED)[^\]]*\]\s*/i, "") || undefined;
}
