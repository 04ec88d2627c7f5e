import type { PageEvent, PageEventKind, PageFacts } from "@/lib/model/page-event";
import { channelIn } from "@/lib/providers/channel-in";
import { Collector, ignored, missingTime, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { stableHash } from "@/lib/providers/stable-hash";
import { linkOf, nameOf, objectOf, objectsOf, textOf, told, type Wire } from "@/lib/providers/wire";
import { channelKey, mergeOf } from "./incident-facts";
import { PROVIDER } from "./provider-id";
import { titleOf } from "./title-of";

const KINDS: Readonly<Record<string, PageEventKind>> = {
  trigger: "triggered",
  notify: "notified",
  acknowledge: "acknowledged",
  unacknowledge: "unacknowledged",
  escalate: "escalated",
  delegate: "reassigned",
  assign: "reassigned",
  snooze: "snoozed",
  annotate: "annotated",
  resolve: "resolved",
};

const NO_EVENT: Readonly<Record<string, string>> = {
  urgency_change: "changes the urgency, not the priority",
  exhaust_escalation_path: "says only that a round of escalation ended",
  repeat_escalation_path: "says only that a round of escalation ended",
  reach_ack_limit: "a limit of PagerDuty's, nobody was paged",
  reach_trigger_limit: "a limit of PagerDuty's, nobody was paged",
  custom_field_value_change: "changes an attribute, nobody was paged",
  field_value_change: "changes an attribute, nobody was paged",
};

/** An assignment that only tells whom a trigger, an escalation or a delegation of the same second reached. */
type Effect = { effect: true; at: number; to: readonly string[] };
type Step = PageEvent | Effect | { none: string };

/** Whether this is a log entry by its own look: `type` ends so in every capture, also in references. */
export function isLogEntry(value: Wire): boolean {
  return textOf(value.type)?.endsWith("_log_entry") === true && value.assignments === undefined;
}

/** One entry of a flat list, which carries its incident as a reference. */
export function readFlatLogEntry(entry: Wire, context: ReadContext): Outcome {
  const incident = objectOf(entry.incident);
  const pageKey = textOf(incident?.id);
  if (pageKey === undefined) return rejected("incident.id is missing");
  const collector = new Collector(PROVIDER, { zone: context.zone });
  const at = collector.time(entry.created_at, "created_at");
  if (at === null) return rejected(missingTime(entry.created_at, "created_at", collector.times));
  const step = readStep(entry, pageKey, at, collector);
  if ("none" in step) return ignored(step.none);
  if ("effect" in step)
    return ignored("assign_log_entry by auto: the effect of a trigger or escalation of that second");
  step.facts = flatFacts(entry, incident, at);
  // Fetched with the whole incident, which then says since when it was open although its trigger lies elsewhere.
  const createdAt =
    incident?.created_at === undefined ? null : collector.time(incident.created_at, "incident.created_at");
  if (createdAt !== null) step.facts.createdAt = createdAt;
  const merge = step.kind === "resolved" ? mergeOf(incident?.resolve_reason) : null;
  // The reason is that of the last end: a page that was opened again had other ends before.
  const endedAt = collector.time(incident?.resolved_at ?? incident?.last_status_change_at, "incident.resolved_at");
  if (merge && (endedAt === null || sameSecond(endedAt, at))) {
    step.kind = "merged";
    if (merge.into !== undefined) step.mergedInto = merge.into;
  }
  collector.events.push(step);
  return collector.accepted();
}

function flatFacts(entry: Wire, incident: Wire | null, at: number): PageFacts {
  const channel = objectOf(entry.channel);
  const isTrigger = textOf(entry.type) === "trigger_log_entry";
  const summary = textOf(incident?.summary);
  const described = isTrigger ? textOf(objectOf(entry.event_details)?.description) : undefined;
  return told<PageFacts>({
    title: titleOf(summary) ?? titleOf(incident?.title) ?? described,
    service: nameOf(entry.service) ?? nameOf(incident?.service),
    team: nameOf(objectsOf(entry.teams)[0]),
    dedup: isTrigger ? (channelKey(channel) ?? textOf(incident?.incident_key)) : undefined,
    number: textOf(incident?.incident_number) ?? /^\[#(\d+)\]/.exec(summary ?? "")?.[1],
    link: linkOf(incident?.html_url),
    asOf: at,
  });
}

/** The entries that an incident brings with it, in their order in the file. */
export function readNestedLogEntries(incident: Wire, pageKey: string, collector: Collector): void {
  if (!Array.isArray(incident.log_entries)) return;
  const merge = mergeOf(incident.resolve_reason);
  const effects: Effect[] = [];
  const steps: PageEvent[] = [];
  let index = -1;
  for (const item of incident.log_entries as readonly unknown[]) {
    index++;
    const entry = objectOf(item);
    if (!entry) {
      collector.issues.push(`log_entries[${index}]: not an object`);
      continue;
    }
    const at = collector.time(entry.created_at, `log_entries[${index}]: created_at`);
    if (at === null) {
      if (textOf(entry.created_at) === undefined) collector.issues.push(`log_entries[${index}]: created_at is missing`);
      continue;
    }
    const step = readStep(entry, pageKey, at, collector);
    if ("effect" in step) effects.push(step);
    else if ("kind" in step) addStep(steps, step);
    else if (step.none.includes("not a type we know") || step.none.includes("names nobody")) {
      collector.issues.push(`log_entries[${index}]: ${step.none}`);
    }
  }
  for (const effect of effects) addTargets(steps, effect);
  if (merge) markMerged(steps, merge.into);
  for (const step of steps) collector.events.push(step);
}

/** Adds a step; escalations of one second by the same hand are one step with several targets. */
function addStep(steps: PageEvent[], step: PageEvent): void {
  if (step.kind !== "escalated" && step.kind !== "reassigned") {
    steps.push(step);
    return;
  }
  const same = steps.find(
    (other) =>
      other.kind === step.kind && other.person === step.person && other.by === step.by && sameSecond(other.at, step.at),
  );
  if (!same) {
    steps.push(step);
    return;
  }
  same.to = union(same.to, step.to);
  if (step.eventKey < same.eventKey) same.eventKey = step.eventKey; // whichever comes first in the file
}

function addTargets(steps: PageEvent[], { at, to }: Effect): void {
  for (const step of steps) {
    if (!sameSecond(step.at, at)) continue;
    if (step.kind === "triggered" || step.kind === "escalated" || step.kind === "reassigned") {
      step.to = union(step.to, to);
      return;
    }
  }
}

function markMerged(steps: readonly PageEvent[], into: string | undefined): void {
  let last: PageEvent | null = null;
  for (const step of steps) if (step.kind === "resolved" && (last === null || step.at > last.at)) last = step;
  if (!last) return;
  last.kind = "merged";
  if (into !== undefined) last.mergedInto = into;
}

function sameSecond(a: number, b: number): boolean {
  return Math.floor(a / 1000) === Math.floor(b / 1000);
}

function union(a: readonly string[] | undefined, b: readonly string[] | undefined): readonly string[] | undefined {
  if (!a || !b) return a ?? b;
  return [...a, ...b.filter((key) => !a.includes(key))];
}

/** What one entry says. `agent` tells the actor; a missing one is unknown. */
function readStep(entry: Wire, pageKey: string, at: number, collector: Collector): Step {
  const type = textOf(entry.type) ?? "";
  const name = type.endsWith("_log_entry") ? type.slice(0, -10) : type;
  const channel = objectOf(entry.channel);
  const doer = collector.doer(entry.agent);
  let kind = KINDS[name];
  if (name === "field_value_change" && /\bpriority\b/i.test(textOf(entry.summary) ?? "")) kind = "priority-changed";
  if (kind === undefined || !Object.hasOwn(KINDS, name)) {
    if (kind !== "priority-changed") return { none: noEvent(type, name) };
  }
  const channelType = textOf(channel?.type);
  if (name === "assign" && (channelType === "auto" || doer.by !== "person")) {
    return { effect: true, at, to: targetsOf(entry, collector) };
  }
  const step: PageEvent = {
    provider: PROVIDER,
    pageKey,
    eventKey: textOf(entry.id) ?? `log:${kind}@${new Date(at).toISOString()}:${stableHash(JSON.stringify(entry))}`,
    kind,
    at,
    by: doer.by,
  };
  if (kind === "notified") return readNotify(step, entry, channel, collector);
  // Who raised a page by hand is not who was paged: only that it was a person is kept.
  if (doer.person !== undefined && kind !== "triggered") step.person = doer.person;
  if (kind === "escalated" || kind === "reassigned") {
    const to = targetsOf(entry, collector);
    if (to.length > 0) step.to = to;
  }
  // The channel `timeout` is PagerDuty's own clock, also where the entry names no agent.
  if (channelType === "timeout" && doer.by !== "person") {
    step.by = "automation";
    if (kind !== "triggered") step.how = "timeout";
  } else if (channelType === "auto" && kind === "resolved" && doer.by === "unknown") step.by = "automation";
  if (kind === "annotated") {
    const note = noteOf(entry, channel);
    if (note !== undefined) step.note = note;
  }
  if (kind === "snoozed") {
    const until = collector.time(objectsOf(entry.changed_actions)[0]?.at, "changed_actions[0].at");
    if (until !== null) step.how = new Date(until).toISOString();
  }
  return step;
}

function noEvent(type: string, name: string): string {
  if (type === "") return "type is missing";
  const why = Object.hasOwn(NO_EVENT, name) ? NO_EVENT[name] : "not a type we know";
  return `${type}: ${why}`;
}

function readNotify(step: PageEvent, entry: Wire, channel: Wire | null, collector: Collector): Step {
  const summary = textOf(entry.summary) ?? "";
  const told = /^Notified (.+) (?:by|via) ([a-z ]+)\.?$/i.exec(summary);
  const named = told?.[1];
  const person = collector.person(entry.user) ?? (named === undefined ? undefined : collector.named(named));
  if (person === undefined) return { none: `${textOf(entry.type)}: names nobody` };
  step.person = person;
  step.channel = channelIn(textOf(objectOf(channel?.notification)?.type) ?? told?.[2]);
  return step;
}

const TARGETS = /^(?:Escalated|Assigned|Reassigned|Delegated) to (.+?)(?: by .+| through the .+)?\.?$/;

/** Whom an entry reaches; the list was missing in some captures, then the summary says it. */
function targetsOf(entry: Wire, collector: Collector): readonly string[] {
  if (Array.isArray(entry.assignees)) return collector.personsOf(entry.assignees);
  const names = TARGETS.exec(textOf(entry.summary) ?? "")?.[1];
  return names === undefined ? [] : [collector.named(names)];
}

function noteOf(entry: Wire, channel: Wire | null): string | undefined {
  const own = textOf(entry.note) ?? textOf(objectOf(entry.event_details)?.description);
  if (own !== undefined) return own;
  const context = objectsOf(entry.contexts).map(({ text }) => textOf(text))[0];
  return context ?? (textOf(channel?.type) === "note" ? textOf(channel?.summary) : undefined);
}
