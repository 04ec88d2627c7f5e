"use client";

import dynamic from "next/dynamic";
import { formatCount, formatCounted, formatPercent } from "@/components/format/numbers";
import type { SurvivalView, WhatIf } from "@/lib/contract/what-if";
import { Figure } from "./figure";
import { VERDICT_FILL, VERDICT_WORD } from "./palette";
import type { SurvivalRow } from "./survival-chart";
import { Legend } from "./swatch";
import { useWidth } from "./use-width";

const Chart = dynamic(() => import("./survival-chart").then((module) => module.SurvivalChart), { ssr: false });

const VERDICTS = ["actionable", "noise", "unclear"] as const;
const LONGEST_MINUTES = 60;
const TABLE_MINUTES = [1, 2, 3, 5, 10, 15, 30, 60];

type Props = { survival: WhatIf["survival"]; chosenMinutes: number | null; height?: number };

/** How long openings last, by what they were worth, with the chosen point. */
export function Survival({ survival, chosenMinutes, height = 190 }: Props) {
  const [box, width] = useWidth<HTMLDivElement>();
  const shown = VERDICTS.filter((verdict) => survival[verdict].openings - survival[verdict].unknown > 0);
  const at = chosenMinutes ?? 5;
  const still = shown.map((verdict) => `${formatPercent(openAt(survival[verdict], at))} of ${VERDICT_WORD[verdict]}`);
  const [censored, unknown] = (["censored", "unknown"] as const).map((key) =>
    VERDICTS.reduce((sum, verdict) => sum + survival[verdict][key], 0),
  );
  return (
    <Figure
      title="How long it stays open"
      summary={`Still open after ${at} min: ${still.join(", ") || "none is known"}. ${formatCounted(censored ?? 0, "page was", "pages were")} ended by others than the source and count as lasting at least so long${unknown ? `; of ${formatCount(unknown)} the end is not known` : ""}.`}
      legend={<Legend items={shown.map((key) => ({ fill: VERDICT_FILL[key], word: VERDICT_WORD[key] }))} />}
      table={{
        head: [
          "Still open after",
          ...shown.map((verdict) => `${VERDICT_WORD[verdict]}, n = ${nOf(survival[verdict])}`),
        ],
        rows: TABLE_MINUTES.map((minutes) => [
          `${minutes} min`,
          ...shown.map((verdict) => formatPercent(openAt(survival[verdict], minutes))),
        ]),
      }}
    >
      <div ref={box} data-chart-box style={{ height }} className="min-w-0 overflow-hidden">
        {width !== null && width > 0 && (
          <Chart rows={rowsOf(survival)} chosenMinutes={chosenMinutes} width={width} height={height} />
        )}
      </div>
    </Figure>
  );
}

const nOf = ({ openings, unknown }: SurvivalView) => formatCount(openings - unknown);

/** Steps: the share of the last point that is not later. Null where there is no page. */
function openAt({ points, openings, unknown }: SurvivalView, minutes: number): number | null {
  if (openings === unknown) return null;
  return points.reduce((open, point) => (point.seconds <= minutes * 60 ? point.open : open), 1);
}

function rowsOf(survival: WhatIf["survival"]): SurvivalRow[] {
  const times = VERDICTS.flatMap((verdict) => survival[verdict].points.map(({ seconds }) => seconds / 60));
  const minutes = [...new Set([0, ...times.filter((time) => time < LONGEST_MINUTES), LONGEST_MINUTES])];
  return minutes
    .sort((a, b) => a - b)
    .map((time) => ({
      minutes: time,
      actionable: openAt(survival.actionable, time),
      noise: openAt(survival.noise, time),
      unclear: openAt(survival.unclear, time),
    }));
}
