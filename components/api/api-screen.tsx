import type { Route } from "next";
import Link from "next/link";
import type { ApiDocument } from "./document";
import { EndpointCard } from "./endpoint-card";
import { Fields } from "./fields";
import { WithCode } from "./with-code";

type Props = { document: ApiDocument; origin: string };

const LINK = "underline decoration-line-strong underline-offset-4 hover:decoration-ink";

/** Everything that can be read by HTTP, on one screen: the browser's own search finds each name. */
export function ApiScreen({ document, origin }: Props) {
  const { info, tags, paths, components } = document;
  const endpoints = Object.entries(paths);
  return (
    <div className="space-y-6">
      <header>
        <h1 className="text-[1.375rem] leading-8 font-medium tracking-tight">The API</h1>
        <p className="mt-0.5 max-w-prose text-ink-2">{info.description}</p>
        <p className="mt-2 max-w-prose text-ink-2">
          A program reads with a{" "}
          <Link href={"/settings/tokens" as Route} className={LINK}>
            token
          </Link>
          . The same as OpenAPI 3.1, version {info.version}:{" "}
          <a href="/api/openapi.json" className={LINK}>
            /api/openapi.json
          </a>
        </p>
      </header>
      <nav aria-label="Endpoints" className="grid gap-x-6 gap-y-4 text-xs sm:grid-cols-2 lg:grid-cols-3">
        {tags.map(({ name }) => (
          <div key={name}>
            <h2 className="font-medium">{name}</h2>
            <ul className="mt-1">
              {endpoints
                .filter(([, { get }]) => get.tags.includes(name))
                .map(([path, { get }]) => (
                  <li key={path}>
                    <a
                      href={`#${get.operationId}`}
                      className="block py-0.5 font-mono text-ink-2 hover:text-ink pointer-coarse:py-2.5"
                    >
                      {path}
                    </a>
                  </li>
                ))}
            </ul>
          </div>
        ))}
      </nav>
      {tags.map(({ name }) => (
        <div key={name} className="space-y-3">
          <h2 className="text-base font-medium">{name}</h2>
          {endpoints
            .filter(([, { get }]) => get.tags.includes(name))
            .map(([path, { get }]) => (
              <EndpointCard key={path} path={path} endpoint={get} origin={origin} />
            ))}
        </div>
      ))}
      <section aria-label="Problems" className="space-y-2">
        <h2 className="text-base font-medium">Problems</h2>
        <p className="max-w-prose text-ink-2">
          A request that fails is told why as RFC 9457 has it, with <code className="font-mono text-xs">detail</code> in
          words and a <code className="font-mono text-xs">requestId</code> that is also in the log.
        </p>
        <dl className="divide-y text-xs">
          {Object.entries(components.responses).map(([status, { description }]) => (
            <div key={status} className="grid grid-cols-[4rem_minmax(0,1fr)] gap-x-4 py-1.5">
              <dt className="font-mono">{status}</dt>
              <dd className="max-w-prose">
                <WithCode text={description} />
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <section aria-label="Answers" className="space-y-3">
        <h2 className="text-base font-medium">Answers</h2>
        {Object.entries(components.schemas).map(([name, schema]) => (
          <section key={name} id={name} aria-label={name} className="scroll-mt-16 rounded-xl border bg-surface p-4">
            <h3 className="font-mono text-sm font-medium">{name}</h3>
            {schema.description && (
              <p className="mt-1 max-w-prose text-xs text-ink-2">
                <WithCode text={schema.description} />
              </p>
            )}
            <Fields schema={schema} />
          </section>
        ))}
      </section>
    </div>
  );
}
