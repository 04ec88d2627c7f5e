import type { PageFacts } from "@/lib/model/page-event";
import { Collector, missingTime, rejected } from "@/lib/providers/collector";
import type { CsvFormat, CsvHeader, Outcome } from "@/lib/providers/provider";
import { readDuration } from "@/lib/providers/read-duration";
import { lacksZone } from "@/lib/providers/read-time";
import { textOf, told } from "@/lib/providers/wire";
import { PROVIDER } from "./log-entry";

const FIELDS = [
  "created_at",
  "closed_at",
  "time_to_ack",
  "time_to_close",
  "alert_id",
  "status",
  "summary",
  "service_name",
] as const;
type Field = (typeof FIELDS)[number];

/** Both times carry the zone in their header: `Created At (CDT -5)`, normalised `created_at_cdt_5`. */
function fieldOf(name: string): Field | null {
  const field = /^(?:created|closed)_at(?=_|$)/.exec(name)?.[0] ?? name;
  return FIELDS.find((known) => known === field) ?? null;
}

function columnOf({ names }: CsvHeader, field: Field): number {
  return names.findIndex((name) => fieldOf(name) === field);
}

/** `-05:00` of `Created At (CDT -5)`; half hours are written `+5:30`. Null where the header names no offset. */
function offsetOf(header: CsvHeader): string | null {
  const raw = header.raw[columnOf(header, "created_at")] ?? "";
  const [, sign, hours = "", minutes = "00"] = /([+-])(\d{1,2})(?::?(\d\d))?\s*\)\s*$/.exec(raw) ?? [];
  return sign === undefined ? null : `${sign}${hours.padStart(2, "0")}:${minutes}`;
}

/** The download of the Alert Metrics page. A reason why users call it noise has no time and is no act. */
export const metricsCsv: CsvFormat = {
  shape: "csv",
  id: "goalert-metrics-csv",
  label: "GoAlert alert metrics (CSV)",
  needs: "Alert ID, Created At, Time to Ack",
  matches: (header) =>
    ["alert_id", "created_at", "time_to_ack"].every((field) => columnOf(header, field as Field) >= 0),
  columns: ({ names }) => names.map((name, i) => (firstOf(names, name, i) ? fieldOf(name) : null)),
  needsZone: (header, rows) =>
    offsetOf(header) === null && rows.some((cells) => lacksZone(cells[columnOf(header, "created_at")])),
  warnings: (header) => {
    const offset = offsetOf(header);
    if (offset === null) return [];
    return [
      `All times are read at the offset ${offset} that the header names: beyond a clock change they are an hour off.`,
    ];
  },
  reader: (header, { zone }) => {
    const columns = new Map(FIELDS.map((field) => [field, columnOf(header, field)]));
    const offset = offsetOf(header);
    return (cells) => readRow((field) => cellValue(cells[columns.get(field) ?? -1]), offset, zone);
  },
};

function firstOf(names: readonly string[], name: string, index: number): boolean {
  const field = fieldOf(name);
  return field !== null && names.findIndex((other) => fieldOf(other) === field) === index;
}

/** What is missing prints an empty cell or an invalid date or duration. */
function cellValue(cell: string | undefined): string | undefined {
  const text = textOf(cell);
  return text === undefined || /^(?:Invalid (?:Duration|DateTime)|null|undefined)$/i.test(text) ? undefined : text;
}

function readRow(get: (field: Field) => string | undefined, offset: string | null, zone: string | null): Outcome {
  const pageKey = get("alert_id");
  if (pageKey === undefined) return rejected("Alert ID is missing");
  const collector = new Collector(PROVIDER, { zone });
  const timeOf = (field: Field): string | undefined => {
    const text = get(field);
    return text === undefined || offset === null || !lacksZone(text) ? text : `${text} ${offset}`;
  };
  const createdAt = collector.time(timeOf("created_at"), "Created At");
  if (createdAt === null) return rejected(missingTime(timeOf("created_at"), "Created At", collector.times));
  const closedAt = collector.time(timeOf("closed_at"), "Closed At");
  const isEndUsed = closedAt !== null && closedAt >= createdAt;
  if (closedAt !== null && !isEndUsed) collector.issues.push("Closed At is before Created At: the end is not used");
  const acknowledgedAt = acknowledgementOf(get("time_to_ack"), createdAt, collector);
  const facts = told<PageFacts>({ title: get("summary"), service: get("service_name"), number: pageKey });
  if (!isEndUsed && (closedAt !== null || get("status")?.toLowerCase() === "closed")) facts.closedAtUnknownTime = true;
  facts.asOf = Math.max(createdAt, acknowledgedAt ?? 0, closedAt ?? 0);
  collector.snapshot("csv", { pageKey, kind: "triggered", at: createdAt, by: "unknown", facts });
  if (acknowledgedAt !== null) {
    collector.snapshot("csv", { pageKey, kind: "acknowledged", at: acknowledgedAt, by: "unknown" });
  }
  if (isEndUsed) collector.snapshot("csv", { pageKey, kind: "resolved", at: closedAt, by: "unknown" });
  return collector.accepted();
}

function acknowledgementOf(text: string | undefined, createdAt: number, collector: Collector): number | null {
  if (text === undefined) return null;
  const seconds = readDuration(text, null);
  if (seconds !== null) return createdAt + Math.round(seconds * 1000);
  collector.issues.push(`Time to Ack ${JSON.stringify(text.slice(0, 40))} is no duration: left out`);
  return null;
}
