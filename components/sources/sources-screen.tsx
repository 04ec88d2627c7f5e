"use client";

import { useQuery } from "@tanstack/react-query";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { formatExact } from "@/components/format/time";
import { Panel } from "@/components/panels/panel";
import { type View, viewOf } from "@/components/panels/view";
import { dataStateQuery } from "@/components/queries/data-state";
import { sourcesQuery } from "@/components/queries/sources";
import type { Sources } from "@/lib/contract/sources";
import { ArrivingFiles } from "./arriving-files";
import { ConfiguredSources } from "./configured-sources";
import { ImportCard } from "./import-card";
import { LedgerBar } from "./ledger-bar";

export function SourcesScreen() {
  const { data: state } = useQuery(dataStateQuery);
  const view = viewOf(useQuery(sourcesQuery));
  return <SourcesPanels view={view} zone={state?.workspaceZone ?? "UTC"} />;
}

export function SourcesPanels({ view, zone }: { view: View<Sources>; zone: string }) {
  const sources = view.kind === "ready" ? view.data : null;
  const imports = sources?.imports.filter(({ state }) => state !== "uploading" && state !== "uploaded") ?? [];
  return (
    <div className="space-y-5">
      <header>
        <h1 className="text-[1.375rem] leading-8 font-medium tracking-tight">Sources</h1>
        <p className="mt-0.5 text-ink-2">Where the pages come from, and what became of every record.</p>
      </header>
      <ArrivingFiles sources={sources} zone={zone} />
      <ConfiguredSources view={view} zone={zone} />
      <Panel
        question="Is everything here?"
        help="ledger"
        view={view}
        height={56}
        n={({ pages }) => formatCounted(pages, "page", "pages")}
      >
        {({ ledger, lastEventAt }) =>
          ledger.received === 0 ? (
            <p className="text-ink-2">No record has been received yet.</p>
          ) : (
            <>
              <LedgerBar ledger={ledger} />
              {lastEventAt && (
                <p className="mt-2 text-xs text-ink-3">
                  last event {formatExact(lastEventAt, zone)} {zone.replaceAll("_", " ")}
                </p>
              )}
            </>
          )
        }
      </Panel>
      {sources && (
        <section aria-labelledby="imports" className="space-y-3">
          <h2 id="imports" className="text-sm font-medium">
            Imports <span className="font-normal text-ink-3">{formatCount(imports.length)}</span>
          </h2>
          {imports.length === 0 && (
            <p className="text-ink-2">
              Nothing has been imported yet. Drop an export above; the first figures are there within a minute.
            </p>
          )}
          {imports.map((item) => (
            <ImportCard key={item.id} item={item} zone={zone} />
          ))}
        </section>
      )}
    </div>
  );
}
