"use client";

import { useQuery } from "@tanstack/react-query";
import { Panel, PanelBody } from "@/components/panels/panel";
import { type View, viewOf } from "@/components/panels/view";
import { noiseSettingsQuery } from "@/components/queries/noise-settings";
import type { NoiseSettings } from "@/lib/contract/noise-settings";
import { ThresholdForm } from "./threshold-form";
import { ThresholdHistory } from "./threshold-history";

export function NoiseSettingsScreen() {
  return <NoiseSettingsPanels view={viewOf(useQuery(noiseSettingsQuery))} />;
}

export function NoiseSettingsPanels({ view }: { view: View<NoiseSettings> }) {
  return (
    <div className="space-y-5">
      <header>
        <p className="text-xs text-ink-3">Settings</p>
        <h1 className="mt-1 text-[1.375rem] leading-8 font-medium tracking-tight">Thresholds of the detectors</h1>
        <p className="mt-0.5 max-w-prose text-ink-2">
          What each detector holds its numbers against. A team's own value wins over that of the workspace, and that
          over the default. A change judges the alerts that it concerns again; what people said stays.
        </p>
      </header>
      {view.kind === "ready" ? (
        <ThresholdForm settings={view.data} />
      ) : (
        <section aria-label="Thresholds" className="rounded-xl border bg-surface p-4 shadow-card">
          <PanelBody view={view} height={640}>
            {() => null}
          </PanelBody>
        </section>
      )}
      <Panel question="Who changed what?" view={view} height={80}>
        {({ history, zone }) => <ThresholdHistory history={history} zone={zone} />}
      </Panel>
    </div>
  );
}
