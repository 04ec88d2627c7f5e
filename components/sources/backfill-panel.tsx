"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { formatExact } from "@/components/format/time";
import { Panel } from "@/components/panels/panel";
import type { View } from "@/components/panels/view";
import { send } from "@/components/queries/fetch-json";
import { ACTIVE_BACKFILL_STATES } from "@/components/queries/sources";
import { Button } from "@/components/ui/button";
import type { Backfills, BackfillView, Gap, StartBackfillBody } from "@/lib/contract/backfill";
import type { SourceView } from "@/lib/contract/source";
import { BackfillCard } from "./backfill-card";
import { BackfillForm, type Span } from "./backfill-form";

type Props = {
  /** Null while it is not known. */
  source: SourceView | null;
  view: View<Backfills>;
  zone: string;
  canChange: boolean;
};

/** What may be missing, and how it is fetched from the provider's API. */
export function BackfillPanel({ source, view, zone, canChange }: Props) {
  return (
    <Panel question="Is anything missing?" view={view} height={180} className="scroll-mt-20">
      {(data) => <Body key={source?.id} source={source} data={data} zone={zone} canChange={canChange} />}
    </Panel>
  );
}

function Body({ source, data, zone, canChange }: Omit<Props, "view"> & { data: Backfills }) {
  const [span, setSpan] = useState<Span | null>(null);
  const queries = useQueryClient();
  const start = useMutation({
    mutationFn: (body: StartBackfillBody) => send<BackfillView>("POST", `/api/sources/${source?.id}/backfills`, body),
    onSuccess: async () => {
      setSpan(null);
      await queries.invalidateQueries({ queryKey: ["backfills", source?.id] });
    },
  });
  const { backfills, gaps, regions, tokenHint } = data;
  const [latest] = backfills;
  const busy = backfills.some(({ state }) => ACTIVE_BACKFILL_STATES.includes(state));
  const canFetch = regions.length > 0 && source !== null && canChange;
  const baseUrl = latest?.baseUrl ?? regions[0]?.baseUrl ?? "";
  const fetchGap = ({ since, until }: Gap) => {
    if (tokenHint !== null) start.mutate({ since, until, baseUrl, token: null });
    else setSpan({ since, until });
  };
  return (
    <div className="space-y-4">
      {gaps.length === 0 ? (
        <p className="text-ink-2">No gap is known in the last 90 days.</p>
      ) : (
        <Gaps gaps={gaps} zone={zone} onFetch={canFetch ? fetchGap : null} disabled={busy || start.isPending} />
      )}
      {backfills.map((backfill) => (
        <BackfillCard key={backfill.id} backfill={backfill} busy={busy} zone={zone} canChange={canChange} />
      ))}
      {canFetch ? (
        <BackfillForm
          key={span?.since ?? "free"}
          source={source}
          data={data}
          span={span}
          zone={zone}
          baseUrl={baseUrl}
          busy={busy}
          pending={start.isPending}
          problem={start.error?.message ?? null}
          onStart={start.mutate}
        />
      ) : (
        source &&
        regions.length === 0 && (
          <p className="max-w-prose text-ink-2">
            No API of {source.provider === "generic" ? "this tool" : source.providerLabel} is read. What is missing
            comes with a file of its export: drop it on Sources.
          </p>
        )
      )}
    </div>
  );
}

type GapsProps = {
  gaps: readonly Gap[];
  zone: string;
  onFetch: ((gap: Gap) => void) | null;
  disabled: boolean;
};

function Gaps({ gaps, zone, onFetch, disabled }: GapsProps) {
  return (
    <ul aria-label="Gaps" className="divide-y rounded-lg border">
      {gaps.map((gap) => (
        <li key={`${gap.why} ${gap.from}`} className="flex flex-wrap items-center gap-x-4 gap-y-1.5 px-3 py-2.5">
          <div className="min-w-0 flex-1 basis-72">
            <p className="text-xs text-ink-2">
              {formatExact(gap.from, zone)}
              {gap.from !== gap.to && ` – ${formatExact(gap.to, zone)}`}
            </p>
            <p>{gap.message}</p>
          </div>
          {onFetch && (
            <Button size="small" disabled={disabled} onClick={() => onFetch(gap)}>
              Fetch this span
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
