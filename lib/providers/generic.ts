import type { MappedField, Mapping } from "@/lib/model/mapping";
import { normaliseHeader } from "./csv-records";
import { memberAt } from "./generic/member-paths";
import { GENERIC, readMapped } from "./generic/read-mapped";
import type { CsvFormat, CsvHeader, JsonFormat, Outcome, Provider, ReadContext } from "./provider";
import { lacksZone } from "./read-time";
import { objectOf } from "./wire";

const MAX_HEADER = 200;
const TIME_FIELDS = ["triggeredAt", "acknowledgedAt", "resolvedAt", "notifiedAt", "at"] as const;

/** How files of any tool are read, once somebody has said which column or member is what. Null = nobody has yet. */
export function genericFormats(mapping: Mapping | null): readonly [CsvFormat, JsonFormat] {
  return [csvFormat(mapping), jsonFormat(mapping)];
}

/** Files and bodies that no other provider knows. Stands last: a file is taken for it only where nobody else wants it. */
export const generic: Provider = {
  id: GENERIC,
  label: "Another tool",
  formats: genericFormats(null),
  webhook: {
    signature: null,
    canSetHeader: true,
    contentTypes: ["application/x-www-form-urlencoded"],
    maxBytes: 1024 * 1024,
    retries429: false,
    disablesAfter: null,
    deliveryKey: () => null,
    setUp: [
      "Import a file of the same kind first, or send one request: then say which member is what.",
      "Have the tool POST JSON objects to {url}.",
      "Set the header Authorization to Bearer {secret}.",
    ],
  },
};

/** The provider as a file or source of it is read: only the generic one needs to be told how. */
export function withMapping(provider: Provider, mapping: Mapping | null): Provider {
  return provider.id === GENERIC ? { ...provider, formats: genericFormats(mapping) } : provider;
}

function csvFormat(mapping: Mapping | null): CsvFormat {
  const fieldOf = (header: string): string | null =>
    Object.entries(mapping?.fields ?? {}).find(([, name]) => isSame(name, header))?.[0] ?? null;
  return {
    shape: "csv",
    id: "generic-csv",
    label: "CSV of another tool",
    needs: "a time, and an id or a title",
    matches: isTable,
    columns: ({ raw }) => raw.map(fieldOf),
    needsZone: (header, rows) => {
      if (mapping?.zone) return false;
      const times = TIME_FIELDS.map((field) => indexOf(header, mapping?.fields[field])).filter((index) => index >= 0);
      return rows.some((cells) => times.some((index) => lacksZone(cells[index])));
    },
    reader: (header, context) => csvReader(header, mapping, context),
  };
}

function csvReader(
  header: CsvHeader,
  mapping: Mapping | null,
  context: ReadContext,
): (cells: readonly string[]) => Outcome {
  const refusal = refusalOf(mapping, "csv");
  if (refusal !== null || mapping === null) return () => ({ outcome: "rejected", why: refusal ?? NO_MAPPING });
  const mapped = Object.entries(mapping.fields) as [MappedField, string][];
  const columns = new Map(mapped.map(([field, name]) => [field, indexOf(header, name)]));
  const missing = mapped.filter(([field]) => columns.get(field) === -1).map(([, name]) => name);
  const issues = missing.length === 0 ? [] : [`the file has no column ${missing.join(", ")}, which the mapping names`];
  return (cells) => {
    const outcome = readMapped((field) => cells[columns.get(field) ?? -1] || undefined, mapping, context);
    if (issues.length === 0 || outcome.outcome === "ignored") return outcome;
    if (outcome.outcome === "rejected") return { ...outcome, why: `${outcome.why}; ${issues[0]}` };
    return { ...outcome, issues: [...outcome.issues, ...issues] };
  };
}

function jsonFormat(mapping: Mapping | null): JsonFormat {
  const at = (value: unknown, field: MappedField): unknown => {
    const path = mapping?.fields[field];
    return path === undefined ? undefined : memberAt(value, path);
  };
  return {
    shape: "json",
    id: "generic-json",
    label: "JSON of another tool",
    matches: (value) => Object.keys(objectOf(value) ?? {}).length > 0,
    needsZone: (value) => !mapping?.zone && TIME_FIELDS.some((field) => lacksZone(at(value, field))),
    read: (value, context) => {
      const refusal = refusalOf(mapping, "json");
      if (refusal !== null || mapping === null) return { outcome: "rejected", why: refusal ?? NO_MAPPING };
      return readMapped((field) => at(value, field), mapping, context);
    },
  };
}

const NO_MAPPING = "no provider knows this record, and nobody has said which column is what";

function refusalOf(mapping: Mapping | null, shape: Mapping["shape"]): string | null {
  if (mapping === null) return NO_MAPPING;
  return mapping.shape === shape ? null : `the mapping is for ${mapping.shape === "csv" ? "a CSV" : "JSON"}`;
}

/** A table: two columns or more, nearly all of them named as columns are, and rows that fit. */
function isTable({ raw }: CsvHeader, rows: readonly (readonly string[])[]): boolean {
  const named = raw.filter((name) => name !== "" && name.length <= MAX_HEADER && !/^[\d.,:/ -]+$/.test(name));
  return raw.length >= 2 && rows.length > 0 && named.length * 2 > raw.length;
}

function indexOf({ raw, names }: CsvHeader, name: string | undefined): number {
  if (name === undefined) return -1;
  const exact = raw.indexOf(name);
  return exact >= 0 ? exact : names.indexOf(normaliseHeader(name));
}

function isSame(name: string, header: string): boolean {
  return name === header || normaliseHeader(name) === normaliseHeader(header);
}
