import { Fragment } from "react";
import { keyed } from "@/components/format/keyed";

const SLOT = /(<(?:url|uuid|ip|time|pod|hex|pct|qty|n)>)/;

/** The title of a signature, with the parts that vary marked as such. */
export function TitleTemplate({ title }: { title: string }) {
  return keyed(title.split(SLOT)).map(({ key, item: part }) =>
    SLOT.test(part) ? (
      <span key={key} className="mx-px rounded bg-hover px-1 py-px font-mono text-[0.82em] font-normal text-ink-2">
        {part.slice(1, -1)}
      </span>
    ) : (
      <Fragment key={key}>{part}</Fragment>
    ),
  );
}
