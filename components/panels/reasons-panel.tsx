"use client";

import clsx from "clsx";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { REASON_WORDS } from "@/components/verdict/reason-words";
import type { Noise } from "@/lib/contract/noise";
import { verdictOf } from "@/lib/model/verdict";
import { Panel } from "./panel";
import type { View } from "./view";

type Props = { view: View<Noise>; chosen: string | null; onChoose: (reason: string | null) => void };

/** Reasons shown before the rest is folded away. */
const FIRST = 6;

export function ReasonsPanel({ view, chosen, onChoose }: Props) {
  return (
    <Panel
      question="Why did they page?"
      help="reasons"
      view={view}
      height={118}
      n={({ reasons }) =>
        `n = ${formatCounted(
          reasons.reduce((sum, { pages }) => sum + pages, 0),
          "page",
          "pages",
        )} with a reason`
      }
    >
      {({ reasons }) => {
        const most = Math.max(1, ...reasons.map(({ pages }) => pages));
        if (reasons.length === 0) return <p className="text-ink-2">No page has a reason yet.</p>;
        return (
          <ul className="-mx-2">
            {reasons.slice(0, FIRST).map(({ reason, pages, sleepInterruptions }) => (
              <li key={reason}>
                <button
                  type="button"
                  aria-pressed={chosen === reason}
                  title={REASON_WORDS[reason]}
                  onClick={() => onChoose(chosen === reason ? null : reason)}
                  className={clsx(
                    "grid min-h-6 w-full grid-cols-[minmax(0,8.5rem)_minmax(0,1fr)_auto] items-center gap-3 rounded-md px-2 text-left text-xs hover:bg-hover pointer-coarse:min-h-11",
                    chosen === reason && "bg-hover font-medium",
                  )}
                >
                  <span className="truncate">{reason}</span>
                  <span aria-hidden className="block h-2.5">
                    <span
                      className={clsx(
                        "block h-full min-w-[2px] rounded-[2px]",
                        verdictOf(reason) === "noise" ? "fill-noise" : "fill-actionable",
                      )}
                      style={{ width: `${(100 * pages) / most}%` }}
                    />
                  </span>
                  <span className="text-right text-ink-2">
                    <span className="font-medium text-ink">{formatCount(pages)}</span>
                    <span className="sr-only"> pages</span>
                    {sleepInterruptions !== null && (
                      <span className="text-ink-3"> · {formatCount(sleepInterruptions)} sleep</span>
                    )}
                  </span>
                </button>
              </li>
            ))}
            {reasons.length > FIRST && (
              <li className="px-2 pt-1 text-xs text-ink-3">
                and{" "}
                {reasons
                  .slice(FIRST)
                  .map(({ reason, pages }) => `${reason} ${formatCount(pages)}`)
                  .join(", ")}
              </li>
            )}
          </ul>
        );
      }}
    </Panel>
  );
}
