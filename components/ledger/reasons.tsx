import Link from "next/link";
import type { ReactNode } from "react";
import { type LedgerParams, recordsHref } from "@/components/format/ledger-href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { formatExact } from "@/components/format/time";
import { REFUSAL_WORDS } from "./refusal-words";
import { ReplayButton } from "./replay-button";
import type { Reasoned } from "./sum-reasons";

type Props = {
  numbers: Reasoned;
  what: string;
  params: LedgerParams;
  zone: string;
  replay: string | null;
};

/** Why records were left out, and why requests were turned away. */
export function Reasons({
  numbers: { ignoredReasons, rejectedReasons, refusedReasons },
  what,
  params,
  zone,
  replay,
}: Props) {
  return (
    <div className="grid gap-4">
      <Part
        title="Rejected: could not be read"
        outcome="rejected"
        counts={rejectedReasons}
        what={what}
        params={params}
        replay={replay}
      />
      <Part
        title="Ignored: read, and nobody was paged"
        outcome="ignored"
        counts={ignoredReasons}
        what={what}
        params={params}
        replay={null}
      />
      {refusedReasons.length > 0 && (
        <List title="Refused at the door: never received, perhaps lost">
          {refusedReasons.map(({ reason, status, requests, lastAt }) => (
            <li key={`${status} ${reason}`} className="flex flex-wrap items-baseline gap-x-2.5 py-1">
              <span className="w-10 shrink-0 text-right font-medium sm:w-16">{formatCount(requests)}</span>
              <span className="min-w-0 flex-1 basis-52 text-ink-2 [overflow-wrap:anywhere]">
                {REFUSAL_WORDS[reason] ?? reason}
                <span className="block text-2xs text-ink-3">
                  answered {status} · last {formatExact(lastAt, zone)} {zone.replaceAll("_", " ")}
                </span>
              </span>
            </li>
          ))}
        </List>
      )}
    </div>
  );
}

type PartProps = {
  title: string;
  outcome: "ignored" | "rejected";
  counts: Reasoned["ignoredReasons"];
  what: string;
  params: LedgerParams;
  replay: string | null;
};

function Part({ title, outcome, counts, what, params, replay }: PartProps) {
  if (counts.length === 0) return null;
  return (
    <List title={title}>
      {counts.map(({ reason, records }) => (
        <li key={reason} className="flex flex-wrap items-baseline gap-x-2.5 py-1">
          <Link
            href={recordsHref({ ...params, outcome, reason })}
            aria-label={`${formatCounted(records, "record", "records")} ${what} ${outcome}: ${reason}`}
            className="w-10 shrink-0 text-right font-medium sm:w-16 underline decoration-line-strong underline-offset-4 hover:decoration-ink"
          >
            {formatCount(records)}
          </Link>
          <span className="min-w-0 flex-1 basis-52 text-ink-2 [overflow-wrap:anywhere]">{reason}</span>
          {replay !== null && (
            <span className="max-sm:w-full max-sm:pl-12.5">
              <ReplayButton source={replay} outcome={outcome} reason={reason} />
            </span>
          )}
        </li>
      ))}
    </List>
  );
}

function List({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h3 className="text-xs text-ink-3">{title}</h3>
      <ul className="mt-1 max-w-4xl">{children}</ul>
    </div>
  );
}
