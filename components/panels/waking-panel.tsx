"use client";

import Link from "next/link";
import { hourParts } from "@/components/charts/hour-parts";
import { StackedBar } from "@/components/charts/stacked-bar";
import { ListMenu } from "@/components/export/list-menu";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import type { PersonDetail, WakingAlert } from "@/lib/contract/person";
import { HOUR_HEAD, hourCells } from "@/lib/report/hour-cells";
import { Panel } from "./panel";
import type { View } from "./view";

/** Most disturbed nights first: alerts are ranked, people are not. */
export function WakingPanel({ view, filter }: { view: View<PersonDetail>; filter: LinkParams }) {
  return (
    <Panel
      question="Which alerts interrupted most?"
      help="woken"
      view={view}
      height={220}
      flush
      n={({ alerts }) => `n = ${formatCounted(alerts.length, "alert", "alerts")}`}
      actions={({ alerts, range }) => (
        <ListMenu title="Alerts that interrupted" range={range} table={() => alertColumns(alerts)} />
      )}
    >
      {({ alerts }) => <Alerts alerts={alerts} filter={filter} />}
    </Panel>
  );
}

const alertColumns = (alerts: readonly WakingAlert[]) => ({
  head: ["title", ...HOUR_HEAD, "noise interruptions", "disrupted nights"],
  rows: alerts.map(({ title, interruptions, noise, nights }) => [title, ...hourCells(interruptions), noise, nights]),
});

function Alerts({ alerts, filter }: { alerts: readonly WakingAlert[]; filter: LinkParams }) {
  if (alerts.length === 0) return <p className="px-4 pb-4 text-ink-2">No alert interrupted in this range.</p>;
  const most = Math.max(...alerts.map(({ interruptions }) => interruptions.total));
  return (
    <ul className="relative max-h-[26rem] divide-y overflow-y-auto border-t">
      {alerts.map(({ signatureId, title, interruptions, noise, nights }) => (
        <li key={signatureId}>
          <Link
            href={hrefTo("/pages", filter, { signature: signatureId })}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 px-4 py-2 -outline-offset-2 hover:bg-hover sm:grid-cols-[minmax(0,1fr)_minmax(0,10rem)_14rem]"
          >
            <span className="truncate font-medium">{title}</span>
            <StackedBar
              parts={hourParts(interruptions)}
              of={most}
              className="order-3 col-span-2 sm:order-none sm:col-span-1"
            />
            <span className="text-right text-xs text-ink-2">
              {formatCounted(interruptions.total, "interruption", "interruptions")},{" "}
              {formatCounted(nights, "night", "nights")}
              <span className="block text-2xs text-ink-3">
                {formatCount(interruptions.sleep)} asleep · {formatCount(noise)} noise
              </span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
