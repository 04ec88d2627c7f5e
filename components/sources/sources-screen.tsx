"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { ledgerHref } from "@/components/format/ledger-href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { formatExact } from "@/components/format/time";
import { Panel } from "@/components/panels/panel";
import { type View, viewOf } from "@/components/panels/view";
import { dataStateQuery } from "@/components/queries/data-state";
import { sourcesQuery } from "@/components/queries/sources";
import { buttonClass } from "@/components/ui/button";
import type { Sources } from "@/lib/contract/sources";
import { ArrivingFiles } from "./arriving-files";
import { ConfiguredSources } from "./configured-sources";
import { ImportCard } from "./import-card";
import { LedgerBar } from "./ledger-bar";

export function SourcesScreen({ canChange }: { canChange: boolean }) {
  const { data: state } = useQuery(dataStateQuery);
  const view = viewOf(useQuery(sourcesQuery));
  return <SourcesPanels view={view} zone={state?.workspaceZone ?? "UTC"} canChange={canChange} />;
}

type Props = { view: View<Sources>; zone: string; canChange: boolean };

export function SourcesPanels({ view, zone, canChange }: Props) {
  const sources = view.kind === "ready" ? view.data : null;
  const imports = sources?.imports.filter(({ state }) => state !== "uploading" && state !== "uploaded") ?? [];
  return (
    <div className="space-y-5">
      <header>
        <h1 className="text-[1.375rem] leading-8 font-medium tracking-tight">Sources</h1>
        <p className="mt-0.5 text-ink-2">Where the pages come from, and what became of every record.</p>
      </header>
      <ArrivingFiles sources={sources} zone={zone} />
      <ConfiguredSources view={view} zone={zone} canChange={canChange} />
      {sources && <SpoolNote spool={sources.spool} zone={zone} />}
      <Panel
        question="What became of the imported records?"
        help="ledger"
        view={view}
        height={56}
        actions={() => (
          <Link href={ledgerHref({})} className={buttonClass("quiet", "small")}>
            Every record, by source and day
          </Link>
        )}
      >
        {({ ledger }) =>
          ledger.received === 0 ? (
            <p className="text-ink-2">No file has been imported yet.</p>
          ) : (
            <LedgerBar ledger={ledger} />
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

/** What lies on the disk because the database did not take it; nothing where nothing does. */
function SpoolNote({ spool: { files, oldestAt, torn }, zone }: { spool: Sources["spool"]; zone: string }) {
  if (files === 0 && torn === 0) return null;
  return (
    <p role="status" className="max-w-prose text-ink-2">
      {files > 0 &&
        `${formatCounted(files, "delivery waits", "deliveries wait")} on disk to be stored${oldestAt ? `, the oldest since ${formatExact(oldestAt, zone)}` : ""}. `}
      {torn > 0 &&
        `${formatCounted(torn, "delivery", "deliveries")} could not be read from the disk and ${torn === 1 ? "is" : "are"} set aside in the folder spool/torn.`}
    </p>
  );
}
