import type { Schema } from "./document";
import { TypeWords } from "./type-words";
import { WithCode } from "./with-code";

type Row = { path: string; schema: Schema; always: boolean };

/** Every field of an answer, those of objects within it after them as `outer.inner`; in lists as `list[].inner`. */
function rowsOf(schema: Schema, before = ""): Row[] {
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

export function Fields({ schema }: { schema: Schema }) {
  const rows = rowsOf(schema);
  if (rows.length === 0)
    return (
      <p className="mt-1 text-xs text-ink-2">
        <TypeWords schema={schema} />
      </p>
    );
  return (
    <dl className="mt-2 divide-y text-xs">
      {rows.map(({ path, schema: field, always }) => (
        <div key={path} className="grid gap-x-4 gap-y-0.5 py-1.5 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
          <dt className="font-mono [overflow-wrap:anywhere]">
            {path}
            {!always && <span className="font-sans text-ink-3"> may be missing</span>}
          </dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">
            <span className="text-ink-2">
              <TypeWords schema={field} />
            </span>
            {field.description && (
              <span className="block text-ink">
                <WithCode text={field.description} />
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
