"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { TableMenu } from "@/components/export/table-menu";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { formatDayTime } from "@/components/format/time";
import { Panel } from "@/components/panels/panel";
import { type View, viewOf } from "@/components/panels/view";
import { activityQuery, decisionsQuery } from "@/components/queries/decisions";
import { Button } from "@/components/ui/button";
import { HelpCard } from "@/components/ui/help-card";
import type { ActivityView, DecisionsView, DecisionView } from "@/lib/contract/decision";
import { OUTCOME_WORDS } from "@/lib/silence/settled-words";
import { DecisionCard } from "./decision-card";
import { decisionColumns } from "./decision-columns";
import { endedWords, KIND_WORDS } from "./decision-words";
import { squashDays } from "./squash-words";

export function DecisionsScreen({ filter }: { filter: LinkParams }) {
  const view = viewOf(useQuery(decisionsQuery));
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(activityQuery);
  const [first] = data?.pages ?? [];
  const all = first && { ...first, entries: data?.pages.flatMap(({ entries }) => entries) ?? [] };
  const activity = viewOf({ data: all, error, refetch: refetch as never });
  const more = hasNextPage ? { fetch: () => void fetchNextPage(), isFetching: isFetchingNextPage } : null;
  return <DecisionsPanels view={view} activity={activity} more={more} filter={filter} />;
}

type More = { fetch: () => void; isFetching: boolean };
type Props = { view: View<DecisionsView>; activity: View<ActivityView>; more: More | null; filter: LinkParams };

/** What the list can be narrowed to; those with a target have 0 for it. */
const LISTS = [
  { key: "all", label: "In force or settled of late", holds: () => true },
  { key: "inForce", label: "In force", holds: ({ inForce }: DecisionView) => inForce },
  { key: "due", label: "Review due", holds: ({ due }: DecisionView) => due },
  { key: "expired", label: "Expired", holds: ({ expired }: DecisionView) => expired, target: true },
  { key: "ownerless", label: "Without an owner", holds: ({ ownerless }: DecisionView) => ownerless, target: true },
  { key: "forgotten", label: "Forgotten", holds: ({ forgotten }: DecisionView) => forgotten !== null, target: true },
] as const;
type ListKey = (typeof LISTS)[number]["key"];

export function DecisionsPanels({ view, activity, more, filter }: Props) {
  const [list, setList] = useState<ListKey>("all");
  const shown = LISTS.find(({ key }) => key === list) ?? LISTS[0];
  return (
    <div className="space-y-5">
      <header>
        <h1 className="flex flex-wrap items-center gap-x-1 text-[1.375rem] leading-8 font-medium tracking-tight">
          What is decided, and does it hold?
          <HelpCard id="decisions" />
        </h1>
        {view.kind === "ready" && <Lead data={view.data} />}
      </header>
      <Panel
        question="Decisions"
        help="silences"
        view={view}
        height={420}
        n={({ decisions, counts }) =>
          `${formatCounted(decisions.length, "decision", "decisions")}, ${formatCounted(counts.silences, "silence", "silences")} in force`
        }
      >
        {({ decisions, counts, zone, mayDecide }) => {
          const listed = decisions.filter(shown.holds);
          return (
            <>
              <fieldset className="flex flex-wrap gap-1.5">
                <legend className="sr-only">Which of them</legend>
                {LISTS.map((one) => (
                  <Button
                    key={one.key}
                    size="small"
                    aria-pressed={list === one.key}
                    className="aria-pressed:bg-pressed"
                    onClick={() => setList(one.key)}
                  >
                    {one.label}
                    <span className="font-normal text-ink-3">
                      {formatCount(one.key === "all" ? decisions.length : counts[one.key])}
                      {"target" in one && ", target 0"}
                    </span>
                  </Button>
                ))}
              </fieldset>
              <div className="mt-1 flex justify-end">
                <TableMenu
                  title="Decisions"
                  range={null}
                  shown={() => decisionColumns(listed)}
                  all={{ table: () => decisionColumns(decisions) }}
                />
              </div>
              {listed.length === 0 ? (
                <p className="mt-3 text-ink-2">{emptyWords(list)}</p>
              ) : (
                <div className="mt-1 divide-y">
                  {listed.map((decision) => (
                    <DecisionCard
                      key={decision.id}
                      decision={decision}
                      zone={zone}
                      filter={filter}
                      mayDecide={mayDecide}
                      titled
                    />
                  ))}
                </div>
              )}
            </>
          );
        }}
      </Panel>
      <ActivityPanel view={activity} more={more} filter={filter} />
    </div>
  );
}

function Lead({ data: { timeToSquash, decisions } }: { data: DecisionsView }) {
  const count = (state: DecisionView["state"]) => decisions.filter((one) => one.state === state).length;
  const [red, back, quiet] = [count("hid-something-real"), count("came-back"), count("verified-quiet")];
  const { medianDays, n, notYet } = timeToSquash;
  return (
    <p className="mt-1 max-w-prose text-ink-2">
      {red > 0 && `${formatCounted(red, "decision hides", "decisions hide")} something real. `}
      {formatCount(back)} came back, {formatCount(quiet)} verified quiet. Median time to squash{" "}
      <span className="font-medium text-ink">{squashDays(medianDays)}</span>, n = {formatCounted(n, "alert", "alerts")};{" "}
      {formatCount(notYet)} not verified quiet yet.
      <HelpCard id="time-to-squash" className="align-middle" />
    </p>
  );
}

function emptyWords(list: ListKey): string {
  if (list === "all" || list === "inForce")
    return "Nothing is decided yet. Open an alert and decide there, or take the alerts of the triage queue one by one.";
  return list === "due" ? "No review is due." : "None: that is the target.";
}

function ActivityPanel({ view, more, filter }: { view: View<ActivityView>; more: More | null; filter: LinkParams }) {
  return (
    <Panel question="What happened" help="activity" view={view} height={240}>
      {({ entries, zone }) =>
        entries.length === 0 ? (
          <p className="text-ink-2">Nothing was decided yet.</p>
        ) : (
          <>
            <ul className="divide-y">
              {entries.map((entry) => (
                <li key={`${entry.at} ${entry.kind} ${entry.decisionId}`} className="py-2 text-sm">
                  <p className="text-xs text-ink-3">
                    <time dateTime={entry.at}>{formatDayTime(entry.at, zone)}</time>, {entry.by ?? "Squelch"}
                  </p>
                  <p className="max-w-prose [overflow-wrap:anywhere]">
                    <span className="font-medium">{happened(entry)}</span>
                    {": "}
                    <Link
                      href={hrefTo(`/signatures/${entry.signatureId}`, filter)}
                      className="underline-offset-4 hover:underline"
                    >
                      {entry.title}
                    </Link>
                    {entry.kind !== "ended" && entry.words !== "" && (
                      <span className="block text-ink-2">{entry.words}</span>
                    )}
                  </p>
                </li>
              ))}
            </ul>
            {more && (
              <Button size="small" className="mt-2" disabled={more.isFetching} onClick={more.fetch}>
                {more.isFetching ? "Fetching" : "Earlier"}
              </Button>
            )}
          </>
        )
      }
    </Panel>
  );
}

function happened({ kind, decision, outcome, words }: ActivityView["entries"][number]): string {
  const settled = outcome === null ? "no outcome" : OUTCOME_WORDS[outcome];
  switch (kind) {
    case "decided":
      return KIND_WORDS[decision].done;
    case "took-effect":
      return "Took effect, watched from now on";
    case "settled":
      return capital(settled);
    case "resettled":
      return `${capital(settled)}, after pages that came late`;
    case "reviewed":
      return "Reviewed, it stands";
    case "ended":
      return capital(endedWords(words));
    default:
      return kind satisfies never;
  }
}

const capital = (words: string) => words.slice(0, 1).toUpperCase() + words.slice(1);
