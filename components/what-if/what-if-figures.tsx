"use client";

import Link from "next/link";
import { formatDuration } from "@/components/format/duration";
import { hrefTo } from "@/components/format/href";
import { formatCount, formatPercent } from "@/components/format/numbers";
import type { WhatIfStop } from "@/lib/contract/what-if";

type Props = { stop: WhatIfStop; signatureId: string };

/** What one setting would have saved and cost. The worst case stands first. */
export function WhatIfFigures({ stop: { effect, delays }, signatureId }: Props) {
  const { openings, removed, delayed, delayedActionable, removedActionable, actionable } = effect;
  const range = { from: new Date(effect.from).toISOString(), to: new Date(effect.to).toISOString() };
  const pages = hrefTo("/pages", range, { signature: signatureId });
  const estimated = effect.estimated ? ", estimated" : "";
  const late = delays
    ? `, by ${formatDuration(delays.pages.p50Ms / 1000)} (95 %: ${formatDuration(delays.pages.p95Ms / 1000)}, most ${formatDuration(delays.pages.maxMs / 1000)})`
    : "";
  const first = delays?.incidents
    ? `; the first page of an incident by ${formatDuration(delays.incidents.p50Ms / 1000)}, at most ${formatDuration(delays.incidents.maxMs / 1000)} (n = ${delays.incidents.n})`
    : "";
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-3 sm:grid-cols-4">
      <Figure
        name="Pages away"
        note={`of ${formatCount(openings)}, ${formatPercent(openings === 0 ? null : removed / openings)}`}
      >
        <Link href={pages} className="hover:underline">
          {formatCount(removed)}
        </Link>
      </Figure>
      <Figure
        name="Interruptions saved"
        note={`${formatCount(effect.sleepInterruptionsSaved)} in sleep hours${estimated}`}
      >
        {formatCount(effect.interruptionsSaved)}
      </Figure>
      <Figure name="Nights saved" note={`disrupted nights of one person${estimated}`}>
        {formatCount(effect.nightsSaved)}
      </Figure>
      <Figure
        name="Actionable lost"
        alarming={removedActionable.best > 0}
        note={
          removedActionable.worst === removedActionable.best
            ? `of ${formatCount(actionable)} actionable`
            : `at worst; at best ${formatCount(removedActionable.best)} of ${formatCount(actionable)}, the rest is unclear`
        }
      >
        <Link
          href={hrefTo("/pages", range, { signature: signatureId, verdict: "actionable" })}
          className="hover:underline"
        >
          {formatCount(removedActionable.worst)}
        </Link>
      </Figure>
      <p className="col-span-full text-xs text-ink-2">
        {delayed === 0
          ? "Nothing would have come later."
          : `${formatCount(delayed)} would have come later, ${formatCount(delayedActionable)} of them actionable${late}${first}.`}
      </p>
    </dl>
  );
}

type FigureProps = { name: string; note: string; alarming?: boolean; children: React.ReactNode };

function Figure({ name, note, alarming, children }: FigureProps) {
  return (
    <div className="min-w-0">
      <dt className="text-xs font-medium text-ink-2">{name}</dt>
      <dd className="mt-0.5 text-2xl font-medium tracking-tight">
        {children}
        {alarming && <span className="ml-1.5 align-middle text-xs font-medium text-alarm-ink">loses pages</span>}
      </dd>
      <dd className="text-xs text-ink-3">{note}</dd>
    </div>
  );
}
