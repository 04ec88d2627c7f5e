import { generic, genericFormats } from "./generic";
import { memberAt, memberPaths } from "./generic/member-paths";
import { proposeMapping, type SeenColumn } from "./generic/propose-mapping";
import type { CsvHeader, Detected, DetectedColumn } from "./provider";
import { objectOf, textOf } from "./wire";

const EXAMPLES = 12;
const LONGEST_EXAMPLE = 100;

/** A sound table that no provider knows, with what is proposed for its columns; null where it is none. */
export function detectGenericCsv(
  header: CsvHeader,
  rows: readonly (readonly string[])[],
  warnings: readonly string[],
  seen: string,
): Detected | null {
  if (!genericFormats(null)[0].matches(header, rows)) return null;
  const columns = header.raw.map((name, i) => ({ name, values: distinct(rows.map((cells) => cells[i])) }));
  const mapping = proposeMapping(
    "csv",
    columns.filter(({ name }, i) => name !== "" && header.raw.indexOf(name) === i),
  );
  const [format] = genericFormats(mapping);
  const fields = format.columns(header);
  return {
    provider: generic.id,
    format: format.id,
    label: format.label,
    needsZone: format.needsZone?.(header, rows) === true,
    warnings: [seen, ...warnings],
    columns: columns.map((column, i) => shown(column, fields[i] ?? null)),
    needsMapping: true,
    mapping,
  };
}

/** Objects that no provider knows, with what is proposed for their members; null where most are no objects. */
export function detectGenericJson(values: readonly unknown[], seen: string): Detected | null {
  const objects = values.filter((value) => Object.keys(objectOf(value) ?? {}).length > 0);
  if (objects.length * 2 <= values.length) return null;
  const columns = memberPaths(objects).map((name) => ({
    name,
    values: distinct(objects.flatMap((value) => memberAt(value, name))),
  }));
  const mapping = proposeMapping("json", columns);
  const [, format] = genericFormats(mapping);
  const fields = new Map(Object.entries(mapping.fields).map(([field, path]) => [path, field]));
  return {
    provider: generic.id,
    format: format.id,
    label: format.label,
    needsZone: objects.some((value) => format.needsZone?.(value, null) === true),
    warnings: [`${seen}: they are of no page export we know.`],
    columns: columns.map((column) => shown(column, fields.get(column.name) ?? null)),
    needsMapping: true,
    mapping,
  };
}

function distinct(values: readonly unknown[]): string[] {
  const texts = values.flatMap((value) => (typeof value === "boolean" ? String(value) : (textOf(value) ?? [])));
  return [...new Set(texts)];
}

function shown({ name, values }: SeenColumn, field: string | null): DetectedColumn {
  const examples = values
    .slice(0, EXAMPLES)
    .map((value) => (value.length > LONGEST_EXAMPLE ? `${value.slice(0, LONGEST_EXAMPLE)}\u2026` : value));
  return { header: name, field, examples };
}
