import type { Instant } from "@/lib/model/instant";
import type { Actor, PageEvent, PageFacts } from "@/lib/model/page-event";
import { Collector, missingTime, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { nameOf, objectOf, objectsOf, textOf, told, urgencyOf, type Wire } from "@/lib/providers/wire";
import { PROVIDER } from "./provider-id";

const CREATORS: ReadonlySet<string> = new Set(["alert", "user", "workflow"]);

/** Whether this is an escalation, by members whose form is only its own: other products' alerts have events and a creator too. */
export function isEscalation(value: Wire): boolean {
  if (textOf(value.id) === undefined || textOf(value.status) === undefined) return false;
  if ((value.created_at ?? value.events) === undefined) return false;
  if (value.escalation_path_id !== undefined || value.related_alerts !== undefined) return true;
  const creator = objectOf(value.creator);
  if (creator && Object.keys(creator).every((key) => CREATORS.has(key))) return true;
  return objectsOf(value.events).some(({ event, occurred_at: at }) => textOf(event) !== undefined && at !== undefined);
}

/** A part of the escalation's history that is dated. */
type Step = { type: string; at: Instant; key: string; wire: Wire };

/** Each body is a snapshot of the whole escalation: every act that it dates. */
export function readEscalation(escalation: Wire, { zone }: ReadContext): Outcome {
  const pageKey = textOf(escalation.id);
  if (pageKey === undefined) return rejected("id is missing");
  const collector = new Collector(PROVIDER, { zone });
  const steps = stepsOf(escalation, collector);
  const createdAt = collector.time(escalation.created_at, "created_at");
  const openedAt = steps.find(({ type }) => type === "triggered")?.at ?? createdAt;
  if (openedAt === null) return rejected(missingTime(escalation.created_at, "created_at", collector.times));
  const status = textOf(escalation.status)?.toLowerCase();
  const updatedAt = collector.time(escalation.updated_at, "updated_at");
  const facts = factsOf(escalation, collector);
  const lastAt = Math.max(openedAt, updatedAt ?? 0, ...steps.map(({ at }) => at));
  facts.asOf = lastAt;
  if (status === "acked" && !steps.some(({ type }) => type === "acked")) facts.counts = { acknowledgements: 1 };
  const isOver = steps.some(({ type }) => ENDS.has(type));
  if (!isOver && status !== undefined && ENDS.has(status)) facts.closedAtUnknownTime = true;
  collector.snapshot("escalation", {
    pageKey,
    kind: "triggered",
    at: openedAt,
    by: raisedBy(escalation.creator),
    facts,
  });
  const add = (step: Step, event: Omit<PageEvent, "provider" | "pageKey" | "eventKey" | "at">, who = ""): void => {
    const eventKey = [step.type, step.key, ...(who === "" ? [] : [who])].join(":");
    collector.events.push(told({ provider: PROVIDER, pageKey, eventKey, at: step.at, ...event }));
  };
  readNotified(steps, collector, add);
  readAcknowledged(steps, collector, add);
  readEnds(steps, add);
  if (status === "snoozed" && updatedAt !== null) {
    collector.snapshot("escalation", { pageKey, kind: "snoozed", at: updatedAt, by: "unknown" });
  }
  return collector.accepted();
}

type Add = (step: Step, event: Omit<PageEvent, "provider" | "pageKey" | "eventKey" | "at">, who?: string) => void;

const ENDS: ReadonlySet<string> = new Set(["resolved", "expired", "cancelled"]);
/** Said in a chat to nobody in person, or about the time between two steps. */
const NO_ACT: ReadonlySet<string> = new Set(["notified_channels", "entered_grace_period"]);
const ACTS: ReadonlySet<string> = new Set(["triggered", "notified_users", "acked", ...ENDS]);

/** In the order of time: the order of the list is not promised. */
function stepsOf(escalation: Wire, collector: Collector): Step[] {
  const steps: Step[] = [];
  objectsOf(escalation.events).forEach((wire, index) => {
    const type = textOf(wire.event) ?? "";
    if (NO_ACT.has(type)) return;
    if (!ACTS.has(type)) {
      collector.issues.push(`events[${index}]: ${type === "" ? "event is missing" : `${type} is no act that we know`}`);
      return;
    }
    const at = collector.time(wire.occurred_at, `events[${index}].occurred_at`);
    if (at !== null) steps.push({ type, at, key: textOf(wire.id) ?? new Date(at).toISOString(), wire });
    else if (textOf(wire.occurred_at) === undefined) collector.issues.push(`events[${index}]: occurred_at is missing`);
  });
  return steps.sort((a, b) => a.at - b.at);
}

/** Who is notified later than the first ones, and was not before, is the next level. */
function readNotified(steps: readonly Step[], collector: Collector, add: Add): void {
  const known = new Set<string>();
  let firstAt: Instant | null = null;
  for (const step of steps) {
    if (step.type !== "notified_users") continue;
    const users = collector.personsOf(step.wire.users);
    firstAt ??= step.at;
    const fresh = users.filter((user) => !known.has(user));
    const isLater = Math.floor(step.at / 1000) > Math.floor(firstAt / 1000);
    if (isLater && fresh.length > 0) add(step, { kind: "escalated", by: "automation", to: fresh });
    const urgency = urgencyOf(step.wire.urgency);
    for (const person of users) {
      known.add(person);
      const facts = urgency === undefined ? undefined : { urgency };
      add(
        step,
        told({ kind: "notified" as const, by: "automation" as const, person, channel: "unknown" as const, facts }),
        person,
      );
    }
  }
}

function readAcknowledged(steps: readonly Step[], collector: Collector, add: Add): void {
  for (const step of steps) {
    if (step.type !== "acked") continue;
    const users = collector.personsOf(step.wire.users);
    for (const person of users) add(step, { kind: "acknowledged", by: "person", person }, person);
    if (users.length === 0) add(step, { kind: "acknowledged", by: "unknown" });
  }
}

/** No resolver is ever named: what nobody acknowledged was resolved by its alert. */
function readEnds(steps: readonly Step[], add: Add): void {
  let isAcknowledged = false;
  for (const step of steps) {
    isAcknowledged ||= step.type === "acked";
    if (step.type === "resolved") add(step, { kind: "resolved", by: isAcknowledged ? "unknown" : "automation" });
    if (step.type === "expired") add(step, { kind: "resolved", by: "automation", how: "expired" });
    if (step.type === "cancelled") add(step, { kind: "resolved", by: "unknown", how: "cancelled" });
  }
}

/** An alert or a workflow raises by machine; the vendor's example shows all three at once. */
function raisedBy(value: unknown): Actor {
  const creator = objectOf(value);
  if (objectOf(creator?.alert) || objectOf(creator?.workflow)) return "automation";
  return objectOf(creator?.user) ? "person" : "unknown";
}

function factsOf(escalation: Wire, collector: Collector): PageFacts {
  const alerts = objectsOf(escalation.related_alerts);
  alerts.forEach((alert, index) => {
    const isEnded = textOf(alert.resolved_at) !== undefined;
    if (textOf(alert.status) === "firing" && isEnded) {
      collector.issues.push(`related_alerts[${index}]: firing, but it has a resolved_at: the status is believed`);
    }
  });
  const keys = alerts.flatMap((alert) => textOf(alert.deduplication_key) ?? []);
  const attribute = (name: string): string | undefined => attributeOf(alerts, name);
  return told<PageFacts>({
    title: textOf(escalation.title),
    service: attribute("service"),
    team: attribute("team"),
    environment: attribute("environment"),
    priority: nameOf(escalation.priority) ?? attribute("priority"),
    dedup: keys[0],
  });
}

/** Customers name the attributes of alerts themselves. */
function attributeOf(alerts: readonly Wire[], wanted: string): string | undefined {
  for (const { attributes } of alerts) {
    for (const entry of objectsOf(attributes)) {
      if (nameOf(entry.attribute)?.toLowerCase() !== wanted) continue;
      const value = objectOf(entry.value) ?? objectsOf(entry.array_value)[0];
      const text = textOf(value?.label) ?? textOf(objectOf(value?.catalog_entry)?.name) ?? textOf(value?.literal);
      if (text !== undefined) return text;
    }
  }
  return undefined;
}
