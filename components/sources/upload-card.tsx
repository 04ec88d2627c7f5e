"use client";

import { formatBytes, formatPercent } from "@/components/format/numbers";
import { Button } from "@/components/ui/button";
import { ProgressBar } from "./progress-bar";
import type { Upload } from "./use-uploads";

export function UploadCard({ upload, onRemove }: { upload: Upload; onRemove: () => void }) {
  const share = upload.bytes === 0 ? 0 : upload.sent / upload.bytes;
  return (
    <section aria-label={upload.name} className="rounded-xl border bg-surface p-4 shadow-card">
      <div className="flex items-center justify-between gap-3">
        <h3 className="min-w-0 truncate font-medium">{upload.name}</h3>
        <Button size="small" onClick={upload.problem ? onRemove : upload.stop}>
          {upload.problem ? "Close" : "Stop"}
        </Button>
      </div>
      {upload.problem ? (
        <div role="alert" className="mt-2">
          <p className="font-medium">{upload.problem.title}</p>
          {upload.problem.detail && <p className="text-ink-2">{upload.problem.detail}</p>}
          {upload.problem.requestId && (
            <p className="mt-1 font-mono text-2xs text-ink-3">Request {upload.problem.requestId}</p>
          )}
        </div>
      ) : (
        <>
          <ProgressBar label={`Sending ${upload.name}`} share={share} />
          <p className="mt-1.5 text-xs text-ink-3">
            {share < 1
              ? `${formatPercent(share)} of ${formatBytes(upload.bytes)} sent`
              : `${formatBytes(upload.bytes)} sent, looking at the content`}
          </p>
        </>
      )}
    </section>
  );
}
