import type { Schema } from "./document";

type Row = { path: string; schema: Schema; always: boolean };

/** Every field of an answer, those of objects within it after them as `outer.inner`; in lists as `list[].inner`. */
export function rowsOf(schema: Schema, before = ""): Row[] {
  const parts = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  const inner = [
    ...parts.flatMap((part) => rowsOf(part, before)),
    ...(schema.items ? rowsOf(schema.items, `${before}[]`) : []),
    ...(typeof schema.additionalProperties === "object" ? rowsOf(schema.additionalProperties, `${before}.*`) : []),
  ];
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, field]): Row[] => {
    const path = before === "" ? name : `${before}.${name}`;
    return [{ path, schema: field, always: schema.required?.includes(name) ?? false }, ...rowsOf(field, path)];
  });
  const seen = new Set<string>();
  // Of alternatives with a field in common it is listed once.
  return [...own, ...inner].filter(({ path }) => !seen.has(path) && seen.add(path));
}
