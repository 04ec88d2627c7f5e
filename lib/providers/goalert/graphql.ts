import type { PageEvent, PageFacts } from "@/lib/model/page-event";
import { Collector, missingTime, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { readDuration } from "@/lib/providers/read-duration";
import { nameOf, objectOf, objectsOf, textOf, told, type Wire } from "@/lib/providers/wire";
import { PROVIDER, readLogEntry } from "./log-entry";

function hasOwnStatus(value: Wire): boolean {
  return textOf(value.status)?.startsWith("Status") === true;
}

function isAlert(value: Wire): boolean {
  if ((textOf(value.alertID) ?? textOf(value.id)) === undefined || value.createdAt === undefined) return false;
  return value.alertID !== undefined || hasOwnStatus(value);
}

const OWN_MARKS = ["metrics", "recentEvents", "noiseReason"];

/** An alert that stands alone needs more than an `alertID`, which other tools have too. */
function isLoneAlert(value: Wire): boolean {
  return isAlert(value) && (hasOwnStatus(value) || OWN_MARKS.some((mark) => value[mark] !== undefined));
}

/** The alerts of an answer of `POST /api/graphql`: one, or a connection; null where the value is no such answer. */
export function answeredAlerts(value: unknown): readonly Wire[] | null {
  const object = objectOf(value);
  if (!object) return null;
  if (isLoneAlert(object)) return [object];
  const data = objectOf(object.data) ?? object;
  const one = objectOf(data.alert);
  if (one && isAlert(one)) return [one];
  const nodes = objectOf(data.alerts)?.nodes ?? data.nodes;
  const [first] = objectsOf(nodes);
  return first && isAlert(first) ? objectsOf(nodes) : null;
}

/** An answer is one record, however many alerts it holds: one that cannot be read is left out by its place. */
export function readAnswer(alerts: readonly Wire[], context: ReadContext): Outcome {
  const collector = new Collector(PROVIDER, { zone: context.zone });
  const wrong: string[] = [];
  alerts.forEach((alert, index) => {
    const why = readAlert(alert, collector);
    if (why !== null) wrong.push(alerts.length === 1 ? why : `nodes[${index}]: ${why}`);
  });
  if (collector.events.length === 0) return rejected(wrong.join("; ") || "holds no alert");
  collector.issues.push(...wrong);
  return collector.accepted();
}

/** Why it cannot be read, or null. The log tells who did what; the metrics stand in for what it leaves out. */
function readAlert(alert: Wire, collector: Collector): string | null {
  const pageKey = textOf(alert.alertID) ?? textOf(alert.id);
  if (pageKey === undefined) return "alertID is missing";
  const createdAt = collector.time(alert.createdAt, "createdAt");
  if (createdAt === null) return missingTime(alert.createdAt, "createdAt", collector.times);
  const facts = factsOf(alert, pageKey);
  const acts = [...logged(alert, pageKey, collector)];
  const raised = acts.find(({ kind }) => kind === "triggered");
  const has = (kind: PageEvent["kind"]): boolean => acts.some((act) => act.kind === kind);
  const metrics = objectOf(alert.metrics);
  const acknowledgedAt = has("acknowledged") ? null : afterDuration(createdAt, metrics?.timeToAck, collector);
  if (acknowledgedAt !== null) acts.push({ pageKey, kind: "acknowledged", at: acknowledgedAt, by: "unknown" });
  const closedAt = has("resolved") ? null : collector.time(metrics?.closedAt, "metrics.closedAt");
  if (closedAt !== null && closedAt >= createdAt) acts.push({ pageKey, kind: "resolved", at: closedAt, by: "unknown" });
  else if (closedAt !== null) collector.issues.push("metrics.closedAt is before createdAt: the end is not used");
  if (textOf(alert.status) === "StatusClosed" && !has("resolved")) facts.closedAtUnknownTime = true;
  facts.asOf = Math.max(createdAt, ...acts.map(({ at }) => at));
  const opening: Act = { pageKey, kind: "triggered", at: createdAt, by: raised?.by ?? "unknown", facts };
  for (const act of [opening, ...acts]) if (act !== raised) collector.snapshot("graphql", act);
  return null;
}

type Act = Omit<PageEvent, "provider" | "eventKey">;

function* logged(alert: Wire, pageKey: string, collector: Collector): Generator<Act> {
  const entries = objectsOf(objectOf(alert.recentEvents)?.nodes ?? alert.recentEvents);
  for (const [index, entry] of entries.entries()) {
    const said = readLogEntry(textOf(entry.message) ?? "");
    if ("none" in said) continue;
    const place = `recentEvents[${index}].timestamp`;
    const at = collector.time(entry.timestamp, place);
    if (at === null) {
      if (textOf(entry.timestamp) === undefined) collector.issues.push(`${place} is missing`);
      continue;
    }
    const { name, ...act } = said;
    yield told<Act>({
      pageKey,
      at,
      ...act,
      person: name !== undefined && act.kind !== "triggered" ? collector.named(name) : undefined,
    });
  }
}

function afterDuration(from: number, value: unknown, collector: Collector): number | null {
  const text = textOf(value);
  if (text === undefined) return null;
  const seconds = readDuration(text, null);
  if (seconds !== null) return from + Math.round(seconds * 1000);
  collector.issues.push(`metrics.timeToAck ${JSON.stringify(text.slice(0, 40))} is no duration: left out`);
  return null;
}

function factsOf(alert: Wire, pageKey: string): PageFacts {
  return told<PageFacts>({ title: textOf(alert.summary), service: nameOf(alert.service), number: pageKey });
}
