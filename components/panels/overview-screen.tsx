"use client";

import { useQuery } from "@tanstack/react-query";
import { Squash } from "@/components/decision/squashed-panel";
import { sharedOf } from "@/components/format/href";
import { dataStateQuery } from "@/components/queries/data-state";
import { overviewQuery } from "@/components/queries/overview";
import { ShareMenu } from "@/components/share/share-menu";
import type { NoiseFilter } from "@/lib/contract/filter";
import type { Overview } from "@/lib/contract/overview";
import { FiguresPanel } from "./figures-panel";
import { LeadPanel } from "./lead-panel";
import { nothingToShow } from "./nearest-range";
import { PeoplePanel } from "./people-panel";
import { TrendPanel } from "./trend-panel";
import { type View, viewOf } from "./view";
import { WorstPanel } from "./worst-panel";

export function OverviewScreen({ filter }: { filter: NoiseFilter }) {
  const { data: state } = useQuery(dataStateQuery);
  const fetched = viewOf(useQuery(overviewQuery(filter)));
  const nothing = fetched.kind === "ready" && fetched.data.totals.pages === 0 && fetched.data.totals.counts.test === 0;
  const view: View<Overview> = nothing ? nothingToShow(fetched.data.range, state, "/overview", filter) : fetched;
  const links = sharedOf(filter);
  return (
    <div className="space-y-5">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-80">
          <LeadPanel view={fetched} filter={links} />
        </div>
        <ShareMenu thing={{ ...sharedFilter(filter), kind: "overview" }} />
      </div>
      <FiguresPanel view={view} filter={links} />
      {!nothing && (
        <>
          <WorstPanel view={view} filter={links} />
          <Squash filter={filter} shared={links} />
          <div className="grid gap-5 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            <TrendPanel view={view} filter={links} />
            <PeoplePanel view={view} filter={links} />
          </div>
        </>
      )}
    </div>
  );
}

function sharedFilter({ from, to, tz, team, service, urgency }: NoiseFilter) {
  return { from, to, tz, team, service, urgency };
}
