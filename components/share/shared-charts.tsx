"use client";

import { HourTrend } from "@/components/charts/hour-trend";
import { VerdictTrend } from "@/components/charts/verdict-trend";
import { formatCount, formatCounted } from "@/components/format/numbers";
import type { SharedCharts as Shown } from "@/lib/report/shared-charts";

/** The charts of the report, beside their tables: a bar opens nothing. */
export function SharedCharts({ verdicts, hours, unit, zone }: Shown) {
  const last = hours.at(-1);
  return (
    <div className="mt-3 space-y-3">
      {verdicts.length > 0 && (
        <div className={CARD}>
          <VerdictTrend
            title={`Pages per ${unit} by verdict`}
            unit={unit}
            points={verdicts}
            zone={zone}
            filter={null}
            height={240}
          />
        </div>
      )}
      {last && (
        <div className={CARD}>
          <HourTrend
            title="Interruptions per week by hour class"
            summary={`${formatCounted(last.interruptions.total, "interruption", "interruptions")} in the last week, ${formatCount(last.interruptions.sleep)} of them in sleep hours; n = ${formatCounted(hours.length, "week", "weeks")}.`}
            points={hours}
            zone={zone}
            filter={null}
            height={220}
          />
        </div>
      )}
    </div>
  );
}

const CARD = "rounded-xl border bg-surface p-4 shadow-card";
