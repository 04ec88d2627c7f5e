import type { Route } from "next";
import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import { keyed } from "@/components/format/keyed";
import { referredTo, type Schema } from "./document";

/** What a value is, in a few words; names of other answers lead there. */
export function TypeWords({ schema }: { schema: Schema }): ReactNode {
  const name = referredTo(schema);
  if (name !== null)
    return (
      <Link
        href={`/docs/api/${name}` as Route}
        prefetch={false}
        className="underline decoration-line-strong underline-offset-2 hover:decoration-ink"
      >
        {name}
      </Link>
    );
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) return <Joined parts={alternatives} word=" or " />;
  if (schema.allOf) return <Joined parts={schema.allOf} word=" and " />;
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(" · ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.items)
    return (
      <>
        list of <TypeWords schema={schema.items} />
      </>
    );
  if (typeof schema.additionalProperties === "object")
    return (
      <>
        by name: <TypeWords schema={schema.additionalProperties} />
      </>
    );
  return wordsOf(schema);
}

function Joined({ parts, word }: { parts: readonly Schema[]; word: string }) {
  return keyed(parts).map(({ key, item }) => (
    <Fragment key={key}>
      {key > 0 && word}
      <TypeWords schema={item} />
    </Fragment>
  ));
}

function wordsOf({ type, format }: Schema): string {
  const types = type === undefined ? ["anything"] : typeof type === "string" ? [type] : type;
  const words = types.map((one) => (one === "object" ? "fields below" : one)).join(" or ");
  return format === undefined ? words : `${words} (${format})`;
}
