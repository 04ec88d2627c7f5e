import { Fragment } from "react";
import { keyed } from "@/components/format/keyed";

const SLOT = /(<(?:url|uuid|ip|time|pod|hex|pct|qty|n)>)/;

/** What may stand in a variable part. */
export const SLOT_WORDS: Readonly<Record<string, string>> = {
  url: "any address",
  uuid: "any id",
  ip: "any IP address",
  time: "any time",
  pod: "any pod",
  hex: "any hexadecimal id",
  pct: "any percentage",
  qty: "any quantity",
  n: "any number",
};

/** The title of a signature, with the parts that vary marked: by a frame, and by their meaning for those who hear it. */
export function TitleTemplate({ title }: { title: string }) {
  return keyed(title.split(SLOT)).map(({ key, item: part }) =>
    SLOT.test(part) ? <SlotMark key={key} mask={part.slice(1, -1)} /> : <Fragment key={key}>{part}</Fragment>,
  );
}

export function SlotMark({ mask }: { mask: string }) {
  const words = SLOT_WORDS[mask] ?? "any value";
  // Relative: where a title is cut short, the words for those who hear it are cut with it.
  return (
    <span
      title={`varies: ${words}`}
      data-slot={mask}
      className="relative mx-px rounded border border-line-strong border-dashed bg-hover px-1 py-px font-mono text-[0.82em] font-normal text-ink-2"
    >
      <span aria-hidden>{mask}</span>
      <span className="sr-only">{words}</span>
    </span>
  );
}
