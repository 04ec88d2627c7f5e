"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { Panel } from "@/components/panels/panel";
import { type View, viewOf } from "@/components/panels/view";
import { dataStateQuery } from "@/components/queries/data-state";
import { backfillsQuery, sourceQuery } from "@/components/queries/sources";
import type { Backfills } from "@/lib/contract/backfill";
import type { SourceView } from "@/lib/contract/source";
import { BackfillPanel } from "./backfill-panel";
import { SourceConfirmation } from "./source-confirmation";
import { SourceHealthPanel } from "./source-health-panel";
import { SourceSecrets } from "./source-secrets";
import { SourceSetUp } from "./source-set-up";
import { SourceSettings } from "./source-settings";
import { stateOf } from "./source-state";
import { StateBadge } from "./state-badge";

// Only sources of a tool that nobody knows need it.
const SourceMapping = dynamic(() => import("./source-mapping").then((module) => module.SourceMapping));

export function SourceScreen({ id, origin, canChange }: { id: string; origin: string; canChange: boolean }) {
  const { data: state } = useQuery(dataStateQuery);
  const view = viewOf(useQuery(sourceQuery(id)));
  const backfills = viewOf(useQuery(backfillsQuery(id)));
  return (
    <SourcePanels
      view={view}
      backfills={backfills}
      origin={origin}
      zone={state?.workspaceZone ?? "UTC"}
      canChange={canChange}
    />
  );
}

type Props = { view: View<SourceView>; backfills: View<Backfills>; origin: string; zone: string; canChange: boolean };

export function SourcePanels({ view, backfills, origin, zone, canChange }: Props) {
  const source = view.kind === "ready" ? view.data : null;
  return (
    <div className="space-y-5">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="min-w-0 text-[1.375rem] leading-8 font-medium tracking-tight [overflow-wrap:anywhere]">
          {source?.name ?? "Source"}
        </h1>
        {source && source.name !== source.providerLabel && <p className="text-ink-2">{source.providerLabel}</p>}
        {source && <StateBadge state={stateOf(source)} />}
      </header>
      <SourceHealthPanel view={view} zone={zone} />
      {source?.provider === "cloudwatch" && source.webhook && <SourceConfirmation source={source} zone={zone} />}
      {source?.provider === "generic" && canChange && <SourceMapping source={source} />}
      <div className="grid items-start gap-5 xl:grid-cols-2">
        {(source === null || source.webhook !== null) && (
          <>
            <Panel question="What does the sender need?" view={view} height={220}>
              {(data) => data.webhook && <SourceSetUp source={data} webhook={data.webhook} origin={origin} />}
            </Panel>
            <Panel question="What proves a delivery?" view={view} height={220}>
              {(data) =>
                data.webhook && (
                  <SourceSecrets
                    source={data}
                    webhook={data.webhook}
                    origin={origin}
                    zone={zone}
                    canChange={canChange}
                  />
                )
              }
            </Panel>
          </>
        )}
      </div>
      <BackfillPanel source={source} view={backfills} zone={zone} canChange={canChange} />
      {canChange && (
        <Panel question="How does it run?" view={view} height={140}>
          {(data) => <SourceSettings key={data.id} source={data} />}
        </Panel>
      )}
    </div>
  );
}
