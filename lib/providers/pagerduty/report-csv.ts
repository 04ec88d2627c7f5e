import type { PageFacts } from "@/lib/model/page-event";
import type { CsvFormat, CsvHeader } from "@/lib/providers/provider";
import { readDuration } from "@/lib/providers/read-duration";
import { lacksZone, readTime, type TimeOptions } from "@/lib/providers/read-time";
import { numberOf, textOf, told, urgencyOf } from "@/lib/providers/wire";
import { countsOf, flagOf, whoOf } from "./analytics";
import { NO_INCIDENT } from "./people-and-context";
import { readSummary, type Who } from "./summary";

type Columns = ReadonlyMap<string, number>;

/** The first column for each name. */
function columnsOf({ names }: CsvHeader): Columns {
  const columns = new Map<string, number>();
  names.forEach((name, index) => {
    if (name !== "" && !columns.has(name)) columns.set(name, index);
  });
  return columns;
}

function hasAll({ names }: CsvHeader, wanted: readonly string[]): boolean {
  return wanted.every((name) => names.includes(name));
}

function cellReader(columns: Columns): (cells: readonly string[], name: string) => string | undefined {
  return (cells, name) => {
    const index = columns.get(name);
    return index === undefined ? undefined : textOf(cells[index]);
  };
}

const LEGACY = [
  "id incident_number description service_id service_name escalation_policy_id escalation_policy_name created_on",
  "resolved_on seconds_to_first_ack seconds_to_resolve auto_resolved escalation_count auto_escalation_count",
  "acknowledge_count assignment_count acknowledged_by_user_ids acknowledged_by_user_names assigned_to_user_ids",
  "assigned_to_user_names resolved_by_user_id resolved_by_user_name urgency",
].flatMap((line) => line.split(" "));

/** The report of PagerDuty's web pages until 2023, 23 columns, times with offset. */
export const legacyCsv: CsvFormat = {
  shape: "csv",
  id: "pagerduty-legacy-csv",
  label: "PagerDuty incidents report (CSV, until 2023)",
  needs: "id, created_on, service_name",
  matches: (header) => hasAll(header, ["id", "created_on", "service_name"]),
  columns: ({ names }) => names.map((name, i) => (LEGACY.includes(name) && names.indexOf(name) === i ? name : null)),
  needsZone: (header, rows) => {
    const at = header.names.indexOf("created_on");
    return rows.some((cells) => lacksZone(cells[at]));
  },
  reader: (header, { zone }) => {
    const cell = cellReader(columnsOf(header));
    return (cells) => {
      const issues: string[] = [];
      const get = (name: string): string | undefined => cell(cells, name);
      const resolver = whoOf(get("resolved_by_user_id"), get("resolved_by_user_name"));
      return readSummary(
        {
          source: "csv",
          id: get("id"),
          created: get("created_on"),
          resolved: get("resolved_on"),
          names: { created: "created_on", resolved: "resolved_on" },
          secondsToAck: numberOf(get("seconds_to_first_ack")),
          secondsToResolve: numberOf(get("seconds_to_resolve")),
          acknowledgers: splitPeople(get("acknowledged_by_user_ids"), get("acknowledged_by_user_names")),
          assigned: splitPeople(get("assigned_to_user_ids"), get("assigned_to_user_names")),
          resolver,
          autoResolved: flagOf(get("auto_resolved")),
          isResolved: null,
          facts: told<PageFacts>({
            title: get("description"),
            service: get("service_name"),
            urgency: urgencyOf(get("urgency")),
            number: get("incident_number"),
            policy: get("escalation_policy_name"),
            counts: countsOf(get, issues),
          }),
          issues,
        },
        { zone },
      );
    };
  },
};

/** Several people in a cell, split only where ids and names come out equal in number; else it is one person. */
function splitPeople(ids: string | undefined, names: string | undefined): Who[] {
  if (ids === undefined && names === undefined) return [];
  for (const separator of [",", ";", "|"]) {
    const someIds = ids?.split(separator).map((id) => id.trim()) ?? [];
    const someNames = names?.split(separator).map((name) => name.trim()) ?? [];
    if (someIds.length > 1 && someIds.length === someNames.length)
      return someIds.map((id, i) => ({ id, name: someNames[i] }));
  }
  // Several ids whose names do not fit: who is who is not known, and the whole text is nobody's id.
  if (ids !== undefined && /[,;|]/.test(ids)) return [];
  return [{ id: ids, name: names }];
}

/** `#, Service, Opened On, Resolved On, Resolve By`: times carry a zone's abbreviation, which names no zone. */
export const basicCsv: CsvFormat = {
  shape: "csv",
  id: "pagerduty-basic-csv",
  label: "PagerDuty basic report (CSV)",
  needs: "#, Service, Opened On",
  matches: (header) =>
    hasAll(header, ["service", "opened_on"]) &&
    ["#", "number", "incident_number"].some((name) => header.names.includes(name)),
  columns: ({ names }) => names.map((name) => (Object.hasOwn(BASIC, name) ? (BASIC[name] ?? null) : null)),
  needsZone: (header, rows) => rows.some((cells) => lacksZone(cells[header.names.indexOf("opened_on")], true)),
  reader: (header, { zone }) => {
    const cell = cellReader(columnsOf(header));
    return (cells) => {
      const issues: string[] = [];
      const get = (name: string): string | undefined => cell(cells, name);
      const number = get("#") ?? get("number") ?? get("incident_number");
      const resolver = whoOf(undefined, get("resolve_by") ?? get("resolved_by"));
      return readSummary(
        {
          source: "csv",
          id: number === undefined ? undefined : `#${number.replace(/^#/, "")}`,
          created: get("opened_on"),
          resolved: get("resolved_on"),
          names: { created: "Opened On", resolved: "Resolved On" },
          secondsToAck: null,
          secondsToResolve: null,
          acknowledgers: [],
          assigned: [],
          resolver,
          autoResolved: null,
          isResolved: null,
          facts: told<PageFacts>({
            title: get("description") ?? get("title"),
            service: get("service"),
            urgency: urgencyOf(get("urgency")),
            number: number?.replace(/^#/, ""),
            counts: countsOf(
              (name) => (name === "escalation_count" ? (get("#escalations") ?? get("escalations")) : undefined),
              issues,
            ),
          }),
          issues,
        },
        { zone, localAbbreviations: true },
      );
    };
  },
};

const BASIC: Readonly<Record<string, string>> = {
  "#": "number",
  number: "number",
  incident_number: "number",
  service: "service",
  opened_on: "created",
  resolved_on: "resolved",
  resolve_by: "resolver",
  resolved_by: "resolver",
  "#escalations": "escalations",
  escalations: "escalations",
  urgency: "urgency",
  title: "title",
  description: "title",
};

/** Our fields and the headers that mean them, normalised; a header may end in its unit or in `utc`. */
const INSIGHTS: Readonly<Record<string, readonly string[]>> = {
  id: ["incident_id", "id", "incident_key_id"],
  number: ["number", "incident_number", "#", "incident"],
  title: ["title", "incident_title", "description", "incident_description", "summary"],
  urgency: ["urgency", "incident_urgency"],
  priority: ["priority", "priority_name", "incident_priority"],
  service: ["service", "service_name", "impacted_service"],
  team: ["team", "team_name", "teams"],
  policy: ["escalation_policy", "escalation_policy_name"],
  created: [
    "created_at",
    "created",
    "created_on",
    "created_date",
    "created_time",
    "incident_created_at",
    "triggered_at",
  ],
  resolved: ["resolved_at", "resolved", "resolved_on", "resolved_date", "resolved_time", "incident_resolved_at"],
  resolver: ["resolved_by", "resolved_by_user", "resolved_by_user_name", "resolver"],
  auto: ["auto_resolved", "autoresolved", "auto_resolve", "automatically_resolved"],
  status: ["status", "incident_status"],
  tta: ["tta", "time_to_acknowledge", "time_to_ack", "seconds_to_first_ack", "time_to_first_ack"],
  ttr: ["ttr", "time_to_resolve", "seconds_to_resolve"],
  escalation_count: ["escalations", "escalation_count", "total_escalations"],
  timeout_escalation_count: ["timeout_escalations", "timeout_escalation_count"],
  manual_escalation_count: ["manual_escalations", "manual_escalation_count"],
  total_notifications: ["notifications", "total_notifications"],
  total_interruptions: ["interruptions", "total_interruptions"],
  business_hour_interruptions: ["business_hour_interruptions", "business_hours_interruptions"],
  off_hour_interruptions: ["off_hour_interruptions", "off_hours_interruptions"],
  sleep_hour_interruptions: ["sleep_hour_interruptions", "sleep_hours_interruptions"],
  snoozed_seconds: ["total_snoozed_seconds", "snoozed_seconds"],
};

const UNIT_SUFFIX = /_(?:in_)?(s|secs?|seconds|m|mins?|minutes|h|hrs?|hours)$/;

type InsightsColumn = { field: string; unitSeconds: number | null; isUtc: boolean };

function insightsColumn(name: string): InsightsColumn | null {
  const isUtc = /_(?:utc|gmt)$/.test(name);
  const base = name.replace(/_(?:utc|gmt)$/, "");
  const unit = UNIT_SUFFIX.exec(base)?.[1]?.charAt(0);
  for (const [field, spellings] of Object.entries(INSIGHTS)) {
    if (spellings.includes(base)) return { field, isUtc, unitSeconds: base.startsWith("seconds_") ? 1 : null };
    if (
      unit !== undefined &&
      (field === "tta" || field === "ttr") &&
      spellings.includes(base.replace(UNIT_SUFFIX, ""))
    ) {
      return { field, isUtc, unitSeconds: unit === "s" ? 1 : unit === "m" ? 60 : 3600 };
    }
  }
  return null;
}

/** Column of each field; the first one where two mean the same. */
function insightsColumns({ names }: CsvHeader): Map<string, InsightsColumn & { index: number }> {
  const found = new Map<string, InsightsColumn & { index: number }>();
  names.forEach((name, index) => {
    const column = insightsColumn(name);
    if (column && !found.has(column.field)) found.set(column.field, { ...column, index });
  });
  return found;
}

/** Insights > Incident Activity. People choose the columns, and no real file is public: headers are read loosely. */
export const insightsCsv: CsvFormat = {
  shape: "csv",
  id: "pagerduty-insights-csv",
  label: "PagerDuty Insights incident activity (CSV)",
  needs: "Incident ID (or Number), Created at, and Title or Service",
  matches: (header) => {
    const columns = insightsColumns(header);
    return (
      columns.has("created") &&
      (columns.has("id") || columns.has("number")) &&
      (columns.has("title") || columns.has("service"))
    );
  },
  columns: (header) => {
    const columns = insightsColumns(header);
    return header.names.map(
      (_, index) => [...columns.values()].find((column) => column.index === index)?.field ?? null,
    );
  },
  needsZone: (header, rows) => {
    const created = insightsColumns(header).get("created");
    return created !== undefined && !created.isUtc && rows.some((cells) => lacksZone(cells[created.index]));
  },
  warnings: (header) =>
    insightsColumns(header).has("id")
      ? []
      : ["There is no Incident ID column: pages are known by their number and will not join with other sources."],
  reader: (header, { zone }) => {
    const columns = insightsColumns(header);
    const isUtc = columns.get("created")?.isUtc === true;
    return (cells) => {
      const issues: string[] = [];
      const get = (field: string): string | undefined => {
        const column = columns.get(field);
        return column === undefined
          ? undefined
          : textOf(cells[column.index])?.replace(/^(?:-|–|—|n\/a)$/i, "") || undefined;
      };
      const times = { zone: isUtc ? "UTC" : zone };
      const proven = secondsProven(get("ttr")?.replace(/\*$/, ""), get("created"), get("resolved"), times) ? 1 : null;
      const duration = (field: string): number | null => {
        const text = get(field);
        const column = columns.get(field);
        if (text === undefined || column === undefined) return null;
        const seconds = readDuration(text.replace(/\*$/, ""), column.unitSeconds ?? proven);
        if (seconds === null) {
          issues.push(
            `${header.raw[column.index]} ${JSON.stringify(text.slice(0, 40))}: its unit or form is not known, left out`,
          );
        }
        return seconds;
      };
      const number = get("number")?.replace(/^#/, "");
      const status = get("status")?.toLowerCase();
      return readSummary(
        {
          source: "csv",
          id: get("id") ?? (number === undefined || columns.has("id") ? undefined : `#${number}`),
          created: get("created"),
          resolved: get("resolved"),
          names: { created: columnName(header, columns, "created"), resolved: columnName(header, columns, "resolved") },
          secondsToAck: duration("tta"),
          secondsToResolve: duration("ttr"),
          acknowledgers: [],
          assigned: [],
          resolver: whoOf(undefined, get("resolver")),
          autoResolved: flagOf(get("auto")),
          isResolved: status === undefined ? null : status === "resolved",
          facts: told<PageFacts>({
            title: get("title"),
            service: get("service"),
            team: get("team"),
            urgency: urgencyOf(get("urgency")),
            priority: get("priority"),
            number,
            policy: get("policy"),
            counts: countsOf(get, issues),
          }),
          issues,
        },
        times,
      );
    };
  },
};

/** A bare number has no unit, but one that fits the row's own times is in seconds, and so is its neighbour. */
function secondsProven(ttr: string | undefined, created: unknown, resolved: unknown, times: TimeOptions): boolean {
  const [from, to] = [readTime(created, times), readTime(resolved, times)];
  const stated = numberOf(ttr);
  if (stated === null || !from || !to || "wrong" in from || "wrong" in to) return false;
  const seconds = (to.at - from.at) / 1000;
  return seconds >= 10 && Math.abs(seconds - stated) <= 2;
}

function columnName(header: CsvHeader, columns: ReadonlyMap<string, { index: number }>, field: string): string {
  const column = columns.get(field);
  return column === undefined ? field : (header.raw[column.index] ?? field);
}

/** Messages to people without the incident that they were about. */
export const notificationsCsv: CsvFormat = {
  shape: "csv",
  id: "pagerduty-notifications-csv",
  label: "PagerDuty notifications report (CSV)",
  needs: "Date, Notification Type, User",
  matches: (header) => hasAll(header, ["date", "notification_type", "user"]),
  columns: ({ names }) => names.map(() => null),
  reader: () => () => ({ outcome: "ignored", why: NO_INCIDENT }),
};
