"use client";

import { formatCount, formatPercent } from "@/components/format/numbers";
import { Button } from "@/components/ui/button";
import type { WhatIf } from "@/lib/contract/what-if";
import type { TreatmentKind } from "@/lib/model/treatment";
import { treatmentWords } from "@/lib/what-if/treatment-words";
import { spanWords } from "./span-words";
import type { OnChoose } from "./what-if-panel";

type Props = { answer: WhatIf; onShow: (kind: TreatmentKind) => void; onChoose?: OnChoose };

/** The smallest setting that loses nothing actionable, or why there is none; where it was chosen and where shown. */
export function WhatIfSuggestion({ answer, onShow, onChoose }: Props) {
  const { suggestion, fit, shown, zone, enough } = answer;
  const { treatment, effect, because, expected } = suggestion;
  return (
    <div className="rounded-lg bg-hover px-3.5 py-3">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <p className="min-w-0 flex-1 basis-64 text-sm">
          {treatment && <span className="font-medium">Suggested: {treatmentWords(treatment)}. </span>}
          {because}
        </p>
        {treatment && effect && (
          <span className="flex gap-1">
            <Button size="small" look="quiet" onClick={() => onShow(treatment.kind)}>
              Show it
            </Button>
            {onChoose && (
              <Button size="small" look="primary" onClick={() => onChoose(treatment, effect)}>
                Take it
              </Button>
            )}
          </span>
        )}
      </div>
      {enough && (
        <p className="mt-1.5 text-xs text-ink-2">
          Chosen on {spanWords(fit, zone)} (n = {fit.openings}), shown on {spanWords(shown, zone)} (n = {shown.openings}
          ), which had no say in it.
          {expected &&
            ` Of coming pages it would take away ${formatPercent(expected.share)} (${Math.round(expected.low * 100)}–${formatPercent(expected.high)}), by all ${formatCount(expected.openings)} openings of both parts.`}
        </p>
      )}
    </div>
  );
}
