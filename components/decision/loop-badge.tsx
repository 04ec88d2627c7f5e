import clsx from "clsx";
import type { LoopState } from "@/lib/model/decision";
import { STATE_MARKS, STATE_WORDS } from "./decision-words";

/** Where a decision stands, with a shape and a word. */
export function LoopBadge({ state, className }: { state: LoopState; className?: string }) {
  const isAlarm = state === "hid-something-real";
  return (
    <span
      className={clsx(
        "inline-flex items-center gap-1.5 rounded-md border px-1.5 py-0.5 text-xs font-medium whitespace-nowrap",
        isAlarm ? "border-alarm-line bg-alarm text-alarm-ink" : "border-line-strong",
        className,
      )}
    >
      <span aria-hidden>{STATE_MARKS[state]}</span>
      {STATE_WORDS[state]}
    </span>
  );
}
