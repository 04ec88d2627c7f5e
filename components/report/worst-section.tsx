"use client";

import type { Route } from "next";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useEffect, useRef, useState } from "react";
import { DecisionCard } from "@/components/decision/decision-card";
import { KIND_WORDS, treatmentWords } from "@/components/decision/decision-words";
import { hrefTo } from "@/components/format/href";
import { formatCount, formatCounted, formatInterval, formatPercent } from "@/components/format/numbers";
import { formatLocalDay } from "@/components/format/time";
import { WITHHELD_RULE } from "@/components/panels/withheld-words";
import { Button } from "@/components/ui/button";
import { TitleTemplate } from "@/components/verdict/title-template";
import type { DecisionView } from "@/lib/contract/decision";
import type { SignatureRow } from "@/lib/contract/noise-report";
import type { WeeklyReport } from "@/lib/contract/weekly-report";
import { DECISION_KINDS, type DecisionKind } from "@/lib/model/decision";
import type { SectionProps } from "./sections";
import { useReport } from "./use-report";

// Only where somebody decides.
const DecisionForm = dynamic(
  () => import("@/components/decision/decision-form").then((module) => module.DecisionForm),
  { ssr: false, loading: () => <div className="h-80" /> },
);

type Suggestion = NonNullable<WeeklyReport["worst"][number]["suggestion"]>;

/** At most five alerts, each with what to do about it, what that would have saved, and the form to decide in place. */
export function WorstSection({ report, subject, links }: SectionProps) {
  const { worst, due, taken, mayWrite, range } = report;
  const takenOf = (signatureId: string) => taken.find((decision) => decision.signatureId === signatureId) ?? null;
  return (
    <>
      {worst.length === 0 ? (
        <p className="text-ink-2">No alert interrupted anybody for nothing in this week.</p>
      ) : (
        <ol className="divide-y">
          {worst.map(({ row, suggestion }, nth) => (
            <Alert
              key={row.id}
              place={nth + 1}
              {...{ row, suggestion, report, subject, links }}
              taken={takenOf(row.id)}
              mayDecide={mayWrite}
            />
          ))}
        </ol>
      )}
      {due.length > 0 && (
        <section aria-label="Reviews due" className="mt-3 border-t pt-3">
          <h3 className="text-xs font-medium text-ink-2">
            {formatCounted(due.length, "review is due", "reviews are due")}
          </h3>
          <div className="divide-y">
            {due.map((decision) => (
              <DecisionCard
                key={decision.id}
                decision={decision}
                zone={range.zone}
                filter={links}
                titled
                mayDecide={mayWrite}
              />
            ))}
          </div>
        </section>
      )}
    </>
  );
}

type AlertProps = SectionProps & {
  place: number;
  row: SignatureRow;
  suggestion: Suggestion | null;
  taken: DecisionView | null;
  mayDecide: boolean;
};

function Alert({ place, row, suggestion, taken, mayDecide, report, subject, links }: AlertProps) {
  const [kind, setKind] = useState<DecisionKind | null>(null);
  const { take } = useReport(report.week, subject);
  const title = useRef<HTMLAnchorElement>(null);
  const wasOpen = useRef(false);
  // The form takes the focus with it when it goes.
  useEffect(() => {
    if (kind === null && wasOpen.current) title.current?.focus();
    wasOpen.current = kind !== null;
  }, [kind]);
  const first = suggestion?.kind ?? "tune";
  return (
    <li className="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-x-2 py-3.5 first:pt-0">
      <span aria-hidden className="text-ink-3">
        {place}
      </span>
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
          <Link
            ref={title}
            href={hrefTo(`/signatures/${row.id}`, links)}
            className="min-w-0 font-medium [overflow-wrap:anywhere] underline-offset-4 hover:underline"
          >
            <TitleTemplate title={row.title} />
          </Link>
          <span className="text-xs text-ink-3">{[row.service, row.team].filter(Boolean).join(" · ")}</span>
        </p>
        <p className="mt-0.5 text-xs text-ink-2">{sizeText(row)}</p>
        {suggestion ? <Suggested suggestion={suggestion} /> : <NothingSuggested />}
        {taken && <Taken taken={taken} />}
        {mayDecide && kind === null && (
          <div className="mt-2 flex flex-wrap items-center gap-1.5">
            <Button
              size="small"
              look={taken ? "plain" : "primary"}
              data-decide={place}
              aria-label={`${KIND_WORDS[first].verb}: ${row.title}`}
              onClick={() => setKind(first)}
            >
              {taken ? "Decide anew" : KIND_WORDS[first].verb}
            </Button>
            {!taken &&
              DECISION_KINDS.filter((one) => one !== first).map((one) => (
                <Button
                  key={one}
                  size="small"
                  look="quiet"
                  aria-label={`${KIND_WORDS[one].verb}: ${row.title}`}
                  onClick={() => setKind(one)}
                >
                  {KIND_WORDS[one].verb}
                </Button>
              ))}
            <Link
              href={`${hrefTo(`/signatures/${row.id}`, links)}#what-if` as Route}
              className="ml-auto text-xs underline underline-offset-4 print:hidden"
            >
              Its what-if
            </Link>
          </div>
        )}
        {kind !== null && (
          <div className="mt-2 rounded-lg border bg-surface p-3.5 print:hidden">
            <DecisionForm
              signatureId={row.id}
              kind={kind}
              treatment={kind === suggestion?.kind ? suggestion.treatment : undefined}
              onDone={() => setKind(null)}
              onDecided={(ids) => take(ids)}
            />
          </div>
        )}
      </div>
    </li>
  );
}

/** "48 pages, noise 92 % (80–97 %); 12 sleep interruptions of 31; pain 64" */
function sizeText({ pages, noiseShare, interruptions, pain, withheld }: SignatureRow): string {
  const interval = formatInterval(noiseShare);
  const noise = `noise ${formatPercent(noiseShare.value)}${interval ? ` (${interval}, n = ${formatCount(noiseShare.n)})` : ""}`;
  const who =
    interruptions === null
      ? `whom they interrupted is not shown: ${WITHHELD_RULE[withheld ?? "small"]}`
      : `${formatCounted(interruptions.total, "interruption", "interruptions")}, ${formatCount(interruptions.sleep)} in sleep hours${pain === null ? "" : `; pain ${formatCount(Math.round(pain))}`}`;
  return `${formatCounted(pages, "page", "pages")}, ${noise}; ${who}`;
}

function Suggested({ suggestion: { kind, treatment, because, effect } }: { suggestion: Suggestion }) {
  return (
    <div className="mt-1.5 border-l-2 border-ink pl-2.5">
      <p className="max-w-prose">
        <span className="font-medium">
          {KIND_WORDS[kind].verb}
          {treatment && `: ${treatmentWords(treatment)}`}.
        </span>{" "}
        <span className="text-ink-2">{because}</span>
      </p>
      {effect && <p className="mt-0.5 max-w-prose text-xs text-ink-2">{effectText(effect)}</p>}
    </div>
  );
}

/** What its reason does not say: "What-if, n = 118 pages: 9 nights saved; actionable pages lost: 0 to 8, …" */
function effectText(effect: NonNullable<Suggestion["effect"]>): string {
  const { openings, nightsSaved, removedActionable, delayedActionable, estimated } = effect;
  const { best, worst } = removedActionable;
  const lost =
    best === worst ? formatCount(best) : `${formatCount(best)} to ${formatCount(worst)}, unclear ones counted`;
  return `What-if, n = ${formatCounted(openings, "page", "pages")}: ${formatCounted(nightsSaved, "night", "nights")} saved${estimated ? ", estimated" : ""}; actionable pages lost: ${lost}; delayed: ${formatCount(delayedActionable)}.`;
}

function NothingSuggested() {
  return <p className="mt-1 text-xs text-ink-3">Too little history to suggest anything.</p>;
}

export function Taken({ taken: { kind, treatment, owner, reviewDate } }: { taken: DecisionView }) {
  return (
    <p className="mt-1.5 text-sm">
      <span aria-hidden>✓ </span>
      <span className="font-medium">
        {KIND_WORDS[kind].done}
        {treatment && `: ${treatmentWords(treatment)}`}
      </span>
      , owner {owner === null ? "nobody" : (owner.name ?? "somebody you may not see by name")}
      {reviewDate && `, review ${formatLocalDay(reviewDate)}`}
    </p>
  );
}
