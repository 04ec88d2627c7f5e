"use client";

import { useQuery } from "@tanstack/react-query";
import { formatCounted, formatPercent } from "@/components/format/numbers";
import { pagePredictionQuery } from "@/components/queries/model-record";
import { HelpCard } from "@/components/ui/help-card";
import type { PagePrediction as Stated } from "@/lib/contract/model-record";

/** What would have been said as the page opened, beside its verdict and never as one. */
export function PagePrediction({ id }: { id: string }) {
  const { data } = useQuery(pagePredictionQuery(id));
  if (!data) return null;
  const { prediction, calibrated } = data;
  return (
    <div className="mt-4 space-y-1 text-xs text-ink-2">
      {calibrated && (
        <p>
          By people's own verdicts, pages of this probability were actionable {formatPercent(calibrated.probability)} of
          the time. {calibrated.sentence} The verdict rests on the probability before that.
        </p>
      )}
      <p className="flex flex-wrap items-center gap-x-1">
        <span className="rounded border px-1 text-2xs text-ink-3">prediction, not a verdict</span>
        {prediction ? sentenceOf(prediction) : "At page time: not worked out yet."}
        <HelpCard id="prediction" />
      </p>
    </div>
  );
}

function sentenceOf({ probability, basis, calibration, fellBack, lessons }: NonNullable<Stated["prediction"]>): string {
  const learnt = `a model of ${formatCounted(lessons, "verdict", "verdicts")}`;
  const alone = fellBack
    ? "the record of this alert alone, because the model did worse than the plain share in this team"
    : "the record of this alert alone";
  const from = basis === "prior" ? alone : learnt;
  return `At page time we would have said ${formatPercent(probability)} actionable (${from}; ${calibration === "none" ? "not calibrated yet" : "calibrated"}).`;
}
