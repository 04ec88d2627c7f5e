"use client";

import { useQuery } from "@tanstack/react-query";
import { type LinkParams, sharedOf } from "@/components/format/href";
import { nothingToShow } from "@/components/panels/nearest-range";
import { type View, viewOf } from "@/components/panels/view";
import { dataStateQuery } from "@/components/queries/data-state";
import { loadQuery } from "@/components/queries/load";
import type { Load, LoadFilter } from "@/lib/contract/load";
import { AcknowledgePanel } from "./acknowledge-panel";
import { LoadHeatPanel } from "./load-heat-panel";
import { LoadLead } from "./load-lead";
import { LoadTrendPanel } from "./load-trend-panel";
import { PeopleLoadPanel } from "./people-load-panel";
import { seenLoad } from "./seen-load";
import { TeamsPanel } from "./teams-panel";
import { WakingPanel } from "./waking-panel";

export function LoadScreen({ filter }: { filter: LoadFilter }) {
  const { data: state } = useQuery(dataStateQuery);
  const fetched = viewOf(useQuery(loadQuery(filter)));
  const nothing = fetched.kind === "ready" && isNothing(fetched.data);
  const view: View<Load> = nothing ? nothingToShow(fetched.data.range, state, "/load", filter) : fetched;
  return <LoadPanels view={view} filter={filter} />;
}

const isNothing = ({ sum, teams }: Load) =>
  sum !== null &&
  sum.interruptions.total === 0 &&
  sum.pages.total === 0 &&
  teams.every(({ pages }) => pages.total === 0);

export function LoadPanels({ view, filter }: { view: View<Load>; filter: LoadFilter }) {
  const links: LinkParams = { ...sharedOf(filter), verdict: filter.verdict };
  const people = seenLoad(view);
  return (
    <div className="space-y-5">
      <LoadLead view={view} filter={filter} links={links} />
      <PeopleLoadPanel view={people} filter={filter} links={links} />
      <div className="grid gap-5 xl:grid-cols-2">
        <WakingPanel view={people} links={links} />
        <LoadTrendPanel view={people} links={links} />
      </div>
      <TeamsPanel view={view} filter={filter} links={links} />
      <div className="grid gap-5 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <LoadHeatPanel view={people} links={links} />
        <AcknowledgePanel view={view} links={links} />
      </div>
    </div>
  );
}
