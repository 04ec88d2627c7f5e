import { rejected } from "@/lib/providers/collector";
import type { CsvFormat, CsvHeader, Outcome, ReadContext } from "@/lib/providers/provider";
import { readPython } from "@/lib/providers/read-python";
import { lacksZone } from "@/lib/providers/read-time";
import { objectOf, textOf, type Wire } from "@/lib/providers/wire";
import { isAnalytics, readAnalytics } from "./analytics";
import { jsonFormats } from "./json-formats";
import { readIncident } from "./rest";
import { jsonObject } from "./webhook-v3";

type Rows = readonly (readonly string[])[];

/** A cell that holds an object or a list, as JSON or as Python wrote it; undefined where it cannot be read. */
function structureOf(cell: string): unknown {
  const text = cell.trim();
  if (text.startsWith("{")) return jsonObject(text) ?? readPython(text);
  try {
    return JSON.parse(text);
  } catch {
    return readPython(text); // no JSON, so perhaps the other notation
  }
}

function formatOf(value: unknown): (typeof jsonFormats)[number] | undefined {
  return jsonFormats.find((format) => format.matches(value));
}

/** The column whose cells hold whole records, or -1. */
function recordColumn(rows: Rows): number {
  for (const cells of rows.slice(0, 20)) {
    const found = cells.findIndex((cell) => /^\s*\{/.test(cell) && isWhole(structureOf(cell)));
    if (found >= 0) return found;
  }
  return -1;
}

function isWhole(value: unknown): boolean {
  const format = formatOf(value);
  // A row of an incident also has cells that hold its service or its user: those are no records of the file.
  return (
    format !== undefined &&
    ["rest", "log-entries", "webhook-v3", "webhook-v2", "analytics"].some((id) => format.id === `pagerduty-${id}`)
  );
}

/** A column beside columns about the export itself, whose `created_at` is the time of the export. */
export const jsonCellCsv: CsvFormat = {
  shape: "csv",
  id: "pagerduty-api-dump-cells",
  label: "PagerDuty API records in a CSV column",
  needs: "a column whose cells hold an incident as JSON",
  matches: (_header, rows) => recordColumn(rows) >= 0,
  columns: ({ names }) => names.map((name) => (RECORD_COLUMNS.includes(name) ? "record" : null)),
  reader: (_header, context) => {
    let column = -1;
    return (cells) => {
      if (column < 0 || !/^\s*\{/.test(cells[column] ?? "")) column = recordColumn([cells]);
      const value = column < 0 ? undefined : structureOf(cells[column] ?? "");
      const format = formatOf(value);
      return format ? format.read(value, context) : rejected("no cell holds an incident that can be read");
    };
  },
};

const RECORD_COLUMNS: readonly string[] = ["data", "incident", "payload", "raw", "json", "body", "raw_json", "record"];

const STRUCTURES: readonly string[] = [
  "service priority escalation_policy last_status_change_by first_trigger_log_entry assignments acknowledgements teams",
  "alerts log_entries notes incidents_responders custom_fields resolve_reason",
].flatMap((line) => line.split(" "));

const PLAIN: readonly string[] = [
  "id incident_number number title description summary created_at updated_at resolved_at last_status_change_at status",
  "urgency incident_key dedup_key html_url type environment",
].flatMap((line) => line.split(" "));

/** Members of a reference that flattening makes columns of: `service.summary` and `service_summary` are one. */
const PARTS: readonly string[] = ["id", "type", "summary", "name"];

type Use = { name: string; part: string | null };

function useOf(name: string): Use | null {
  if (PLAIN.includes(name) || STRUCTURES.includes(name)) return { name, part: null };
  for (const part of PARTS) {
    const base = name.endsWith(`_${part}`) ? name.slice(0, -part.length - 1) : null;
    if (base !== null && STRUCTURES.includes(base)) return { name: base, part };
    if (base === "teams_0" || base === "team") return { name: "teams", part };
  }
  return null;
}

/** Rows of `GET /incidents` as scripts write them: references as JSON, as Python's repr, or one column for each part. */
export const flatIncidentCsv: CsvFormat = {
  shape: "csv",
  id: "pagerduty-api-dump-rows",
  label: "PagerDuty API incidents as rows (CSV)",
  needs: "id, created_at, and incident_number, incident_key, html_url or last_status_change_at",
  matches: ({ names }) =>
    names.includes("id") &&
    names.includes("created_at") &&
    ["incident_number", "incident_key", "html_url", "last_status_change_at", "assigned_via"].some((name) =>
      names.includes(name),
    ),
  columns: ({ names }) => names.map((name) => useOf(name)?.name ?? null),
  reader: (header, context) => {
    const uses = header.names.map(useOf);
    return (cells) => readRow(header, uses, cells, context);
  },
};

function readRow(
  header: CsvHeader,
  uses: readonly (Use | null)[],
  cells: readonly string[],
  context: ReadContext,
): Outcome {
  const incident = new Map<string, unknown>();
  const parts = new Map<string, Map<string, string>>();
  const issues: string[] = [];
  uses.forEach((use, index) => {
    const text = textOf(cells[index]);
    if (!use || text === undefined || text === "None" || text === "null" || text === "nan" || text === "NaN") return;
    if (use.part !== null) parts.set(use.name, (parts.get(use.name) ?? new Map()).set(use.part, text));
    else if (!STRUCTURES.includes(use.name)) setOnce(incident, use.name, text);
    else if (/^[[{(]/.test(text)) {
      const value = structureOf(text);
      if (value === undefined) issues.push(`column ${header.raw[index]}: the cell cannot be read and is left out`);
      else setOnce(incident, use.name, value);
    } else setOnce(incident, use.name, plainStructure(use.name, text));
  });
  for (const [name, part] of parts) {
    const reference = Object.fromEntries(part);
    if (!incident.has(name)) incident.set(name, name === "teams" ? [reference] : reference);
  }
  return readIncident(Object.fromEntries(incident), context, issues);
}

function setOnce(incident: Map<string, unknown>, name: string, value: unknown): void {
  if (!incident.has(name)) incident.set(name, value);
}

/** A bare name in a column of references. */
function plainStructure(name: string, text: string): unknown {
  return name === "teams" ? [{ summary: text }] : name === "resolve_reason" ? text : { summary: text };
}

/** Analytics rows that a script has written as CSV, with the columns' own names. */
export const analyticsCsv: CsvFormat = {
  shape: "csv",
  id: "pagerduty-analytics-csv",
  label: "PagerDuty analytics incidents (CSV)",
  needs: "id, created_at, service_name, seconds_to_resolve",
  matches: ({ names }) =>
    names.includes("service_name") && isAnalytics(Object.fromEntries(names.map((name) => [name, ""]))),
  columns: ({ names }) => names,
  needsZone: (header, rows) => rows.some((cells) => lacksZone(cells[header.names.indexOf("created_at")])),
  reader:
    ({ names }, context) =>
    (cells) =>
      readAnalytics(rowObject(names, cells), { ...context, envelope: null }),
};

function rowObject(names: readonly string[], cells: readonly string[]): Wire {
  const members = names.flatMap((name, index): [string, unknown][] => {
    const text = textOf(cells[index]);
    if (text === undefined || text === "None" || text === "null" || text === "nan" || text === "NaN") return [];
    return [[name, text.startsWith("[") ? structureOf(text) : text]];
  });
  return objectOf(Object.fromEntries(members)) ?? {};
}
