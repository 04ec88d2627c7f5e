import type { PageFacts } from "@/lib/model/page-event";
import { Collector, type Doer, missingTime, rejected } from "@/lib/providers/collector";
import type { Outcome } from "@/lib/providers/provider";
import type { TimeOptions } from "@/lib/providers/read-time";
import { PROVIDER } from "./provider-id";

export type Who = { id?: string; name?: string };

/** One row about a whole incident: Analytics and every CSV report say the same things in other words. */
export type Summary = {
  /** First part of the event keys. */
  source: "analytics" | "csv";
  id: string | undefined;
  created: unknown;
  resolved: unknown;
  updated?: unknown;
  /** Names of the columns, for messages. */
  names: { created: string; resolved: string };
  secondsToAck: number | null;
  secondsToResolve: number | null;
  /** Null where the source has no such column. */
  acknowledgers: readonly Who[];
  assigned: readonly Who[];
  resolver: Who | null;
  autoResolved: boolean | null;
  /** Null where the source has no status: then a close time tells. */
  isResolved: boolean | null;
  facts: PageFacts;
  issues: readonly string[];
};

/** Clocks of the parts of PagerDuty differ by as much. */
const SLACK_SECONDS = 2;

/** The events that such a row dates. Durations that contradict the times are said and not used. */
export function readSummary(row: Summary, times: TimeOptions): Outcome {
  if (row.id === undefined) return rejected("id is missing");
  const collector = new Collector(PROVIDER, times);
  const pageKey = row.id;
  const createdAt = collector.time(row.created, row.names.created);
  if (createdAt === null) return rejected(missingTime(row.created, row.names.created, times));
  collector.issues.push(...row.issues);
  const resolvedAt = endOf(row, createdAt, collector);
  const acknowledgedAt = acknowledgementOf(row, createdAt, resolvedAt, collector);
  const updatedAt = collector.time(row.updated, "updated_at");
  const { facts } = row;
  if (resolvedAt === "unknown-time") facts.closedAtUnknownTime = true;
  facts.asOf = Math.max(
    createdAt,
    typeof resolvedAt === "number" ? resolvedAt : 0,
    updatedAt ?? 0,
    acknowledgedAt ?? 0,
  );

  const to = row.assigned.flatMap((who) => personOf(who, collector) ?? []);
  const first = to.length > 0 ? to : undefined;
  collector.snapshot(row.source, { pageKey, kind: "triggered", at: createdAt, by: "unknown", facts, to: first });
  if (acknowledgedAt !== null) {
    const doer = acknowledgerOf(row.acknowledgers, collector);
    collector.snapshot(row.source, { pageKey, kind: "acknowledged", at: acknowledgedAt, ...doer });
  }
  if (typeof resolvedAt === "number") {
    collector.snapshot(row.source, { pageKey, kind: "resolved", at: resolvedAt, ...resolverOf(row, collector) });
  }
  return collector.accepted();
}

function endOf(row: Summary, createdAt: number, collector: Collector): number | "unknown-time" | null {
  const stated = row.secondsToResolve;
  const name = row.names.resolved;
  if (stated !== null && stated < 0) collector.issues.push(`the time to resolve is negative (${stated} s): not used`);
  if (row.isResolved === false) return null;
  const at = collector.time(row.resolved, name);
  if (at === null) return row.isResolved === true ? "unknown-time" : null;
  if (at < createdAt) {
    collector.issues.push(`${name} is before ${row.names.created}: the end is not used`);
    return "unknown-time";
  }
  const seconds = (at - createdAt) / 1000;
  if (stated !== null && stated >= 0 && Math.abs(stated - seconds) > SLACK_SECONDS) {
    collector.issues.push(
      `the time to resolve (${stated} s) does not fit the times (${seconds} s): the times are taken`,
    );
  }
  return at;
}

function acknowledgementOf(
  { secondsToAck }: Summary,
  createdAt: number,
  resolvedAt: number | "unknown-time" | null,
  collector: Collector,
): number | null {
  if (secondsToAck === null) return null;
  if (secondsToAck < 0) {
    collector.issues.push(`the time to acknowledge is negative (${secondsToAck} s): not used`);
    return null;
  }
  const at = createdAt + Math.round(secondsToAck * 1000);
  if (typeof resolvedAt === "number" && at > resolvedAt + SLACK_SECONDS * 1000) {
    collector.issues.push(`the time to acknowledge (${secondsToAck} s) is longer than the page was open: not used`);
    return null;
  }
  return at;
}

/** The time is that of the first acknowledgement, so the person is known only where just one acknowledged. */
function acknowledgerOf(acknowledgers: readonly Who[], collector: Collector): Doer {
  const keys = acknowledgers.map((who) => personOf(who, collector));
  return keys.length === 1 && keys[0] !== undefined ? { by: "person", person: keys[0] } : { by: "unknown" };
}

function resolverOf({ autoResolved, resolver }: Summary, collector: Collector): Doer {
  const person = resolver === null ? undefined : personOf(resolver, collector);
  if (autoResolved === true) {
    if (person !== undefined) {
      collector.issues.push("auto-resolved, and yet a resolver is named: taken as resolved by automation");
    }
    return { by: "automation" };
  }
  return person === undefined ? { by: "unknown" } : { by: "person", person };
}

function personOf({ id, name }: Who, collector: Collector): string | undefined {
  return collector.person({ id, summary: name });
}
