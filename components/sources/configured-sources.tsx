"use client";

import Plus from "lucide-react/icons/plus";
import type { Route } from "next";
import Link from "next/link";
import { ledgerHref, recordsHref } from "@/components/format/ledger-href";
import { formatCount } from "@/components/format/numbers";
import { Panel } from "@/components/panels/panel";
import { mapView, type View } from "@/components/panels/view";
import { Age } from "@/components/ui/age";
import { buttonClass } from "@/components/ui/button";
import type { LedgerOutcome } from "@/lib/contract/ledger";
import type { SourceView } from "@/lib/contract/source";
import type { Sources } from "@/lib/contract/sources";
import { stateOf } from "./source-state";
import { StateBadge } from "./state-badge";

type Props = { view: View<Sources>; zone: string; canChange: boolean };

/** Every source that is set up, and how each is doing. */
export function ConfiguredSources({ view, zone, canChange }: Props) {
  return (
    <Panel
      question="What is connected?"
      view={mapView(view, ({ configured }) => configured)}
      height={104}
      flush
      actions={(sources) =>
        canChange &&
        sources.length > 0 && (
          <Link href={"/sources/new" as Route} className={buttonClass("plain", "small")}>
            <Plus className="size-3.5" aria-hidden />
            Connect a provider
          </Link>
        )
      }
    >
      {(sources) =>
        sources.length === 0 ? (
          <Nothing canChange={canChange} />
        ) : (
          <ul className="divide-y border-t">
            {sources.map((source) => (
              <SourceRow key={source.id} source={source} zone={zone} />
            ))}
          </ul>
        )
      }
    </Panel>
  );
}

function Nothing({ canChange }: { canChange: boolean }) {
  return (
    <div className="px-4 pb-4">
      <p className="max-w-prose text-ink-2">
        No sender is connected. A webhook brings every page as it happens, and the provider's API fills what was missed.
      </p>
      {canChange && (
        <Link href={"/sources/new" as Route} className={`mt-3 ${buttonClass("primary")}`}>
          <Plus className="size-3.5" aria-hidden />
          Connect a provider
        </Link>
      )}
    </div>
  );
}

function SourceRow({ source, zone }: { source: SourceView; zone: string }) {
  const state = stateOf(source);
  const { id, name, providerLabel, lastReceivedAt, lastEventAt, health } = source;
  return (
    <li aria-label={name} className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          href={`/sources/${id}` as Route}
          className="min-w-0 truncate font-medium underline decoration-line-strong underline-offset-4 hover:decoration-ink pointer-coarse:py-2"
        >
          {name}
        </Link>
        {name !== providerLabel && <span className="text-xs text-ink-3">{providerLabel}</span>}
        <span className="sm:ml-auto">
          <StateBadge state={state} />
        </span>
      </div>
      {state !== "paused" && health.words && (
        <p className="mt-1 max-w-[90ch] text-xs text-ink-2 [overflow-wrap:anywhere]">{health.words}</p>
      )}
      <div className="mt-1.5 flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-ink-2">
        {source.webhook && (
          <span>last delivery {lastReceivedAt ? <Age at={lastReceivedAt} zone={zone} /> : "none"}</span>
        )}
        <span>last event {lastEventAt ? <Age at={lastEventAt} zone={zone} /> : "none"}</span>
        <Today source={source} />
      </div>
    </li>
  );
}

const ENDS: readonly LedgerOutcome[] = ["stored", "duplicate", "ignored", "rejected", "waiting"];

/** Today's ledger in numbers; each opens what it is made of. Those that are 0 and mostly are stay away. */
function Today({ source: { id, today } }: { source: SourceView }) {
  const range = { source: id, from: "now/d", to: "now/d" };
  const ends = ENDS.filter((end) => today[end] > 0);
  return (
    <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
      <span>
        today <Count count={today.received} href={recordsHref(range)} /> received
      </span>
      {ends.map((end) => (
        <span key={end}>
          <Count count={today[end]} href={recordsHref({ ...range, outcome: end })} /> {end}
        </span>
      ))}
      {today.refused > 0 && (
        <span className="text-alarm-ink">
          <Count count={today.refused} href={ledgerHref(range)} /> refused
        </span>
      )}
    </span>
  );
}

function Count({ count, href }: { count: number; href: Route }) {
  if (count === 0) return <span className="font-medium text-ink">0</span>;
  return (
    <Link
      href={href}
      className="font-medium text-ink underline decoration-line-strong underline-offset-4 hover:decoration-ink pointer-coarse:py-2"
    >
      {formatCount(count)}
    </Link>
  );
}
