import type { ApiDocument, Schema } from "./document";
import { rowsOf } from "./rows-of";

export type Hit = { name: string; place: string; note: string };

const MOST = 200;

/** Where words stand in the description: in an address, a parameter, a field or what is said of them. */
export function found({ paths, components }: ApiDocument, words: string): { hits: Hit[]; more: number } {
  const asked = words.toLowerCase();
  const fits = ({ place, note }: Hit) => `${place} ${note}`.toLowerCase().includes(asked);
  const all = [
    ...Object.entries(paths).flatMap(([path, { get }]): Hit[] => [
      { name: get.operationId, place: path, note: [get.summary, get.description].filter(Boolean).join(" ") },
      ...(get.parameters ?? []).map(({ name, description = "" }) => ({
        name: get.operationId,
        place: `${path}, parameter ${name}`,
        note: description,
      })),
    ]),
    ...Object.entries(components.schemas).flatMap(([name, schema]): Hit[] => fieldsOf(name, schema)),
  ].filter(fits);
  return { hits: all.slice(0, MOST), more: Math.max(0, all.length - MOST) };
}

function fieldsOf(name: string, schema: Schema): Hit[] {
  const fields = rowsOf(schema).map(({ path, schema: { description = "" } }) => ({
    name,
    place: `${name}.${path}`,
    note: description,
  }));
  return [{ name, place: name, note: schema.description ?? "" }, ...fields];
}
