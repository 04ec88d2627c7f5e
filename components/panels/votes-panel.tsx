"use client";

import { formatCounted } from "@/components/format/numbers";
import type { PageDetail, VoteView } from "@/lib/contract/page";
import { Panel } from "./panel";
import type { View } from "./view";

/** Votes are clipped to this in sum; a bar of that length fills its half. */
const MOST = 4;
/** So many are told at once. */
const FIRST = 6;

export function VotesPanel({ view }: { view: View<PageDetail> }) {
  return (
    <Panel
      question="Which votes were weighed?"
      help="votes"
      view={view}
      height={140}
      n={({ inferred }) => (inferred ? formatCounted(inferred.votes.length, "vote", "votes") : "not judged yet")}
    >
      {({ inferred }) => {
        if (!inferred || inferred.votes.length === 0) return <p className="text-ink-2">No vote was cast.</p>;
        // The strongest come first.
        const [first, rest] = [inferred.votes.slice(0, FIRST), inferred.votes.slice(FIRST)];
        return (
          <>
            <VoteList votes={first} />
            {rest.length > 0 && (
              <details className="mt-2.5">
                <summary className="cursor-pointer text-xs text-ink-2">
                  {formatCounted(rest.length, "weaker vote", "weaker votes")}
                </summary>
                <div className="mt-2.5">
                  <VoteList votes={rest} />
                </div>
              </details>
            )}
            <p aria-hidden className="mt-2.5 flex justify-between text-2xs text-ink-3">
              <span>noise</span>
              <span>actionable</span>
            </p>
          </>
        );
      }}
    </Panel>
  );
}

function VoteList({ votes }: { votes: readonly VoteView[] }) {
  return (
    <ul className="space-y-2.5">
      {votes.map(({ family, weight, why }) => (
        <li key={`${family} ${why}`}>
          <div className="flex items-baseline justify-between gap-3">
            <span className="min-w-0">
              <span className="text-ink-3">{family}</span> {why}
            </span>
            <span className="shrink-0 font-medium">
              {weight < 0 ? "−" : "+"}
              {Math.abs(weight).toFixed(2)}
            </span>
          </div>
          <div aria-hidden className="mt-1 grid h-1.5 grid-cols-2 gap-px">
            <span className="flex justify-end rounded-l-sm bg-hover">
              {weight < 0 && <span className="fill-noise rounded-l-sm" style={{ width: width(weight) }} />}
            </span>
            <span className="rounded-r-sm bg-hover">
              {weight > 0 && (
                <span className="fill-actionable block h-full rounded-r-sm" style={{ width: width(weight) }} />
              )}
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}

function width(weight: number): string {
  return `${Math.min(100, (100 * Math.abs(weight)) / MOST)}%`;
}
