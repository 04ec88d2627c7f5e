"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { LinkParams } from "@/components/format/href";
import { formatCount } from "@/components/format/numbers";
import { useKeys } from "@/components/frame/use-keys";
import { Panel } from "@/components/panels/panel";
import { viewOf } from "@/components/panels/view";
import { decisionHistoryQuery } from "@/components/queries/decisions";
import { Button } from "@/components/ui/button";
import type { DecisionHistory } from "@/lib/contract/decision";
import { DECISION_KINDS, type DecisionKind } from "@/lib/model/decision";
import type { Treatment } from "@/lib/model/treatment";
import { DecisionCard } from "./decision-card";
import { DecisionForm } from "./decision-form";
import { KIND_WORDS } from "./decision-words";
import { squashWords } from "./squash-words";

type Props = {
  signatureId: string;
  filter: LinkParams;
  /** Chosen in the what-if beside it; a new object asks for the form. */
  chosen?: { treatment: Treatment } | null;
};

/** What was decided about an alert and what came of it, and the way to decide anew. */
export function DecisionPanel({ signatureId, filter, chosen = null }: Props) {
  const view = viewOf(useQuery(decisionHistoryQuery(signatureId)));
  return (
    <Panel
      question="What is decided, and did it work?"
      help="decisions"
      view={view}
      height={140}
      n={({ decisions }) => `${formatCount(decisions.length)} ${decisions.length === 1 ? "decision" : "decisions"}`}
    >
      {(history) => <Decide history={history} signatureId={signatureId} filter={filter} chosen={chosen} />}
    </Panel>
  );
}

type DecideProps = Required<Props> & { history: DecisionHistory };

function Decide({ history: { decisions, zone, mayDecide, timeToSquash }, signatureId, filter, chosen }: DecideProps) {
  const [kind, setKind] = useState<DecisionKind | null>(null);
  const [seen, setSeen] = useState(chosen);
  if (chosen !== seen) {
    setSeen(chosen);
    setKind("tune");
  }
  useKeys(
    mayDecide ? Object.fromEntries(DECISION_KINDS.map((one) => [`d ${KIND_WORDS[one].key}`, () => setKind(one)])) : {},
  );
  return (
    <>
      {mayDecide && (
        <fieldset className="flex flex-wrap gap-1.5">
          <legend className="sr-only">Decide</legend>
          {DECISION_KINDS.map((one) => (
            <Button
              key={one}
              size="small"
              aria-pressed={kind === one}
              aria-keyshortcuts={`d ${KIND_WORDS[one].key}`}
              className="aria-pressed:bg-pressed"
              onClick={() => setKind(kind === one ? null : one)}
            >
              {KIND_WORDS[one].verb}
              <kbd aria-hidden className="font-mono text-2xs font-normal text-ink-3 max-sm:hidden">
                d {KIND_WORDS[one].key}
              </kbd>
            </Button>
          ))}
        </fieldset>
      )}
      {kind !== null && (
        <div className="mt-3 rounded-lg border p-3.5">
          <DecisionForm
            signatureId={signatureId}
            kind={kind}
            treatment={kind === "tune" && seen ? seen.treatment : undefined}
            onDone={() => setKind(null)}
          />
        </div>
      )}
      {decisions.length === 0 ? (
        <p className="mt-3 text-ink-2">Nothing is decided about this alert.</p>
      ) : (
        <div className="mt-1 divide-y">
          {decisions.map((decision) => (
            <DecisionCard key={decision.id} decision={decision} zone={zone} filter={filter} mayDecide={mayDecide} />
          ))}
        </div>
      )}
      {timeToSquash.n > 0 && <p className="mt-1 text-xs text-ink-3">{squashWords(timeToSquash)}</p>}
    </>
  );
}
