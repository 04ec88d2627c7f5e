import type { PageFacts } from "@/lib/model/page-event";
import { Collector, missingTime, rejected } from "@/lib/providers/collector";
import type { CsvFormat, CsvHeader, Outcome, ReadContext } from "@/lib/providers/provider";
import { lacksZone } from "@/lib/providers/read-time";
import { isAddress, numberOf, textOf, told } from "@/lib/providers/wire";
import { PROVIDER, personOf } from "./account";
import { dedupOf } from "./alert-facts";

const FIELDS: Readonly<Record<string, string>> = {
  alertid: "id",
  alias: "dedup",
  tinyid: "number",
  message: "title",
  status: "status",
  acknowledged: "acknowledged",
  createdat: "created",
  createdatdate: "createdText",
  updatedat: "updated",
  updatedatdate: "updatedText",
  count: "count",
  owner: "owner",
  teams: "teams",
};

const OWN_FIELDS = ["number", "dedup", "createdText"];

/** The header's words run together in real files, and need not in others. */
function fieldOf(name: string): string | null {
  const joined = name.replaceAll("_", "");
  return Object.hasOwn(FIELDS, joined) ? (FIELDS[joined] ?? null) : null;
}

type Columns = ReadonlyMap<string, number>;

function columnsOf({ names }: CsvHeader): Columns {
  const columns = new Map<string, number>();
  names.forEach((name, index) => {
    const field = fieldOf(name);
    if (field !== null && !columns.has(field)) columns.set(field, index);
  });
  return columns;
}

function cell(columns: Columns, cells: readonly string[], field: string): string | undefined {
  const index = columns.get(field);
  return index === undefined ? undefined : textOf(cells[index]);
}

/** `finalAlertData.csv` of "Export CSV". It tells no priority, and of acknowledgement and end neither time nor person. */
export const alertExportCsv: CsvFormat = {
  shape: "csv",
  id: "opsgenie-alert-csv",
  label: "Opsgenie alert export (CSV)",
  needs: "Alert ID, Message, Status, CreatedAt, and TinyID or Alias",
  matches: (header) => {
    const columns = columnsOf(header);
    return (
      ["id", "title", "status"].every((field) => columns.has(field)) &&
      (columns.has("created") || columns.has("createdText")) &&
      // Other tools have those four as well, and beside them times that this export never has.
      OWN_FIELDS.some((field) => columns.has(field))
    );
  },
  columns: (header) => {
    const columns = columnsOf(header);
    return header.names.map((name, index) => {
      const field = fieldOf(name);
      return field !== null && columns.get(field) === index ? field : null;
    });
  },
  needsZone: (header, rows) => {
    const columns = columnsOf(header);
    return rows.some(
      (cells) => cell(columns, cells, "created") === undefined && lacksZone(cell(columns, cells, "createdText")),
    );
  },
  reader: (header, context) => {
    const columns = columnsOf(header);
    return (cells) => readRow((field) => cell(columns, cells, field), context);
  },
};

function readRow(get: (field: string) => string | undefined, { zone }: ReadContext): Outcome {
  const pageKey = get("id");
  if (pageKey === undefined) return rejected("Alert ID is missing");
  const collector = new Collector(PROVIDER, { zone });
  // The number is sure; the date is text whose form depends on who exported it.
  const [created, name] =
    get("created") === undefined ? [get("createdText"), "CreatedAtDate"] : [get("created"), "CreatedAt"];
  const createdAt = collector.time(created, name);
  if (createdAt === null) return rejected(missingTime(created, name, collector.times));
  const updatedAt = collector.time(get("updated"), "UpdatedAt");
  const facts = told<PageFacts>({
    title: get("title"),
    team: teamOf(get("teams")),
    dedup: dedupOf(get("dedup"), pageKey),
    number: get("number"),
    counts: countsOf(get),
    closedAtUnknownTime: get("status")?.toLowerCase() === "closed" ? true : undefined,
    asOf: Math.max(createdAt, updatedAt ?? 0),
  });
  const owner = get("owner");
  if (isAddress(owner)) personOf({ username: owner }, collector);
  collector.snapshot("csv", { pageKey, kind: "triggered", at: createdAt, by: "unknown", facts });
  return collector.accepted();
}

/** "false" is no count of none: the flag falls when an acknowledgement ends, and on some closed alerts. */
function countsOf(get: (field: string) => string | undefined): PageFacts["counts"] {
  const count = numberOf(get("count"));
  const counts: Record<string, number> = count !== null && count > 0 ? { occurrences: count } : {};
  if (get("acknowledged")?.toLowerCase() === "true") counts.acknowledgements = 1;
  return Object.keys(counts).length > 0 ? counts : undefined;
}

/** The first of several, with or without the brackets of a list. */
function teamOf(cell: string | undefined): string | undefined {
  return textOf(
    cell
      ?.replace(/^\[|\]$/g, "")
      .split(/[,;|]/)[0]
      ?.replace(/^\s*["']|["']\s*$/g, ""),
  );
}
