import type { Instant } from "@/lib/model/instant";
import { Collector, missingTime, rejected } from "@/lib/providers/collector";
import type { Outcome, ReadContext } from "@/lib/providers/provider";
import { numberOf, objectOf, objectsOf, textOf, type Wire } from "@/lib/providers/wire";
import { doerNamed, PROVIDER, personOf } from "./account";
import { alertFacts } from "./alert-facts";
import { addLog, addNote, addRecipient } from "./alert-parts";
import { respondersOf } from "./webhook-body";

const OWN_MARKS = ["tinyId", "alias", "report", "isSeen", "lastOccurredAt", "ownerTeamId"];
const MARKS = [...OWN_MARKS, "message", "createdAt", "acknowledged", "snoozed"];

/** Whether this is an alert of `GET /v2/alerts`, or of Jira Service Management, by what only its alerts have together. */
export function isAlert(value: Wire): boolean {
  if (value.impactedServices !== undefined || value.impactStartDate !== undefined) return false;
  const has = (key: string): boolean => value[key] !== undefined;
  return OWN_MARKS.some(has) && MARKS.filter(has).length >= 3;
}

/** A snapshot: every act that the alert and its report date. */
export function readAlert(alert: Wire, { zone }: ReadContext): Outcome {
  const pageKey = textOf(alert.id);
  if (pageKey === undefined) return rejected("id is missing");
  const collector = new Collector(PROVIDER, { zone });
  const createdAt = collector.time(alert.createdAt, "createdAt");
  if (createdAt === null) return rejected(missingTime(alert.createdAt, "createdAt", collector.times));
  const facts = alertFacts(alert, collector.issues);
  const count = numberOf(alert.count);
  const counts: Record<string, number> = count !== null && count > 0 ? { occurrences: count } : {};
  const isClosed = textOf(alert.status)?.toLowerCase() === "closed";
  const report = objectOf(alert.report);
  const closedAt = closeOf(report, isClosed, createdAt, collector);
  const acknowledgedAt = acknowledgementOf(report, createdAt, closedAt, collector);
  if (isClosed && closedAt === null) facts.closedAtUnknownTime = true;
  if (acknowledgedAt === null) {
    // A report keeps the first acknowledgement of an alert, also one that ended: a closed one without it had none.
    if (closedAt !== null && report !== null && textOf(report.ackTime) === undefined) counts.acknowledgements = 0;
    else if (alert.acknowledged === true) counts.acknowledgements = 1;
  }
  if (Object.keys(counts).length > 0) facts.counts = counts;
  const updatedAt = collector.time(alert.updatedAt, "updatedAt");
  facts.asOf = Math.max(createdAt, updatedAt ?? 0, closedAt ?? 0, acknowledgedAt ?? 0);

  const integration = textOf(objectOf(alert.integration)?.name);
  const to = respondersOf(alert, collector);
  const asked = to.length > 0 ? to : undefined;
  collector.snapshot("rest", { pageKey, kind: "triggered", at: createdAt, by: "unknown", to: asked, facts });
  if (acknowledgedAt !== null) {
    const doer = doerNamed(report?.acknowledgedBy, integration, collector);
    collector.snapshot("rest", { pageKey, kind: "acknowledged", at: acknowledgedAt, ...doer });
  }
  readParts(alert, pageKey, collector);
  if (closedAt !== null) {
    const doer = doerNamed(report?.closedBy, integration, collector);
    collector.snapshot("rest", { pageKey, kind: "resolved", at: closedAt, ...doer });
  }
  const owner = textOf(alert.owner);
  if (owner !== undefined) personOf({ username: owner }, collector);
  return collector.accepted();
}

/** A time of the report: milliseconds after the alert was created. */
function reported(report: Wire | null, name: string, createdAt: Instant, collector: Collector): Instant | null {
  const value = report?.[name];
  if (textOf(value) === undefined) return null;
  const ms = numberOf(value);
  if (ms !== null && ms >= 0) return createdAt + Math.round(ms);
  collector.issues.push(
    `report.${name}: ${JSON.stringify(value)?.slice(0, 40)} is no number of milliseconds: not used`,
  );
  return null;
}

function closeOf(report: Wire | null, isClosed: boolean, createdAt: Instant, collector: Collector): Instant | null {
  const at = reported(report, "closeTime", createdAt, collector);
  if (at === null || isClosed) return at;
  collector.issues.push("report.closeTime: the alert is not closed: not used");
  return null;
}

function acknowledgementOf(
  report: Wire | null,
  createdAt: Instant,
  closedAt: Instant | null,
  collector: Collector,
): Instant | null {
  const at = reported(report, "ackTime", createdAt, collector);
  if (at === null || closedAt === null || at <= closedAt) return at;
  collector.issues.push("report.ackTime is longer than the alert was open: not used");
  return null;
}

/** What scripts put into the alert from its other addresses. */
function readParts(alert: Wire, pageKey: string, collector: Collector): void {
  objectsOf(alert.recipients).forEach((part, i) => {
    addRecipient(part, pageKey, `recipients[${i}].`, collector);
  });
  objectsOf(alert.notes).forEach((part, i) => {
    addNote(part, pageKey, `notes[${i}].`, collector);
  });
  objectsOf(alert.logs).forEach((part, i) => {
    addLog(part, pageKey, `logs[${i}].`, collector);
  });
}
