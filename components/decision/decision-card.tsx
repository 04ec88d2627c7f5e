"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { formatDate, formatDayTime, formatLocalDay } from "@/components/format/time";
import { Button } from "@/components/ui/button";
import type { DecisionView, WatchView } from "@/lib/contract/decision";
import { REVIEW_QUESTIONS } from "@/lib/model/decision";
import { endedWords, flagsOf, KIND_WORDS, QUESTION_WORDS, scopeWords, treatmentWords } from "./decision-words";
import { LoopBadge } from "./loop-badge";
import { useDecisions } from "./use-decisions";

const ApplyPanel = dynamic(() => import("@/components/apply/apply-panel").then((module) => module.ApplyPanel), {
  loading: () => <div className="h-32" />,
});

type Props = {
  decision: DecisionView;
  zone: string;
  filter: LinkParams;
  /** Where it stands among those of other alerts. */
  titled?: boolean;
  mayDecide: boolean;
};

/** One decision: what, why, who answers for it, what was forecast, and what came. */
export function DecisionCard({ decision, zone, filter, titled, mayDecide }: Props) {
  const { id, kind, signatureId, title, state, reason, treatment, scope, changeUrl, endedAt, inForce } = decision;
  const flags = flagsOf(decision);
  const answered = REVIEW_QUESTIONS.filter((question) => decision.review[question] !== undefined);
  return (
    <article aria-labelledby={`decision-${id}`} className="min-w-0 py-3.5">
      <header className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <LoopBadge state={state} />
        <h3 id={`decision-${id}`} className="min-w-0 font-medium [overflow-wrap:anywhere]">
          {KIND_WORDS[kind].done}
          {titled && (
            <>
              {": "}
              <Link href={hrefTo(`/signatures/${signatureId}`, filter)} className="underline-offset-4 hover:underline">
                {title}
              </Link>
            </>
          )}
        </h3>
        {flags.map((flag) => (
          <span key={flag} className="rounded-md border border-line-strong px-1.5 py-0.5 text-xs font-medium">
            ! {flag}
          </span>
        ))}
      </header>
      <p className="mt-1 text-xs text-ink-3">
        {formatDayTime(decision.decidedAt, zone)} by {decision.decidedBy} · owner {ownerWords(decision)}
        {titled && decision.service && ` · ${decision.service}`}
        {decision.expiresAt && ` · ${inForce ? "ends" : "was to end"} ${formatDayTime(decision.expiresAt, zone)}`}
        {inForce && decision.reviewDate && ` · review ${formatLocalDay(decision.reviewDate)}`}
        {endedAt && ` · ${formatDayTime(endedAt, zone)}: ${endedWords(decision.endedFor)}`}
      </p>
      <p className="mt-1.5 max-w-prose text-ink-2 [overflow-wrap:anywhere]">
        {reason}
        {treatment && ` Its pages: ${treatmentWords(treatment)}.`}
        {scopeWords(scope, signatureId) !== "this alert" && ` Scope: ${scopeWords(scope, signatureId)}.`}
        {changeUrl && (
          <>
            {" "}
            <a href={changeUrl} rel="noreferrer" className="font-medium underline underline-offset-4">
              The change
            </a>
          </>
        )}
      </p>
      {answered.length > 0 && (
        <p className="mt-1 max-w-prose text-xs text-ink-3">
          {answered
            .map((question) => `${QUESTION_WORDS[question]} ${decision.review[question] ? "Yes" : "No"}.`)
            .join(" ")}
        </p>
      )}
      <ForecastAndFact decision={decision} zone={zone} filter={filter} />
      {mayDecide && inForce && <Steps decision={decision} />}
      {!titled && inForce && kind !== "keep" && <Apply id={id} />}
    </article>
  );
}

/** Asked for only where somebody wants it: its ways read the labels of months. */
function Apply({ id }: { id: string }) {
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <ApplyPanel decisionId={id} />;
  return (
    <Button size="small" className="mt-2.5" onClick={() => setOpen(true)}>
      Carry it out, or see what stands
    </Button>
  );
}

function ownerWords({ owner }: DecisionView): string {
  if (owner === null) return "nobody";
  return owner.name ?? "somebody you may not see by name";
}

const DAY_MS = 86_400_000;
const perDay = (count: number) => (count >= 10 ? count.toFixed(0) : count.toFixed(1)).replace(/\.0$/, "");

function ForecastAndFact({ decision, zone, filter }: Pick<Props, "decision" | "zone" | "filter">) {
  const { forecast, watch, kind, endedPages } = decision;
  if (kind === "keep") return null;
  return (
    <div className="mt-2.5 grid gap-x-6 gap-y-2 sm:grid-cols-2">
      <Side name="Forecast">
        {forecast === null ? (
          <p className="text-ink-3">None: no treatment was named, or there was too little history.</p>
        ) : (
          <p>
            {formatCount(forecast.removed)} of {formatCounted(forecast.openings, "page", "pages")} would have gone in{" "}
            {formatDate(new Date(forecast.from).toISOString(), zone)} –{" "}
            {formatDate(new Date(forecast.to).toISOString(), zone)}:{" "}
            {perDay((forecast.openings - forecast.removed) / ((forecast.to - forecast.from) / DAY_MS))} a day left;{" "}
            {formatCounted(forecast.interruptionsSaved, "interruption", "interruptions")} saved,{" "}
            {formatCount(forecast.sleepInterruptionsSaved)} of them in sleep hours
            {forecast.estimated && ", estimated"}; actionable pages lost: {boundsWords(forecast.removedActionable)}.
          </p>
        )}
      </Side>
      <Side name="Fact">
        {watch ? <Watched watch={watch} decision={decision} zone={zone} filter={filter} /> : <Waits />}
      </Side>
      {endedPages.length > 0 && (
        <p className="text-xs text-ink-2 sm:col-span-2">
          It ended for <Pages pages={endedPages} filter={filter} />.
        </p>
      )}
    </div>
  );
}

function boundsWords({ best, worst }: { best: number; worst: number }): string {
  return best === worst ? formatCount(best) : `${formatCount(best)} to ${formatCount(worst)}, unclear ones counted`;
}

function Side({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0 border-l-2 pl-2.5 text-sm">
      <h4 className="text-xs font-medium text-ink-3">{name}</h4>
      {children}
    </div>
  );
}

function Waits() {
  return <p className="text-ink-3">Not watched yet: its change is still to be made.</p>;
}

function Watched({
  watch,
  decision,
  zone,
  filter,
}: { watch: WatchView } & Pick<Props, "decision" | "zone" | "filter">) {
  const { startedAt, endsAt, openings, actionable, baselinePerDay, outcome, sentence, hidden, knownUntil, earlier } =
    watch;
  const last = decision.endedAt !== null && decision.endedAt < endsAt ? decision.endedAt : endsAt;
  const pages = hrefTo("/pages", { ...filter, from: startedAt, to: last, signature: decision.signatureId });
  return (
    <>
      <p>
        <Link href={pages} className="font-medium underline-offset-4 hover:underline">
          {formatCounted(openings, "page", "pages")}
        </Link>{" "}
        from {formatDayTime(startedAt, zone)} to {formatDayTime(last, zone)}, {formatCount(actionable)} of them
        actionable; before it {perDay(baselinePerDay)} a day.
      </p>
      {sentence && <p className="mt-1 font-medium [overflow-wrap:anywhere]">{sentence}</p>}
      {outcome === null && (
        <p className="mt-1 text-ink-3">
          {knownUntil === null
            ? "Nothing of its source is known."
            : `The history of its source is known until ${formatDayTime(knownUntil, zone)}: it is settled once that reaches the end.`}
        </p>
      )}
      {hidden.length > 0 && (
        <p className="mt-1">
          Open <Pages pages={hidden} filter={filter} />.
        </p>
      )}
      {earlier.length > 0 && (
        <p className="mt-1 text-xs text-ink-3">
          Settled before as{" "}
          {earlier.map((one) => `${one.outcome} on ${formatDayTime(one.settledAt, zone)}`).join(", then ")}.
        </p>
      )}
    </>
  );
}

const NAMED = 5;

function Pages({ pages, filter }: { pages: WatchView["hidden"]; filter: LinkParams }) {
  return (
    <>
      {pages.slice(0, NAMED).map(({ id, title }, nth) => (
        <span key={id}>
          {nth > 0 && ", "}
          <Link href={hrefTo(`/pages/${id}`, filter)} className="font-medium underline underline-offset-4">
            {title ?? "(no title)"}
          </Link>
        </span>
      ))}
      {pages.length > NAMED && ` and ${formatCount(pages.length - NAMED)} more`}
    </>
  );
}

function Steps({ decision: { id, kind, watch, expiresAt, title } }: { decision: DecisionView }) {
  const { pending, review, end, takeEffect, status } = useDecisions();
  const step = (label: string, run: () => void) => (
    <Button size="small" disabled={pending} onClick={run} aria-label={`${label}: ${title}`}>
      {label}
    </Button>
  );
  return (
    <p className="mt-2.5 flex flex-wrap items-center gap-2">
      {kind !== "keep" && !watch && step("The change is made", () => takeEffect(id))}
      {step("Reviewed, it stands", () => review(id, {}, "Reviewed: it stands"))}
      {expiresAt && step("Renew for 7 days", () => review(id, { expiresInDays: 7 }, "Renewed for 7 days"))}
      {step(kind === "silence" ? "End the silence" : "End it", () => end(id))}
      <span aria-live="polite" className="sr-only">
        {status}
      </span>
    </p>
  );
}
