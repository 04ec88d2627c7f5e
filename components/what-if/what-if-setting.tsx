"use client";

import clsx from "clsx";
import { useState } from "react";
import { Survival } from "@/components/charts/survival";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import type { WhatIf, WhatIfStop } from "@/lib/contract/what-if";
import type { Treatment } from "@/lib/model/treatment";
import { treatmentWords } from "@/lib/what-if/treatment-words";
import { spanWords } from "./span-words";
import { WhatIfFigures } from "./what-if-figures";
import { WhatIfPages } from "./what-if-pages";
import type { OnChoose } from "./what-if-panel";
import { WhatIfPeople } from "./what-if-people";

type Props = {
  answer: WhatIf;
  /** Another kind was asked for and is on its way. */
  stale: boolean;
  onChoose?: OnChoose;
};

/** One kind of treatment with its slider: every setting has come with the answer, so that moving it asks nobody. */
export function WhatIfSetting({ answer, stale, onChoose }: Props) {
  const { stops, enough, shown, history, zone, signatureId } = answer;
  const [chosen, setChosen] = useState(() => firstChosen(answer));
  const stop = stops[chosen];
  if (!stop) return <p className="text-sm text-ink-2">There are no settings of this kind to try.</p>;
  const { treatment, effect } = stop;
  const span = enough ? shown : history;
  return (
    <div className={clsx("space-y-4", stale && "opacity-45")} aria-busy={stale}>
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
        <Choice stops={stops} chosen={chosen} onChosen={setChosen} />
        {onChoose && (
          <Button size="small" className="ml-auto" onClick={() => onChoose(treatment, effect)}>
            Take this setting
          </Button>
        )}
      </div>
      <WhatIfFigures stop={stop} signatureId={signatureId} />
      {"holdMinutes" in treatment && <Survival survival={answer.survival} chosenMinutes={treatment.holdMinutes} />}
      <WhatIfPages stop={stop} pages={answer.pages} zone={zone} />
      <WhatIfPeople stop={stop} people={answer.people} zone={zone} />
      <p className="text-xs text-ink-3">
        Over {spanWords(span, zone)}
        {enough ? "" : `, all that is known: too little to choose a setting on and show it on later pages`}. People
        ended {answer.endedByPerson} of {span.openings} openings and nobody known, a time limit or a merge{" "}
        {answer.censored}: those always stay{history.tests > 0 ? `; ${history.tests} test pages are left out` : ""}.
        Verdicts of classifier version {answer.classifierVersion}.
      </p>
    </div>
  );
}

/** The suggested setting where it is of this kind, else one in the middle. */
function firstChosen({ stops, suggestion }: WhatIf): number {
  const same = stops.findIndex(({ treatment }) => JSON.stringify(treatment) === JSON.stringify(suggestion.treatment));
  return same >= 0 ? same : Math.floor((stops.length - 1) / 3);
}

type ChoiceProps = { stops: readonly WhatIfStop[]; chosen: number; onChosen: (index: number) => void };

function Choice({ stops, chosen, onChosen }: ChoiceProps) {
  const treatment = stops[chosen]?.treatment;
  if (!treatment || stops.length === 1) return null;
  if (treatment.kind === "window")
    return (
      <Select aria-label="Quiet hours" value={chosen} onChange={(event) => onChosen(Number(event.target.value))}>
        {stops.map((stop, index) => (
          <option key={treatmentWords(stop.treatment)} value={index}>
            {treatmentWords(stop.treatment)}
          </option>
        ))}
      </Select>
    );
  if (treatment.kind !== "hold-and-merge")
    return (
      <Slider
        label={treatment.kind === "hold" ? "Hold for" : "Merge within"}
        minutes={stops.map((stop) =>
          minutesOf(stop.treatment, treatment.kind === "hold" ? "holdMinutes" : "mergeMinutes"),
        )}
        at={chosen}
        onAt={onChosen}
      />
    );
  const holds = distinct(stops, "holdMinutes");
  const merges = distinct(stops, "mergeMinutes");
  const at = (hold: number, merge: number) => hold * merges.length + merge;
  const [hold, merge] = [Math.floor(chosen / merges.length), chosen % merges.length];
  return (
    <>
      <Slider label="Hold for" minutes={holds} at={hold} onAt={(next) => onChosen(at(next, merge))} />
      <Slider label="Merge within" minutes={merges} at={merge} onAt={(next) => onChosen(at(hold, next))} />
    </>
  );
}

type Part = "holdMinutes" | "mergeMinutes";

/** Of a treatment that has it; the others have no such slider. */
function minutesOf(treatment: Treatment, part: Part): number {
  if (part === "holdMinutes") return "holdMinutes" in treatment ? treatment.holdMinutes : 0;
  return "mergeMinutes" in treatment ? treatment.mergeMinutes : 0;
}

const distinct = (stops: readonly WhatIfStop[], part: Part) => [
  ...new Set(stops.map(({ treatment }) => minutesOf(treatment, part))),
];

type SliderProps = { label: string; minutes: readonly number[]; at: number; onAt: (index: number) => void };

function Slider({ label, minutes, at, onAt }: SliderProps) {
  const value = `${minutes[at] ?? 0} min`;
  return (
    <label className="flex min-w-0 flex-1 basis-56 flex-col text-xs text-ink-2">
      <span>
        {label} <span className="font-medium text-ink">{value}</span>
      </span>
      <input
        type="range"
        min={0}
        max={minutes.length - 1}
        step={1}
        value={at}
        aria-valuetext={value}
        className="mt-1 h-6 w-full accent-(--ink) pointer-coarse:h-11"
        onChange={(event) => onAt(Number(event.target.value))}
      />
    </label>
  );
}
