"use client";

import { useQuery } from "@tanstack/react-query";
import { PanelBody } from "@/components/panels/panel";
import { viewOf } from "@/components/panels/view";
import { importQuery } from "@/components/queries/sources";
import { Button } from "@/components/ui/button";
import { PreviewCard } from "./preview-card";

type Props = { id: string; sample: boolean; zone: string; onLeave: () => void };

/** A file that was sent and waits for its import to be started. */
export function WaitingCard({ id, sample, zone, onLeave }: Props) {
  const view = viewOf(useQuery({ ...importQuery(id), refetchInterval: false, staleTime: 60_000 }));
  if (view.kind === "ready" && view.data.state === "uploaded" && view.data.preview)
    return <PreviewCard item={view.data} preview={view.data.preview} sample={sample} zone={zone} onLeave={onLeave} />;
  // Started or discarded elsewhere: the list below says what became of it.
  if (view.kind === "ready") return null;
  return (
    <section aria-label="A file that waits" className="rounded-xl border bg-surface p-4 shadow-card">
      <PanelBody view={view} height={200}>
        {() => null}
      </PanelBody>
      {view.kind === "error" && (
        <Button size="small" look="quiet" onClick={onLeave}>
          Close
        </Button>
      )}
    </section>
  );
}
