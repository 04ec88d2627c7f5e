"use client";

import type { Route } from "next";
import Link from "next/link";
import { DecisionCard } from "@/components/decision/decision-card";
import { STATE_MARKS, STATE_WORDS } from "@/components/decision/decision-words";
import { formatCount, formatCounted } from "@/components/format/numbers";
import type { LoopState } from "@/lib/model/decision";
import { Figure } from "./report-figure";
import type { SectionProps } from "./sections";

const LISTED = 6;

/** Each decision with its forecast and the fact beside it, and how long it takes to squash an alert. */
export function LastWeekSection({ report, links }: SectionProps) {
  const { decisions, outcomes, forgotten, range } = report.lastWeek;
  const counts: readonly (readonly [LoopState, number])[] = [
    ["hid-something-real", outcomes.hidSomethingReal],
    ["came-back", outcomes.cameBack],
    ["verified-quiet", outcomes.verifiedQuiet],
    ["watching", outcomes.watching],
    ["too-early", outcomes.tooEarly],
    ["decided", outcomes.waiting],
  ];
  return (
    <div className="grid gap-x-8 gap-y-2 lg:grid-cols-[16rem_minmax(0,1fr)]">
      <div className="-mx-4 -mt-2">
        <Figure report={report} name="time-to-squash" href={"/decisions" as Route}>
          {forgotten > 0 && (
            <p>
              <Link href={"/decisions" as Route} className="font-medium underline underline-offset-4">
                {formatCounted(forgotten, "silence is", "silences are")} forgotten
              </Link>
              , target 0
            </p>
          )}
        </Figure>
      </div>
      <div className="min-w-0">
        {decisions.length === 0 ? (
          <p className="text-ink-2">Nothing was decided in {range.label}.</p>
        ) : (
          <>
            <ul className="flex flex-wrap gap-x-6 gap-y-1">
              {counts
                .filter(([, count]) => count > 0)
                .map(([state, count]) => (
                  <li key={state}>
                    <span aria-hidden>{STATE_MARKS[state]}</span>{" "}
                    <span className="font-medium">{formatCount(count)}</span> {STATE_WORDS[state]}
                  </li>
                ))}
            </ul>
            <div className="mt-1 divide-y">
              {decisions.slice(0, LISTED).map((decision) => (
                <DecisionCard
                  key={decision.id}
                  decision={decision}
                  zone={report.range.zone}
                  filter={links}
                  titled
                  mayDecide={false}
                />
              ))}
            </div>
            {decisions.length > LISTED && (
              <p className="text-xs text-ink-3">
                and {formatCount(decisions.length - LISTED)} more on{" "}
                <Link href={"/decisions" as Route} className="underline underline-offset-4">
                  Decisions
                </Link>
              </p>
            )}
          </>
        )}
      </div>
    </div>
  );
}
