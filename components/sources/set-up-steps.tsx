"use client";

import TriangleAlert from "lucide-react/icons/triangle-alert";
import { keyed } from "@/components/format/keyed";
import { CopyButton } from "@/components/ui/copy-button";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { type Filling, fillSteps } from "./fill-steps";

/** What to do at the sender, with everything that has to be copied. */
export function SetUpSteps({ setUp, filling }: { setUp: readonly string[]; filling: Filling }) {
  return (
    <ol className="list-decimal space-y-2.5 pl-5 marker:text-ink-3">
      {keyed(fillSteps(setUp, filling)).map(({ key, item: { parts, code } }) => (
        <li key={key} className="max-w-prose pl-1 [overflow-wrap:anywhere]">
          {keyed(parts).map(({ key: at, item }) =>
            item.isValue ? (
              <code key={at} className="rounded bg-hover px-1 py-px font-mono text-xs">
                {item.text}
              </code>
            ) : (
              item.text
            ),
          )}
          {code !== null && <Code text={code} />}
        </li>
      ))}
    </ol>
  );
}

function Code({ text }: { text: string }) {
  return (
    <div className="relative mt-1.5">
      <ScrollRegion label="To copy" className="overflow-x-auto rounded-lg border bg-hover p-3 pr-24">
        <pre className="font-mono text-xs">{text}</pre>
      </ScrollRegion>
      <span className="absolute top-2 right-2">
        <CopyButton text={text} what="this block" />
      </span>
    </div>
  );
}

type ValueProps = { label: string; value: string; what: string; hint?: string };

/** A value to be copied to the sender. */
export function ValueToCopy({ label, value, what, hint }: ValueProps) {
  return (
    <div>
      <p className="text-xs text-ink-2">{label}</p>
      <div className="mt-1 flex items-start gap-2">
        <code className="min-w-0 flex-1 rounded-md border bg-hover px-2.5 py-1.5 font-mono text-xs [overflow-wrap:anywhere]">
          {value}
        </code>
        <CopyButton text={value} what={what} />
      </div>
      {hint && <p className="mt-1 text-xs text-ink-3">{hint}</p>}
    </div>
  );
}

/** A sender elsewhere cannot reach this machine by its own name for itself. */
export function LoopbackWarning({ origin }: { origin: string }) {
  if (!isLoopback(origin)) return null;
  return (
    <p role="note" className="flex max-w-prose items-start gap-2 rounded-lg border border-line-strong px-3 py-2">
      <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
      <span>
        <span className="font-medium">Only this machine can reach this address.</span> Set PUBLIC_URL to the address
        that the sender can reach, https and all, and start Squelch again; the path stays the same.
      </span>
    </p>
  );
}

function isLoopback(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { hostname } = new URL(origin);
  return hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
}
