"use client";

import type { ReactNode } from "react";
import { formatDuration } from "@/components/format/duration";
import { formatBytes, formatPercent } from "@/components/format/numbers";
import { formatExact } from "@/components/format/time";
import { Button } from "@/components/ui/button";
import { ProgressBar } from "./progress-bar";
import type { Upload } from "./use-uploads";

type Props = { upload: Upload; zone: string; onRemove: () => void };

/** One file on its way. */
export function UploadCard({ upload, zone, onRemove }: Props) {
  return (
    <section aria-label={upload.name} className="rounded-xl border bg-surface p-4 shadow-card">
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2">
        <h3 className="min-w-0 flex-1 truncate font-medium">{upload.name}</h3>
        <span className="text-xs text-ink-3">{formatBytes(upload.bytes)}</span>
        <span className="flex gap-2">
          {upload.problem ? (
            <Button size="small" onClick={onRemove}>
              Close
            </Button>
          ) : (
            <Actions upload={upload} />
          )}
        </span>
      </div>
      {upload.problem ? <Failed problem={upload.problem} /> : <Body upload={upload} zone={zone} />}
    </section>
  );
}

function Actions({ upload: { phase, pause, goOn, cancel } }: { upload: Upload }) {
  return (
    <>
      {(phase === "sending" || phase === "retrying") && (
        <Button size="small" onClick={pause}>
          Pause
        </Button>
      )}
      {phase === "paused" && (
        <Button size="small" look="primary" onClick={goOn}>
          Continue
        </Button>
      )}
      {phase !== "known" && phase !== "finishing" && (
        <Button size="small" look="quiet" onClick={cancel}>
          Cancel
        </Button>
      )}
    </>
  );
}

function Failed({ problem: { title, detail, requestId } }: { problem: NonNullable<Upload["problem"]> }) {
  return (
    <div role="alert" className="mt-2 max-w-prose">
      <p className="font-medium">{title}</p>
      {detail && <p className="text-ink-2">{detail}</p>}
      {requestId && <p className="mt-1 font-mono text-2xs text-ink-3">Request {requestId}</p>}
    </div>
  );
}

function Body({ upload, zone }: { upload: Upload; zone: string }) {
  if (upload.phase === "known" && upload.known) return <Known upload={upload} known={upload.known} zone={zone} />;
  const share = upload.bytes === 0 ? 1 : upload.done / upload.bytes;
  return (
    <>
      <ProgressBar
        label={`${upload.phase === "checking" ? "Checking" : "Sending"} ${upload.name}`}
        share={upload.phase === "finishing" ? null : share}
      />
      <p className="mt-1.5 flex flex-wrap gap-x-3 text-xs text-ink-2">{words(upload, share)}</p>
    </>
  );
}

function words({ phase, bytes, done, rate }: Upload, share: number): ReactNode {
  const far = `${formatPercent(share)} of ${formatBytes(bytes)}`;
  if (phase === "waiting") return <span>waits for its turn</span>;
  if (phase === "checking") return <span>{far} checked: is it known already?</span>;
  if (phase === "finishing") return <span>all sent; it is compared with your file and looked at</span>;
  if (phase === "paused") return <span>paused at {far}; what has arrived is kept, also when this tab is closed</span>;
  if (phase === "retrying")
    return <span>the server does not answer; {far} sent, and it goes on from there by itself</span>;
  return (
    <>
      <span>{far} sent</span>
      {rate !== null && rate > 0 && (
        <>
          <span>{formatBytes(Math.round(rate))}/s</span>
          <span>about {formatDuration((bytes - done) / rate)} left</span>
        </>
      )}
    </>
  );
}

function Known({ upload, known, zone }: { upload: Upload; known: NonNullable<Upload["known"]>; zone: string }) {
  return (
    <div role="alert" className="mt-2">
      <p className="max-w-prose [overflow-wrap:anywhere]">
        This is exactly the content of <span className="font-medium">{known.fileName}</span>, imported{" "}
        {formatExact(known.at, zone)} {zone.replaceAll("_", " ")}. Nothing has been sent. All its records would count as
        duplicate.
      </p>
      <p className="mt-3 flex gap-2">
        <Button size="small" look="primary" onClick={upload.cancel}>
          Leave it
        </Button>
        <Button size="small" onClick={upload.goOn}>
          Send it all the same
        </Button>
      </p>
    </div>
  );
}
