import { Fragment } from "react";
import { keyed } from "@/components/format/keyed";

/** Words in which what stands between backticks is code. */
export function WithCode({ text }: { text: string }) {
  return keyed(text.split("`")).map(({ key, item }) =>
    key % 2 === 1 ? (
      <code key={key} className="font-mono text-[0.95em]">
        {item}
      </code>
    ) : (
      <Fragment key={key}>{item}</Fragment>
    ),
  );
}
