"use client";

import clsx from "clsx";
import { useId, useState } from "react";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { Button } from "@/components/ui/button";
import { HelpCard } from "@/components/ui/help-card";
import { Select } from "@/components/ui/select";
import { REASON_WORDS } from "@/components/verdict/reason-words";
import type { NoiseSettings, ThresholdsPreview, ThresholdView } from "@/lib/contract/noise-settings";
import { faultOf, placeOf, plainNumber, thresholdName, UNIT_WORDS } from "./threshold-words";
import { useThresholdChanges } from "./use-threshold-changes";

type Changes = ReturnType<typeof useThresholdChanges>;

const GRID = "sm:grid-cols-[minmax(0,1fr)_5.5rem_9rem_9rem]";

export function ThresholdForm({ settings }: { settings: NoiseSettings }) {
  const changes = useThresholdChanges(settings);
  const [team, setTeam] = useState<string | null>(settings.teams[0] ?? null);
  const teamId = useId();
  const { detectors, teams, canChange } = settings;
  return (
    <form
      aria-label="Thresholds"
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (changes.changes.length > 0 && changes.faults === 0) changes.store();
      }}
    >
      {teams.length > 0 && (
        <div className="flex flex-wrap items-center gap-2">
          <label htmlFor={teamId} className="text-xs text-ink-2">
            Beside the workspace, show the values of
          </label>
          <Select
            id={teamId}
            value={team ?? ""}
            onChange={({ target }) => setTeam(target.value)}
            className="min-w-0 max-w-full"
          >
            {teams.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </Select>
        </div>
      )}
      {!canChange && <p className="text-ink-2">Only an admin changes thresholds.</p>}
      {detectors
        .filter(({ thresholds }) => thresholds.length > 0)
        .map((detector) => (
          <Detector key={detector.reason} {...detector} team={team} changes={changes} canChange={canChange} />
        ))}
      <p className="text-xs text-ink-3">
        Without thresholds:{" "}
        {detectors
          .filter(({ thresholds }) => thresholds.length === 0)
          .map(({ reason }) => reason)
          .join(", ")}
        .
      </p>
      <SaveBar changes={changes} />
    </form>
  );
}

type DetectorProps = NoiseSettings["detectors"][number] & { team: string | null; changes: Changes; canChange: boolean };

function Detector({ reason, thresholds, team, changes, canChange }: DetectorProps) {
  const title = useId();
  return (
    <section
      id={reason}
      aria-labelledby={title}
      className="scroll-mt-20 rounded-xl border bg-surface px-4 pt-3 pb-2 shadow-card"
    >
      <div className="flex flex-wrap items-center gap-x-2">
        <h2 id={title} className="text-sm font-medium">
          {reason}
        </h2>
        <HelpCard id="thresholds" />
        <span className="text-xs text-ink-3">{REASON_WORDS[reason]}</span>
      </div>
      <div aria-hidden className={clsx("mt-1 hidden gap-x-3 text-xs text-ink-3 sm:grid", GRID)}>
        <span />
        <span className="text-right">Default</span>
        <span>Workspace</span>
        <span className="truncate">{team ?? ""}</span>
      </div>
      <ul className="divide-y">
        {thresholds.map((threshold) => (
          <li key={threshold.name} className={clsx("grid grid-cols-2 items-start gap-x-3 gap-y-1.5 py-2", GRID)}>
            <span className="col-span-2 flex min-h-8 items-center sm:col-span-1">{thresholdName(threshold)}</span>
            <span className="col-span-2 flex min-h-6 items-center gap-1 text-ink-2 sm:col-span-1 sm:min-h-8 sm:justify-end">
              <span className="text-xs text-ink-3 sm:sr-only">default</span>
              {plainNumber(threshold.standard)} {UNIT_WORDS[threshold.unit]}
            </span>
            <Value
              reason={reason}
              threshold={threshold}
              team={null}
              behind={threshold.standard}
              changes={changes}
              canChange={canChange}
            />
            {team !== null && (
              <Value
                key={team}
                reason={reason}
                threshold={threshold}
                team={team}
                behind={threshold.workspace ?? threshold.standard}
                changes={changes}
                canChange={canChange}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

type ValueProps = {
  reason: string;
  threshold: ThresholdView;
  team: string | null;
  /** What holds where nothing is set here. */
  behind: number;
  changes: Changes;
  canChange: boolean;
};

function Value({ reason, threshold, team, behind, changes, canChange }: ValueProps) {
  const id = useId();
  const place = placeOf(team, reason, threshold.name);
  const known = team === null ? threshold.workspace : (threshold.teams[team] ?? null);
  const typed = changes.edits[place];
  const text = typed ?? (known === null ? "" : plainNumber(known));
  const fault = faultOf(text, threshold);
  const whose = team === null ? "workspace" : `team ${team}`;
  return (
    <div className="min-w-0">
      <span className="block truncate text-xs text-ink-3 sm:sr-only" aria-hidden>
        {team ?? "Workspace"}
      </span>
      <span className="flex items-center gap-1.5">
        <input
          type="text"
          inputMode="decimal"
          autoComplete="off"
          aria-label={`${reason}, ${thresholdName(threshold)}, ${whose}`}
          aria-invalid={fault !== null || undefined}
          aria-describedby={fault ? `${id}-fault` : undefined}
          value={text}
          placeholder={plainNumber(behind)}
          disabled={!canChange || changes.pending === "save"}
          onChange={({ target }) => changes.edit(place, target.value)}
          className={clsx(
            "h-8 w-full min-w-0 rounded-md border bg-surface px-2.5 text-right text-sm placeholder:text-ink-3 disabled:opacity-60 pointer-coarse:h-11",
            fault ? "border-ink border-2" : "border-line-strong",
            typed !== undefined && "font-medium",
          )}
        />
        <span className="w-7 shrink-0 text-xs text-ink-3">{UNIT_WORDS[threshold.unit]}</span>
      </span>
      {fault && (
        <p id={`${id}-fault`} className="mt-1 text-xs font-medium">
          {fault}
        </p>
      )}
    </div>
  );
}

function SaveBar({ changes }: { changes: Changes }) {
  const { changes: list, faults, preview, pending, problem } = changes;
  const ready = list.length > 0 && faults === 0 && pending === null;
  const idle = list.length === 0 && faults === 0;
  return (
    <div
      className={clsx(
        "z-20 rounded-xl border bg-raised px-4 py-3 shadow-float",
        !idle && "sticky bottom-16 md:bottom-4",
      )}
    >
      <div aria-live="polite">
        {idle && <p className="text-ink-2">Nothing is changed.</p>}
        {faults > 0 && <p className="font-medium">{formatCounted(faults, "value", "values")} cannot be saved.</p>}
        {!idle && faults === 0 && !preview && (
          <p>{formatCounted(list.length, "value", "values")} changed, not saved yet.</p>
        )}
        {preview && <Preview preview={preview} />}
      </div>
      {problem && (
        <p role="alert" className="mt-1 font-medium [overflow-wrap:anywhere]">
          {problem}
        </p>
      )}
      {!idle && (
        <div className="mt-2.5 flex flex-wrap gap-2">
          <Button type="submit" look="primary" disabled={!ready}>
            {pending === "save" ? "Judging again" : "Save"}
          </Button>
          <Button disabled={!ready} onClick={changes.tryOut}>
            {pending === "preview" ? "Trying it out" : "What would change?"}
          </Button>
          <Button look="quiet" disabled={pending !== null} onClick={changes.discard}>
            Discard
          </Button>
        </div>
      )}
    </div>
  );
}

function Preview({ preview: { alerts, pages, changed } }: { preview: ThresholdsPreview }) {
  const concerned = `It concerns ${formatCounted(alerts, "alert", "alerts")} with ${formatCounted(pages, "page", "pages")} in the last 28 days`;
  if (!changed) return <p>{concerned}: too many to try it out first. Saving judges them all.</p>;
  return (
    <div>
      <p>
        <span className="font-medium">
          {formatCounted(changed.pages, "verdict", "verdicts")} of the last 28 days would change
        </span>
        {changed.reasons > 0 && `, and the reason of ${formatCounted(changed.reasons, "more page", "more pages")}`}.{" "}
        <span className="text-ink-2">{concerned}.</span>
      </p>
      {changed.moves.length > 0 && (
        <ul className="mt-1 flex flex-wrap gap-x-4 text-xs text-ink-2">
          {changed.moves.map(({ from, to, pages: moved }) => (
            <li key={`${from} ${to}`}>
              {from ?? "not judged"} → {to}: <span className="font-medium text-ink">{formatCount(moved)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
