"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type ReactNode, useId, useState } from "react";
import { KIND_WORDS } from "@/components/decision/decision-words";
import { useDecisions } from "@/components/decision/use-decisions";
import { ListMenu } from "@/components/export/list-menu";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted, formatPercent } from "@/components/format/numbers";
import { useFilterUrl } from "@/components/frame/use-filter-url";
import { Panel } from "@/components/panels/panel";
import { type View, viewOf } from "@/components/panels/view";
import { dataStateQuery } from "@/components/queries/data-state";
import { bestSetQuery } from "@/components/queries/what-if";
import { Button, buttonClass } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { TitleTemplate } from "@/components/verdict/title-template";
import type { BestSetView } from "@/lib/contract/best-set";
import { treatmentWords } from "@/lib/what-if/treatment-words";
import { spanWords } from "./span-words";

/** Which decisions together would spare a team most. */
export function BestSetScreen({ filter }: { filter: LinkParams }) {
  const { params, change } = useFilterUrl();
  const { data: state } = useQuery(dataStateQuery);
  const { team } = params;
  const asked = viewOf(useQuery({ ...bestSetQuery(team ?? ""), enabled: team !== null }));
  const id = useId();
  return (
    <div className="space-y-5">
      <header>
        <h1 className="text-[1.375rem] leading-8 font-medium tracking-tight">What would spare a team most?</h1>
        <p className="mt-2 flex flex-wrap items-center gap-2">
          <label htmlFor={id} className="text-sm text-ink-2">
            Team
          </label>
          <Select id={id} value={team ?? ""} onChange={({ target }) => change({ team: target.value || null })}>
            <option value="">Choose a team</option>
            {state?.teams.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
          <Link href={hrefTo("/triage", { ...filter, team })} className={buttonClass("quiet", "small")}>
            Its queue
          </Link>
        </p>
      </header>
      {team === null ? (
        <p className="max-w-prose text-ink-2">
          Choose a team: all its alerts are replayed together, since two that ring at once are worth more quieted both.
        </p>
      ) : (
        <BestSetPanel key={team} view={asked} filter={{ ...filter, team }} />
      )}
    </div>
  );
}

export function BestSetPanel({ view, filter }: { view: View<BestSetView>; filter: LinkParams }) {
  return (
    <Panel
      question="The best set of decisions that lose no actionable page"
      help="best-set"
      view={view}
      height={480}
      n={({ openings, choices, kept }) =>
        `n = ${formatCounted(openings, "opening", "openings")} of ${formatCounted(choices.length + kept.length, "alert", "alerts")}`
      }
    >
      {(data) => <BestSet data={data} filter={filter} />}
    </Panel>
  );
}

function BestSet({ data, filter }: { data: BestSetView; filter: LinkParams }) {
  const { choices, kept } = data;
  if (choices.length + kept.length === 0)
    return <p className="text-ink-2">Nothing of this team paged in the last 90 days.</p>;
  return (
    <div className="space-y-5">
      {choices.length === 0 ? (
        <p className="max-w-prose">No setting would quiet any of its alerts without a loss.</p>
      ) : (
        <>
          <Together data={data} />
          <Choices data={data} filter={filter} />
        </>
      )}
      <Kept data={data} filter={filter} />
    </div>
  );
}

function Together({ data: { together, alone, choices, shown, fit, zone } }: { data: BestSetView }) {
  const { openings, removed, interruptionsSaved, sleepInterruptionsSaved, nightsSaved, actionable, estimated } =
    together;
  const { worst, best } = together.removedActionable;
  const rough = estimated ? ", estimated" : "";
  return (
    <div className="space-y-3">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-4">
        <Figure
          name="Pages away"
          note={`of ${formatCount(openings)}, ${formatPercent(openings === 0 ? null : removed / openings)}`}
        >
          {formatCount(removed)}
        </Figure>
        <Figure name="Interruptions saved" note={`${formatCount(sleepInterruptionsSaved)} in sleep hours${rough}`}>
          {formatCount(interruptionsSaved)}
        </Figure>
        <Figure name="Nights saved" note={`disrupted nights of one person${rough}`}>
          {formatCount(nightsSaved)}
        </Figure>
        <Figure
          name="Actionable lost"
          note={
            worst === best
              ? `of ${formatCount(actionable)} actionable`
              : `of ${formatCount(actionable)}; ${formatCount(worst)} if all that is unclear was actionable`
          }
        >
          {formatCount(best)}
        </Figure>
      </dl>
      <p className="max-w-prose text-sm text-ink-2">
        {sumWords(interruptionsSaved, alone, choices.length)} Chosen on {spanWords(fit, zone)}, shown on{" "}
        {spanWords(shown, zone)}, which had no say in it.
      </p>
    </div>
  );
}

/** What two alerts rang for at once is spared only by quieting both; what one has spared, another cannot spare again. */
function sumWords(together: number, alone: number, count: number): string {
  if (count === 1) return "One decision is all of it.";
  const sum = `Each by itself would have saved ${formatCount(alone)} in sum`;
  if (alone === together) return `${sum}, as many as together: no two of them ring for the same interruption.`;
  return alone < together
    ? `${sum}, ${formatCount(together - alone)} fewer than together: an interruption for which two of them ring is saved only by quieting both.`
    : `${sum}, ${formatCount(alone - together)} more than together: what one of them saves, another cannot save again.`;
}

function Figure({ name, note, children }: { name: string; note: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs font-medium text-ink-2">{name}</dt>
      <dd className="mt-0.5 text-2xl font-medium tracking-tight">{children}</dd>
      <dd className="text-xs text-ink-3">{note}</dd>
    </div>
  );
}

/** What is decided already stays unless it is chosen anew. */
function Choices({ data: { choices, mayDecide }, filter }: { data: BestSetView; filter: LinkParams }) {
  const [left, setLeft] = useState<ReadonlySet<string>>(
    () => new Set(choices.filter(({ inForce }) => inForce !== null).map(({ signatureId }) => signatureId)),
  );
  const [waits, setWaits] = useState(true);
  const { pending, decideEach, status } = useDecisions();
  const ids = useId();
  const taken = choices.filter(({ signatureId }) => !left.has(signatureId));
  const toggle = (id: string) =>
    setLeft((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  const decideThese = () => {
    const takesEffect = waits ? "with-change" : "now";
    const each = taken.map(({ signatureId, kind, treatment, because: reason }) => {
      return { signatureId, kind, treatment, reason, takesEffect } as const;
    });
    decideEach({ each }, `Decided: ${formatCounted(taken.length, "alert", "alerts")} of the best set`);
    setLeft(new Set(choices.map(({ signatureId }) => signatureId)));
  };
  return (
    <section aria-label="Decisions to take">
      <ul className="-mx-4 divide-y border-y">
        {choices.map(({ signatureId, title, kind, treatment, because, alone, more, inForce }) => (
          <li key={signatureId} className="flex gap-3 px-4 py-3">
            {mayDecide && (
              <input
                type="checkbox"
                aria-label={`Decide ${title ?? "(no title)"}`}
                checked={!left.has(signatureId)}
                onChange={() => toggle(signatureId)}
                className="mt-1 size-4 shrink-0 accent-ink pointer-coarse:size-6"
              />
            )}
            <div className="grid min-w-0 flex-1 gap-x-4 gap-y-1 sm:grid-cols-[minmax(0,1fr)_9rem]">
              <div className="min-w-0">
                <Link
                  href={hrefTo(`/signatures/${signatureId}`, filter)}
                  className="font-medium [overflow-wrap:anywhere] underline-offset-4 hover:underline"
                >
                  {title === null ? "(no title)" : <TitleTemplate title={title} />}
                </Link>
                <p className="text-sm">
                  {KIND_WORDS[kind].verb}: {treatmentWords(treatment)}
                  {inForce !== null && (
                    <span className="ml-2 rounded-md border border-line-strong px-1.5 py-0.5 text-xs">
                      in force: {inForce}
                    </span>
                  )}
                </p>
                <p className="mt-0.5 max-w-prose text-xs text-ink-2">{because}</p>
              </div>
              <p className="text-xs text-ink-2 sm:text-right">
                <span className="text-base font-medium text-ink tabular-nums">{formatCount(alone)}</span> saved alone
                {more !== alone && <span className="block">{formatCount(more)} fewer together without it</span>}
              </p>
            </div>
          </li>
        ))}
      </ul>
      <p className="mt-1 flex justify-end">
        <ListMenu title="Best set" range={null} table={() => choiceColumns(choices)} />
      </p>
      {mayDecide && (
        <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button look="primary" disabled={pending || taken.length === 0} onClick={decideThese}>
            {pending ? "Deciding" : `Decide these ${formatCount(taken.length)}`}
          </Button>
          <p className="flex items-center gap-2 text-sm">
            <input
              id={ids}
              type="checkbox"
              checked={waits}
              onChange={({ target }) => setWaits(target.checked)}
              className="size-4 accent-ink pointer-coarse:size-6"
            />
            <label htmlFor={ids}>Their changes are still to be made: watch each from then on.</label>
          </p>
          <p className="w-full text-xs text-ink-3">
            One move, which one undo takes back. The figures above are of all {formatCount(choices.length)} together.
          </p>
          <p aria-live="polite" className="sr-only">
            {status}
          </p>
        </div>
      )}
    </section>
  );
}

const choiceColumns = (choices: BestSetView["choices"]) => ({
  head: [
    "title",
    "decision",
    "setting",
    "interruptions saved alone",
    "fewer together without it",
    "in force",
    "because",
  ],
  rows: choices.map(({ title, kind, treatment, alone, more, inForce, because }) => [
    title ?? "",
    kind,
    treatmentWords(treatment),
    alone,
    more,
    inForce ?? "",
    because,
  ]),
});

function Kept({ data: { kept }, filter }: { data: BestSetView; filter: LinkParams }) {
  if (kept.length === 0) return null;
  return (
    <details className="rounded-lg border">
      <summary className="cursor-pointer px-3 py-2 text-sm font-medium">
        {formatCounted(kept.length, "alert stays", "alerts stay")} as {kept.length === 1 ? "it is" : "they are"}, and
        why
      </summary>
      <ul className="divide-y border-t">
        {kept.map(({ signatureId, title, because }) => (
          <li key={signatureId} className="px-3 py-2">
            <Link
              href={hrefTo(`/signatures/${signatureId}`, filter)}
              className="text-sm font-medium [overflow-wrap:anywhere] underline-offset-4 hover:underline"
            >
              {title === null ? "(no title)" : <TitleTemplate title={title} />}
            </Link>
            <p className="max-w-prose text-xs text-ink-2">{because}</p>
          </li>
        ))}
      </ul>
      <p className="flex justify-end border-t px-2 py-1 print:hidden">
        <ListMenu
          title="Alerts that stay as they are"
          range={null}
          table={() => ({
            head: ["title", "because"],
            rows: kept.map(({ title, because }) => [title ?? "", because]),
          })}
        />
      </p>
    </details>
  );
}
