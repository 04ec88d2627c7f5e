"use client";

import { useQuery } from "@tanstack/react-query";
import type { Route } from "next";
import Link from "next/link";
import { TableMenu } from "@/components/export/table-menu";
import type { LinkParams } from "@/components/format/href";
import { hrefTo } from "@/components/format/href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { Panel } from "@/components/panels/panel";
import { type View, viewOf } from "@/components/panels/view";
import { squashedQuery } from "@/components/queries/decisions";
import { buttonClass } from "@/components/ui/button";
import { HelpCard } from "@/components/ui/help-card";
import type { Squashed } from "@/lib/contract/decision";
import type { NoiseFilter } from "@/lib/contract/filter";
import type { LoopState } from "@/lib/model/decision";
import { decisionColumns } from "./decision-columns";
import { KIND_WORDS, STATE_MARKS, STATE_WORDS } from "./decision-words";
import { LoopBadge } from "./loop-badge";
import { squashDays } from "./squash-words";

export function Squash({ filter, shared }: { filter: NoiseFilter; shared: LinkParams }) {
  return <SquashedPanel view={viewOf(useQuery(squashedQuery(filter)))} filter={shared} />;
}

const LISTED = 5;

/** What was decided in the range, and what became of it. */
export function SquashedPanel({ view, filter }: { view: View<Squashed>; filter: LinkParams }) {
  return (
    <Panel
      question="Silenced last week: did it work?"
      help="squashed"
      view={view}
      height={150}
      n={({ decisions, range }) => `n = ${formatCounted(decisions.length, "decision", "decisions")} of ${range.label}`}
      actions={({ decisions, range }) => (
        <>
          <TableMenu
            title="What was silenced"
            range={range}
            shown={() => decisionColumns(decisions.slice(0, LISTED))}
            all={{ table: () => decisionColumns(decisions) }}
          />
          <Link href={"/decisions" as Route} className={buttonClass("quiet", "small")}>
            All decisions
          </Link>
        </>
      )}
    >
      {(data) => <Outcomes data={data} filter={filter} />}
    </Panel>
  );
}

function Outcomes({ data, filter }: { data: Squashed; filter: LinkParams }) {
  const { outcomes, decisions, timeToSquash, forgotten, range } = data;
  const counts: readonly (readonly [LoopState, number])[] = [
    ["hid-something-real", outcomes.hidSomethingReal],
    ["came-back", outcomes.cameBack],
    ["verified-quiet", outcomes.verifiedQuiet],
    ["watching", outcomes.watching],
    ["too-early", outcomes.tooEarly],
    ["decided", outcomes.waiting],
  ];
  const shown = counts.filter(([state, count]) => count > 0 || ALWAYS.has(state));
  return (
    <>
      {decisions.length === 0 ? (
        <p className="text-ink-2">Nothing was decided in {range.label}.</p>
      ) : (
        <>
          <ul className="flex flex-wrap gap-x-6 gap-y-1">
            {shown.map(([state, count]) => (
              <li key={state}>
                <span aria-hidden>{STATE_MARKS[state]}</span> <span className="font-medium">{formatCount(count)}</span>{" "}
                {STATE_WORDS[state]}
              </li>
            ))}
          </ul>
          <ul className="mt-2 divide-y">
            {decisions.slice(0, LISTED).map(({ id, signatureId, title, kind, state, watch }) => (
              <li key={id} className="flex flex-wrap items-baseline gap-x-2 gap-y-1 py-1.5 text-sm">
                <LoopBadge state={state} />
                <Link
                  href={hrefTo(`/signatures/${signatureId}`, filter)}
                  className="min-w-0 font-medium underline-offset-4 [overflow-wrap:anywhere] hover:underline"
                >
                  {KIND_WORDS[kind].done}: {title}
                </Link>
                {watch?.sentence && <span className="text-xs text-ink-3">{watch.sentence}</span>}
              </li>
            ))}
          </ul>
          {decisions.length > LISTED && (
            <p className="text-xs text-ink-3">and {formatCount(decisions.length - LISTED)} more</p>
          )}
        </>
      )}
      <p className="mt-2 flex flex-wrap items-center gap-x-1 text-sm text-ink-2">
        <span>
          Median time to squash <span className="font-medium text-ink">{squashDays(timeToSquash.medianDays)}</span>, n ={" "}
          {formatCounted(timeToSquash.n, "alert", "alerts")} of the last 90 days; {formatCount(timeToSquash.notYet)} not
          verified quiet yet.
        </span>
        <HelpCard id="time-to-squash" />
      </p>
      {forgotten > 0 && (
        <p className="mt-1 text-sm">
          <Link href={"/decisions" as Route} className="font-medium underline underline-offset-4">
            {formatCounted(forgotten, "silence is", "silences are")} forgotten
          </Link>{" "}
          <span className="text-ink-3">Target 0.</span>
        </p>
      )}
    </>
  );
}

const ALWAYS: ReadonlySet<LoopState> = new Set(["verified-quiet", "came-back", "watching"]);
