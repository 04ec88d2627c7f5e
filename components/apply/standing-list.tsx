"use client";

import clsx from "clsx";
import Link from "next/link";
import { useState } from "react";
import { hrefTo } from "@/components/format/href";
import { formatCounted } from "@/components/format/numbers";
import { formatDayTime } from "@/components/format/time";
import { Button } from "@/components/ui/button";
import { useNow } from "@/components/ui/use-now";
import type { ApplicationView } from "@/lib/contract/apply";
import { STATE_WORDS } from "./apply-words";
import { useApplyChange } from "./use-apply";

type Props = { applications: readonly ApplicationView[]; zone: string; canApply: boolean };

/** What was applied, how it stands where it was put, and the alerts that it withheld. */
export function StandingList({ applications, zone, canApply }: Props) {
  return (
    <ul className="space-y-2">
      {applications.map((application) => (
        <Standing key={application.id} application={application} zone={zone} canApply={canApply} />
      ))}
    </ul>
  );
}

const DAY_MS = 86_400_000;

function Standing({ application, zone, canApply }: { application: ApplicationView } & Omit<Props, "applications">) {
  const { id, state, connection, externalId, appliedAt, endsAt, checkedAt, trouble, applier } = application;
  const [sure, setSure] = useState(false);
  const now = useNow();
  const { pending, problem, change } = useApplyChange(() => setSure(false));
  const stands = state === "standing";
  const isRed = application.realCount > 0 || state === "removed-elsewhere" || state === "failed";
  return (
    <li className={clsx("rounded-lg border p-3", isRed && "border-alarm-line bg-alarm")}>
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{STATE_WORDS[state]}</span>
        <span className="text-ink-2">
          {connection ?? "as text"}
          {stands && endsAt && ` until ${formatDayTime(endsAt, zone)}`}
        </span>
      </p>
      <p className="mt-0.5 text-xs text-ink-3 [overflow-wrap:anywhere]">
        applied {formatDayTime(appliedAt, zone)}
        {checkedAt && ` · looked at ${formatDayTime(checkedAt, zone)}`}
        {externalId && ` · ${externalId}`}
      </p>
      {trouble && <p className="mt-1 font-medium [overflow-wrap:anywhere]">{trouble}</p>}
      <WithheldList application={application} zone={zone} />
      {problem && (
        <p role="alert" className="mt-1 font-medium [overflow-wrap:anywhere]">
          {problem}
        </p>
      )}
      {stands && canApply && (
        <div className="mt-2 flex flex-wrap gap-1.5">
          {applier === "alertmanager-api" && now !== null && (
            <Button
              size="small"
              disabled={pending}
              onClick={() => {
                const until = new Date(Math.max(now, Date.parse(endsAt ?? "") || now) + DAY_MS).toISOString();
                change({
                  url: `/api/applications/${id}/extend`,
                  body: { until },
                  said: "The silence stands for a day more",
                });
              }}
            >
              A day longer
            </Button>
          )}
          {sure ? (
            <Button
              size="small"
              look="primary"
              disabled={pending}
              onClick={() => change({ url: `/api/applications/${id}/undo`, said: "It is taken back" })}
            >
              Take it back now: these alerts page again
            </Button>
          ) : (
            <Button size="small" onClick={() => setSure(true)}>
              Take it back
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

function WithheldList({
  application: { withheld, withheldCount, realCount },
  zone,
}: {
  application: ApplicationView;
  zone: string;
}) {
  if (withheldCount === 0) return null;
  return (
    <details className="mt-1.5" open={realCount > 0}>
      <summary className="cursor-pointer text-sm">
        {formatCounted(withheldCount, "alert", "alerts")} withheld
        {realCount > 0 && <strong className="font-medium text-alarm-ink">, {realCount} of them real</strong>}
      </summary>
      <ul className="mt-1 space-y-1 text-xs">
        {withheld.map(({ labels, startedAt, endedAt, signatureId, realBecause }) => (
          <li key={`${startedAt} ${JSON.stringify(labels)}`} className="[overflow-wrap:anywhere]">
            <span className="font-mono">
              {Object.entries(labels)
                .map(([name, value]) => `${name}="${value}"`)
                .join(" ")}
            </span>{" "}
            <span className="text-ink-3">
              from {formatDayTime(startedAt, zone)}
              {endedAt ? `, gone by ${formatDayTime(endedAt, zone)}` : ", still there"}
            </span>{" "}
            {signatureId && (
              <Link href={hrefTo(`/signatures/${signatureId}`, {})} className="underline underline-offset-2">
                its alert
              </Link>
            )}
            {realBecause && <strong className="block font-medium text-alarm-ink">! Real: {realBecause}</strong>}
          </li>
        ))}
      </ul>
      {withheldCount > withheld.length && (
        <p className="mt-1 text-xs text-ink-3">The last {withheld.length} are listed, those that were real first.</p>
      )}
    </details>
  );
}
