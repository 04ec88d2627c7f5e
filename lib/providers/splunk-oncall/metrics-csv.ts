import type { Instant } from "@/lib/model/instant";
import type { PageFacts } from "@/lib/model/page-event";
import { Collector, type Doer, missingTime, rejected } from "@/lib/providers/collector";
import type { CsvFormat, CsvHeader, Outcome } from "@/lib/providers/provider";
import { numberOf, textOf, told } from "@/lib/providers/wire";
import { doerNamed, incidentFacts, isSystem, numberOfIncident, PROVIDER, phaseOf } from "./incident-words";

/** Our fields and the documented headers, normalised and without their unit. No real file is public. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  number: ["incident_number", "incident", "incident_id"],
  team: ["paged_teams", "teams"],
  policy: ["paged_escalation_policies", "paged_policies", "escalation_policies"],
  users: ["paged_users", "users_paged"],
  entityId: ["entity_id"],
  title: ["entity_display_name", "incident_name"],
  routingKey: ["routing_key"],
  monitor: ["monitoring_tool"],
  service: ["service"],
  host: ["host"],
  alerts: ["number_of_alerts", "alert_count"],
  started: ["incident_start_time", "start_time"],
  triggered: ["triggered_time", "triggered_at"],
  acknowledged: ["acknowledge_time", "acknowledged_time", "acknowledged_at"],
  resolved: ["resolve_time", "resolved_time", "resolved_at"],
  acknowledger: ["acknowledged_by"],
  resolver: ["resolved_by"],
  lastAlert: ["last_alert_time"],
  phase: ["current_phase"],
  secondsToAcknowledge: ["time_to_acknowledge"],
  secondsToResolve: ["time_to_resolve"],
};

function fieldOf(name: string): string | null {
  const base = name.replace(/_(?:utc|gmt|seconds|secs?|s)$/, "");
  return Object.entries(FIELDS).find(([, spellings]) => spellings.includes(base))?.[0] ?? null;
}

type Columns = ReadonlyMap<string, number>;
type Row = (field: string) => string | undefined;

function columnsOf({ names }: CsvHeader): Columns {
  const columns = new Map<string, number>();
  names.forEach((name, index) => {
    const field = fieldOf(name);
    if (field !== null && !columns.has(field)) columns.set(field, index);
  });
  return columns;
}

/** Incident Frequency and Response Metrics: one row for each incident, times in UTC. */
export const metricsCsv: CsvFormat = {
  shape: "csv",
  id: "splunk-oncall-metrics-csv",
  label: "Splunk On-Call incident and response reports (CSV)",
  needs: "Incident number, Triggered time (or Incident Start Time), and Entity ID, Routing key or Current phase",
  matches: (header) => {
    const columns = columnsOf(header);
    return (
      columns.has("number") &&
      (columns.has("triggered") || columns.has("started")) &&
      ["entityId", "routingKey", "phase"].some((field) => columns.has(field))
    );
  },
  columns: (header) => {
    const columns = columnsOf(header);
    return header.names.map((name, index) => {
      const field = fieldOf(name);
      return field !== null && columns.get(field) === index ? field : null;
    });
  },
  reader: (header) => {
    const columns = columnsOf(header);
    return (cells) =>
      readRow((field) => {
        const index = columns.get(field);
        return index === undefined
          ? undefined
          : textOf(cells[index])?.replace(/^(?:-|–|null|none|n\/a)$/i, "") || undefined;
      });
  },
};

function readRow(get: Row): Outcome {
  const pageKey = numberOfIncident(get("number"));
  if (pageKey === undefined) return rejected("Incident number is missing");
  const collector = new Collector(PROVIDER, { zone: "UTC" });
  // "Triggered" is the receipt of the alert; the other is the first message to a person.
  const [opened, name] =
    get("triggered") === undefined ? [get("started"), "Incident Start Time"] : [get("triggered"), "Triggered time"];
  const openedAt = collector.time(opened, name);
  if (openedAt === null) return rejected(missingTime(opened, name, collector.times));
  const end = endOf(get, openedAt, collector);
  const acknowledgedAt = acknowledgementOf(get, openedAt, end, collector);
  const facts = factsOf(get, pageKey);
  if (end === "unknown-time") facts.closedAtUnknownTime = true;
  const lastAlertAt = collector.time(get("lastAlert"), "Last alert time");
  facts.asOf = Math.max(openedAt, acknowledgedAt ?? 0, typeof end === "number" ? end : 0, lastAlertAt ?? 0);

  const to = peopleOf(get("users"), "Paged users", collector).filter((user) => !isSystem(user));
  for (const id of to) collector.person({ id });
  const asked = to.length > 0 ? to : undefined;
  collector.snapshot("csv", { pageKey, kind: "triggered", at: openedAt, by: raisedBy(get), to: asked, facts });
  if (acknowledgedAt !== null) {
    const doer = doerOf(get("acknowledger"), "Acknowledged by", collector);
    collector.snapshot("csv", { pageKey, kind: "acknowledged", at: acknowledgedAt, ...doer });
  }
  if (typeof end === "number") {
    const doer = doerOf(get("resolver"), "Resolved by", collector);
    collector.snapshot("csv", { pageKey, kind: "resolved", at: end, ...doer });
  }
  return collector.accepted();
}

function endOf(get: Row, openedAt: Instant, collector: Collector): Instant | "unknown-time" | null {
  const phase = phaseOf(get("phase"));
  if (phase !== undefined && phase !== "resolved") return null;
  const at = collector.time(get("resolved"), "Resolve Time") ?? after(get, "resolved", "secondsToResolve", openedAt);
  if (at === null) return phase === "resolved" ? "unknown-time" : null;
  if (at >= openedAt) return at;
  collector.issues.push("Resolve Time is before the incident was triggered: not used");
  return "unknown-time";
}

function acknowledgementOf(
  get: Row,
  openedAt: Instant,
  end: Instant | "unknown-time" | null,
  collector: Collector,
): Instant | null {
  const at =
    collector.time(get("acknowledged"), "Acknowledge Time") ??
    after(get, "acknowledged", "secondsToAcknowledge", openedAt);
  if (at === null) return null;
  if (at >= openedAt && (typeof end !== "number" || at <= end)) return at;
  collector.issues.push("Acknowledge Time is not within the time of the incident: not used");
  return null;
}

/** From a duration, where the time itself has no cell; a negative one is none. */
function after(get: Row, time: string, seconds: string, openedAt: Instant): Instant | null {
  const value = get(time) === undefined ? numberOf(get(seconds)) : null;
  return value === null || value < 0 ? null : openedAt + Math.round(value * 1000);
}

function doerOf(cell: string | undefined, name: string, collector: Collector): Doer {
  const people = peopleOf(cell, name, collector);
  // The time is that of the first, and who of several was first is not told.
  return people.length === 1 ? doerNamed(people[0], collector) : { by: "unknown" };
}

/** Several people are split where each part can be a user name; a name of several words is one person. */
function peopleOf(cell: string | undefined, name: string, collector: Collector): string[] {
  if (cell === undefined) return [];
  const parts = cell
    .replace(/^\[|\]$/g, "")
    .split(/[,;|\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (parts.length <= 1 || parts.every((part) => !/\s/.test(part))) return [...new Set(parts)];
  collector.issues.push(`${name}: how its several names are separated is not known: left out`);
  return [];
}

function raisedBy(get: Row): Doer["by"] {
  const monitor = get("monitor")?.toLowerCase();
  if (monitor === undefined) return "unknown";
  return monitor === "manual" ? "person" : "automation";
}

function factsOf(get: Row, pageKey: string): PageFacts {
  const alerts = numberOf(get("alerts"));
  return told<PageFacts>({
    ...incidentFacts({
      number: pageKey,
      title: get("title") ?? get("service"),
      service: get("service"),
      host: get("host"),
      routingKey: get("routingKey"),
      entityId: get("entityId"),
      policies: [],
      team: get("team")?.split(/[,;|]/)[0],
    }),
    policy: textOf(get("policy")?.split(/[,;|]/)[0]),
    counts: alerts !== null && alerts > 0 ? { occurrences: alerts } : undefined,
  });
}
