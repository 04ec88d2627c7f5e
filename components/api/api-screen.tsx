import type { Route } from "next";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import type { ApiDocument } from "./document";
import { found } from "./found";
import { WithCode } from "./with-code";

type Props = { document: ApiDocument; words: string };

const LINK = "underline decoration-line-strong underline-offset-4 hover:decoration-ink";

/** All that can be read by HTTP: each address and each answer has a screen of its own, and a search goes through all. */
export function ApiScreen({ document, words }: Props) {
  const { info } = document;
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
      <search>
        <form action="/docs/api" className="flex max-w-prose gap-2">
          <input
            type="search"
            name="q"
            aria-label="Search addresses, parameters and fields"
            placeholder="Search addresses, parameters and fields"
            defaultValue={words}
            maxLength={100}
            className="h-8 min-w-0 flex-1 rounded-md border border-line-strong bg-surface px-2.5 text-sm placeholder:text-ink-3 pointer-coarse:h-11"
          />
          <Button type="submit">Search</Button>
        </form>
      </search>
      {words === "" ? <Contents document={document} /> : <Hits document={document} words={words} />}
    </div>
  );
}

function Hits({ document, words }: Props) {
  const { hits, more } = found(document, words);
  return (
    <section aria-label="Found">
      <p role="status" className="text-ink-2">
        {hits.length === 0
          ? `Nothing has “${words}” in its name or in what is said of it. `
          : `${hits.length + more} places. `}
        <Link href={"/docs/api" as Route} className={LINK}>
          All of them
        </Link>
      </p>
      <ul className="mt-3 divide-y text-xs">
        {hits.map(({ name, place, note }) => (
          <li key={place} className="py-1.5">
            <To name={name}>{place}</To>
            {note && (
              <p className="max-w-prose text-ink-2">
                <WithCode text={note} />
              </p>
            )}
          </li>
        ))}
      </ul>
      {more > 0 && <p className="mt-2 text-xs text-ink-3">and {more} more: narrow the search</p>}
    </section>
  );
}

function Contents({ document: { tags, paths, components } }: Pick<Props, "document">) {
  const endpoints = Object.entries(paths);
  return (
    <>
      {tags.map(({ name }) => (
        <section key={name} aria-label={name}>
          <h2 className="text-base font-medium">{name}</h2>
          <ul className="mt-1 divide-y text-xs">
            {endpoints
              .filter(([, { get }]) => get.tags.includes(name))
              .map(([path, { get }]) => (
                <li key={path} className="grid gap-x-4 py-1 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
                  <To name={get.operationId}>{path}</To>
                  <span className="text-ink-2">{get.summary}</span>
                </li>
              ))}
          </ul>
        </section>
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
      <section aria-label="Answers">
        <h2 className="text-base font-medium">Answers</h2>
        <ul className="mt-1 grid gap-x-6 text-xs sm:grid-cols-3 lg:grid-cols-4">
          {Object.keys(components.schemas).map((name) => (
            <li key={name}>
              <To name={name}>{name}</To>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function To({ name, children }: { name: string; children: string }) {
  return (
    <Link
      href={`/docs/api/${name}` as Route}
      prefetch={false}
      className="inline-block py-0.5 font-mono [overflow-wrap:anywhere] text-ink underline-offset-4 hover:underline pointer-coarse:py-2.5"
    >
      {children}
    </Link>
  );
}
