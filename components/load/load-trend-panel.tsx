"use client";

import { HourTrend } from "@/components/charts/hour-trend";
import type { LinkParams } from "@/components/format/href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { Panel } from "@/components/panels/panel";
import type { View } from "@/components/panels/view";
import type { Load, LoadWeek } from "@/lib/contract/load";

type Props = { view: View<Load>; links: LinkParams };

export function LoadTrendPanel({ view, links }: Props) {
  return (
    <Panel
      question="Is it falling?"
      help="load-trend"
      view={view}
      n={({ weeks }) =>
        `n = ${formatCounted(
          weeks.reduce((all, { interruptions }) => all + interruptions.total, 0),
          "interruption",
          "interruptions",
        )} in ${formatCounted(weeks.length, "week", "weeks")}`
      }
      height={420}
    >
      {({ weeks, range }) =>
        weeks.length === 0 ? (
          <p className="text-ink-2">No whole week is over yet.</p>
        ) : (
          <HourTrend
            title="Interruptions per week by hour class"
            summary={summaryOf(weeks)}
            points={weeks}
            zone={range.zone}
            filter={links}
          />
        )
      }
    </Panel>
  );
}

function summaryOf(weeks: readonly LoadWeek[]): string {
  const sum = (some: readonly LoadWeek[]) => some.reduce((all, { interruptions }) => all + interruptions.total, 0);
  const half = Math.min(4, Math.floor(weeks.length / 2));
  const last = weeks.at(-1);
  if (half === 0 || !last) return `${formatCount(sum(weeks))} in the one week that is over.`;
  const [now, before] = [weeks.slice(-half), weeks.slice(-2 * half, -half)];
  const weekWord = half === 1 ? "week" : `${half} weeks`;
  return `${formatCounted(sum(now), "interruption", "interruptions")} in the last ${weekWord}, ${formatCount(sum(before))} in the ${weekWord} before; ${formatCount(last.interruptions.sleep)} of ${formatCount(last.interruptions.total)} in sleep hours in the last week.`;
}
