"use client";

import Link from "next/link";
import { hourParts } from "@/components/charts/hour-parts";
import { HOUR_FILL, HOUR_WORD } from "@/components/charts/palette";
import { StackedBar } from "@/components/charts/stacked-bar";
import { Legend } from "@/components/charts/swatch";
import { ListMenu } from "@/components/export/list-menu";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted, formatInterval, formatPercent } from "@/components/format/numbers";
import { Panel } from "@/components/panels/panel";
import type { View } from "@/components/panels/view";
import { TitleTemplate } from "@/components/verdict/title-template";
import type { Load, WakingSignature } from "@/lib/contract/load";
import { HOUR_CLASSES } from "@/lib/model/interruption";
import { HOUR_HEAD, hourCells } from "@/lib/report/hour-cells";
import { peopleWord } from "./load-words";

type Props = { view: View<Load>; links: LinkParams };

export function WakingPanel({ view, links }: Props) {
  return (
    <Panel
      question="What woke people, and was it worth it?"
      help="waking-alerts"
      view={view}
      n={({ sum }) => `n = ${formatCounted(sum?.interruptions.total ?? 0, "interruption", "interruptions")}`}
      pages={hrefTo("/pages", links, { hours: "sleep" })}
      height={420}
      flush
      actions={({ alerts, range }) => (
        <ListMenu title="Alerts that woke people" range={range} table={() => alertColumns(alerts)} />
      )}
    >
      {({ alerts }) => <Alerts alerts={alerts} links={links} />}
    </Panel>
  );
}

const alertColumns = (alerts: readonly WakingSignature[]) => ({
  head: [
    "title",
    "service",
    ...HOUR_HEAD,
    "noise share (0-1)",
    "noise share low",
    "noise share high",
    "noise share n",
    "unclear interruptions",
    "disrupted nights",
    "people, empty = fewer than 5",
  ],
  rows: alerts.map(({ title, service, interruptions, noiseShare, unclear, nights, people }) => [
    title,
    service ?? "",
    ...hourCells(interruptions),
    noiseShare.value ?? "",
    noiseShare.low ?? "",
    noiseShare.high ?? "",
    noiseShare.n,
    unclear,
    nights,
    people ?? "",
  ]),
});

function Alerts({ alerts, links }: { alerts: readonly WakingSignature[]; links: LinkParams }) {
  const most = Math.max(1, ...alerts.map(({ interruptions }) => interruptions.total));
  if (alerts.length === 0) return <p className="px-4 pb-4 text-ink-2">Nobody was interrupted.</p>;
  return (
    <>
      <div className="px-4 pb-2">
        <Legend items={HOUR_CLASSES.map((key) => ({ fill: HOUR_FILL[key], word: HOUR_WORD[key] }))} />
      </div>
      <ul className="divide-y border-t">
        {alerts.map((alert) => (
          <li key={alert.id} className="px-4 py-2.5">
            <div className="flex items-baseline gap-3">
              <Link
                href={hrefTo(`/signatures/${alert.id}`, links, { verdict: null })}
                className="line-clamp-2 min-w-0 flex-1 font-medium [overflow-wrap:anywhere] hover:underline"
              >
                <TitleTemplate title={alert.title} />
              </Link>
              <span className="shrink-0 text-xs">
                noise <span className="font-medium">{formatPercent(alert.noiseShare.value)}</span>
                <span className="text-ink-3"> ({withN(alert)})</span>
              </span>
            </div>
            <StackedBar parts={hourParts(alert.interruptions)} of={most} className="mt-1.5" />
            <p className="mt-1.5 flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-ink-2">
              <Link
                href={hrefTo("/pages", links, { signature: alert.id, hours: "sleep" })}
                className="font-medium text-ink hover:underline"
              >
                {formatCount(alert.interruptions.sleep)} in sleep hours
              </Link>
              <Link href={hrefTo("/pages", links, { signature: alert.id })} className="hover:underline">
                {formatCounted(alert.interruptions.total, "interruption", "interruptions")}
              </Link>
              <span>{formatCounted(alert.nights, "night", "nights")}</span>
              <span>{alert.people === null ? "fewer than 5 people" : peopleWord(alert.people)}</span>
              {alert.unclear > 0 && <span>{formatCount(alert.unclear)} unclear</span>}
              <span className="text-ink-3">{alert.service ?? "no service named"}</span>
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

function withN({ noiseShare }: WakingSignature): string {
  const interval = formatInterval(noiseShare);
  return `${interval === null ? "" : `${interval}, `}n = ${formatCount(noiseShare.n)}`;
}
