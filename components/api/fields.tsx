import type { Schema } from "./document";
import { rowsOf } from "./rows-of";
import { TypeWords } from "./type-words";
import { WithCode } from "./with-code";

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
