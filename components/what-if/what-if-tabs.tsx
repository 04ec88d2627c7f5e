"use client";

import { Button } from "@/components/ui/button";
import { TREATMENT_KINDS, type TreatmentKind } from "@/lib/model/treatment";
import { KIND_WORDS } from "@/lib/what-if/treatment-words";

type Props = { kind: TreatmentKind; onKind: (kind: TreatmentKind) => void };

/** Which way to treat it. */
export function WhatIfTabs({ kind, onKind }: Props) {
  return (
    <div>
      <fieldset aria-label="Treatment" className="-ml-2 flex flex-wrap gap-1">
        {TREATMENT_KINDS.map((each) => (
          <Button key={each} look="quiet" size="small" aria-pressed={each === kind} onClick={() => onKind(each)}>
            {KIND_WORDS[each].tab}
          </Button>
        ))}
      </fieldset>
      <p className="mt-1.5 text-xs text-ink-2">{KIND_WORDS[kind].means}</p>
    </div>
  );
}
