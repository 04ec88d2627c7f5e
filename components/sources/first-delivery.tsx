"use client";

import { useState } from "react";
import { formatCounted } from "@/components/format/numbers";
import { formatExact } from "@/components/format/time";
import type { SourceView } from "@/lib/contract/source";

/** Waits for the first delivery, and says what became of it. */
export function FirstDelivery({ source, zone }: { source: SourceView; zone: string }) {
  const { lastReceivedAt, today, health } = source;
  // Later ones move the time of the last.
  const [first, setFirst] = useState(lastReceivedAt);
  if (first === null && lastReceivedAt !== null) setFirst(lastReceivedAt);
  return (
    <div role="status" className="flex min-h-11 items-center gap-3 rounded-lg border px-3 py-2">
      <span
        aria-hidden
        className={`size-2 shrink-0 rounded-full ${first ? "bg-[#009e73]" : "animate-pulse bg-ink-3 motion-reduce:animate-none"}`}
      />
      {first ? (
        <p>
          <span className="font-medium">First delivery received</span> at {formatExact(first, zone)}
          {today.waiting > 0
            ? ", being read"
            : `, ${formatCounted(today.stored, "record", "records")} stored${otherEnds(source)}`}
          .
          {source.provider === "generic" &&
            source.mapping === null &&
            " Say on its screen which of its fields is what."}
        </p>
      ) : (
        <p>
          <span className="font-medium">No delivery yet.</span>{" "}
          <span className="text-ink-2">
            {health.words ?? "This line changes by itself when the first one comes; send a test from there."}
          </span>
        </p>
      )}
    </div>
  );
}

function otherEnds({ today }: SourceView): string {
  const ends = (["duplicate", "ignored", "rejected"] as const).filter((end) => today[end] > 0);
  return ends.map((end) => `, ${today[end]} ${end}`).join("");
}
