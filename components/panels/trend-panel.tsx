"use client";

import { VerdictTrend } from "@/components/charts/verdict-trend";
import type { LinkParams } from "@/components/format/href";
import type { Overview } from "@/lib/contract/overview";
import { Panel } from "./panel";
import type { View } from "./view";

type Props = { view: View<Overview>; filter: LinkParams; className?: string };

export function TrendPanel({ view, filter, className }: Props) {
  return (
    <Panel question="Is it getting quieter?" help="trend" view={view} height={410} className={className}>
      {({ trend, trendUnit, range }) => (
        <VerdictTrend
          title={`Pages per ${trendUnit} by verdict`}
          unit={trendUnit}
          points={trend}
          zone={range.zone}
          filter={filter}
        />
      )}
    </Panel>
  );
}
