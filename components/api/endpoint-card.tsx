import { ScrollRegion } from "@/components/ui/scroll-region";
import type { Endpoint, Parameter, Schema } from "./document";
import { TypeWords } from "./type-words";
import { WithCode } from "./with-code";

type Props = { path: string; endpoint: Endpoint; origin: string };

/** What one address takes, what it answers, and a line to try it with. */
export function EndpointCard({ path, endpoint, origin }: Props) {
  const { operationId, summary, description, parameters = [], responses } = endpoint;
  const [type = "", media] = Object.entries(responses["200"]?.content ?? {})[0] ?? [];
  return (
    <section
      id={operationId}
      aria-label={`GET ${path}`}
      className="scroll-mt-16 rounded-xl border bg-surface p-4 shadow-card"
    >
      <h3 className="font-mono text-sm font-medium [overflow-wrap:anywhere]">
        <span className="text-ink-3">GET</span> {path}
      </h3>
      <p className="mt-1 max-w-prose">{summary}</p>
      {description && (
        <p className="mt-1 max-w-prose text-xs text-ink-2">
          <WithCode text={description} />
        </p>
      )}
      {parameters.length > 0 && <Parameters parameters={parameters} />}
      <p className="mt-3 text-xs">
        <span className="text-ink-3">Answers</span>{" "}
        {media && type === "application/json" ? <TypeWords schema={media.schema} /> : type}
      </p>
      <ScrollRegion label={`A request of ${path}`} className="mt-2 overflow-x-auto rounded-md bg-hover">
        <code className="block px-2.5 py-2 font-mono text-xs whitespace-pre">
          {requestOf(path, parameters, origin)}
        </code>
      </ScrollRegion>
    </section>
  );
}

function Parameters({ parameters }: { parameters: readonly Parameter[] }) {
  return (
    <dl className="mt-3 divide-y border-y text-xs">
      {parameters.map(({ name, required, description, schema }) => (
        <div key={name} className="grid gap-x-4 gap-y-0.5 py-1.5 sm:grid-cols-[10rem_minmax(0,1fr)]">
          <dt className="font-mono">
            {name}
            {required && <span className="font-sans text-ink-3"> needed</span>}
          </dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">
            <span className="text-ink-2">
              <TypeWords schema={schema} />
              {boundsOf(schema)}
              {schema.default !== undefined && `, else ${JSON.stringify(schema.default)}`}
            </span>
            {description && (
              <span className="block">
                <WithCode text={description} />
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const boundsOf = ({ minimum, maximum }: Schema) =>
  minimum === undefined || maximum === undefined ? "" : `, ${minimum} to ${maximum}`;

/** The shortest request that says something: needed parameters, and the range where there is one. */
function requestOf(path: string, parameters: readonly Parameter[], origin: string): string {
  const asked = parameters.filter(
    ({ in: place, name, required }) => place === "query" && (required || name === "from"),
  );
  const search = asked.map(({ name, schema }) => `${name}=${exampleOf(name, schema)}`).join("&");
  const address = `${origin}${path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => `$${name.toUpperCase()}`)}`;
  return `curl -H "Authorization: Bearer $SQUELCH_TOKEN" "${address}${search && `?${search}`}"`;
}

function exampleOf(name: string, schema: Schema): string {
  if (name === "from") return "now-4w/w";
  return schema.enum ? String(schema.enum[0]) : `$${name.toUpperCase()}`;
}
