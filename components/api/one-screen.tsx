import type { Route } from "next";
import Link from "next/link";
import { type ApiDocument, referredTo, type Schema } from "./document";
import { EndpointCard } from "./endpoint-card";
import { Fields } from "./fields";
import { WithCode } from "./with-code";

type Props = { document: ApiDocument; name: string; origin: string };

/** One address with what it answers, or one answer; null where the description has neither. */
export function oneOf({ paths, components }: ApiDocument, name: string) {
  const endpoint = Object.entries(paths).find(([, { get }]) => get.operationId === name);
  const schema = new Map(Object.entries(components.schemas)).get(name);
  return endpoint || schema ? { endpoint, schema } : null;
}

export function OneScreen({ document, name, origin }: Props) {
  const one = oneOf(document, name);
  if (!one) return null;
  const { endpoint, schema } = one;
  const [path, { get } = { get: null }] = endpoint ?? [null];
  const answer = get && answerOf(document, get.responses["200"]?.content?.["application/json"]?.schema);
  return (
    <div className="space-y-4">
      <p className="text-xs">
        <Link href={"/docs/api" as Route} className="text-ink-2 underline-offset-4 hover:underline">
          The API
        </Link>
      </p>
      <h1 className="font-mono text-[1.125rem] leading-7 font-medium [overflow-wrap:anywhere]">{path ?? name}</h1>
      {path !== null && get && <EndpointCard path={path} endpoint={get} origin={origin} />}
      {schema && <Answer name={name} schema={schema} />}
      {answer && <Answer {...answer} />}
    </div>
  );
}

/** What an address answers with, or with a list of. */
function answerOf({ components }: ApiDocument, schema: Schema | undefined): { name: string; schema: Schema } | null {
  const name = schema && (referredTo(schema) ?? (schema.items ? referredTo(schema.items) : null));
  const found = name ? components.schemas[name] : undefined;
  if (name && found) return { name, schema: found };
  return schema && !schema.$ref ? { name: "Answer", schema } : null;
}

function Answer({ name, schema }: { name: string; schema: Schema }) {
  return (
    <section aria-label={name} className="rounded-xl border bg-surface p-4">
      <h2 className="font-mono text-sm font-medium">{name}</h2>
      {schema.description && (
        <p className="mt-1 max-w-prose text-xs text-ink-2">
          <WithCode text={schema.description} />
        </p>
      )}
      <Fields schema={schema} />
    </section>
  );
}
