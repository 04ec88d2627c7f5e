"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatCounted } from "@/components/format/numbers";
import { Panel } from "@/components/panels/panel";
import { type View, viewOf } from "@/components/panels/view";
import { whatIfQuery } from "@/components/queries/what-if";
import type { WhatIf } from "@/lib/contract/what-if";
import type { Effect } from "@/lib/model/decision";
import type { Treatment, TreatmentKind } from "@/lib/model/treatment";
import { spanWords } from "./span-words";
import { WhatIfSetting } from "./what-if-setting";
import { WhatIfSuggestion } from "./what-if-suggestion";
import { WhatIfTabs } from "./what-if-tabs";

/** Takes a setting over into a decision. */
export type OnChoose = (treatment: Treatment, effect: Effect) => void;

type Props = {
  signatureId: string;
  /** The history that is tried ends where the range does. */
  range: { to: string };
  onChoose?: OnChoose;
};

/** What each way to treat an alert would have done to its pages and to the people whom they rang. */
export function WhatIfPanel({ signatureId, range, onChoose }: Props) {
  const [kind, setKind] = useState<TreatmentKind>("hold");
  const answer = useQuery({ ...whatIfQuery(signatureId, kind, range.to), placeholderData: keepPreviousData });
  return <WhatIfView view={readyOf(viewOf(answer))} kind={kind} onKind={setKind} onChoose={onChoose} />;
}

/** An alert without a page in its history has nothing to try. */
function readyOf(view: View<WhatIf>): View<WhatIf> {
  if (view.kind !== "ready" || view.data.history.openings > 0) return view;
  const { tests } = view.data.history;
  const why = tests > 0 ? `only by tests (${tests}), which are left out` : "in the 90 days before the end of the range";
  return { kind: "empty", why: `Nothing to try: it did not page ${why}.` };
}

type ViewProps = {
  view: View<WhatIf>;
  kind: TreatmentKind;
  onKind: (kind: TreatmentKind) => void;
  onChoose?: OnChoose;
};

export function WhatIfView({ view, kind, onKind, onChoose }: ViewProps) {
  // Asked for again, the suggested setting is gone back to.
  const [asked, setAsked] = useState(0);
  const show = (suggested: TreatmentKind) => {
    setAsked(asked + 1);
    onKind(suggested);
  };
  return (
    <Panel
      question="What if it paged otherwise?"
      help="what-if"
      view={view}
      height={420}
      n={({ enough, shown, history, zone }) =>
        `n = ${formatCounted((enough ? shown : history).openings, "opening", "openings")}, ${spanWords(enough ? shown : history, zone)}`
      }
    >
      {(answer) => (
        <div className="space-y-4">
          <WhatIfSuggestion answer={answer} onShow={show} onChoose={onChoose} />
          <WhatIfTabs kind={kind} onKind={onKind} />
          <WhatIfSetting
            key={`${answer.signatureId} ${answer.kind} ${asked}`}
            answer={answer}
            stale={answer.kind !== kind}
            onChoose={onChoose}
          />
        </div>
      )}
    </Panel>
  );
}
