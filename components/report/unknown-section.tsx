"use client";

import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { hrefTo } from "@/components/format/href";
import { recordsHref } from "@/components/format/ledger-href";
import { formatCount, formatCounted, formatInterval, formatPercent } from "@/components/format/numbers";
import { formatDayTime } from "@/components/format/time";
import { HelpCard } from "@/components/ui/help-card";
import type { SectionProps } from "./sections";

/** What the figures above do not know, each with its n and the way to it. */
export function UnknownSection({ report: { unknown, range }, links }: SectionProps) {
  const { unclear, unclassified, tests, rejected, gaps, peopleWithoutZone, estimated, hiddenAlerts } = unknown;
  return (
    <ul className="grid gap-x-8 gap-y-3 sm:grid-cols-2">
      <Item name="Unclear pages" help={<HelpCard id="unclear-share" n={`n = ${formatCount(unclear.n)}`} />}>
        <Link href={hrefTo("/pages", links, { verdict: "unclear" })} className={LINK}>
          {formatPercent(unclear.value)}
        </Link>{" "}
        of the judged pages ({formatCount(unclear.of)} of {formatCount(unclear.n)}
        {formatInterval(unclear) && `, ${formatInterval(unclear)}`})
        {unclassified > 0 && `; ${formatCounted(unclassified, "page", "pages")} not judged yet`}
      </Item>
      <Item name="Estimated interruptions" help={<HelpCard id="interruptions" />}>
        {estimated === null
          ? "not shown: it would tell of fewer than 5 people."
          : estimated.of === 0
            ? `none of ${formatCount(estimated.n)}`
            : `${formatCount(estimated.of)} of ${formatCount(estimated.n)}, worked out from assignments`}
      </Item>
      <Item name="Silent sources">
        {gaps.length === 0
          ? "none in this week"
          : gaps.map(({ sourceId, source, from, to, message }) => (
              <span key={`${sourceId} ${from}`} className="block">
                <Link href={`/sources/${sourceId}` as Route} className={LINK}>
                  {source}
                </Link>{" "}
                {formatDayTime(from, range.zone)} – {formatDayTime(to, range.zone)}: {message}
              </span>
            ))}
      </Item>
      <Item name="Records that could not be read">
        {rejected === 0 ? (
          "none"
        ) : (
          <Link href={recordsHref({ from: links.from, to: links.to, outcome: "rejected" })} className={LINK}>
            {formatCounted(rejected, "record", "records")} rejected
          </Link>
        )}
      </Item>
      <Item name="People without a zone">
        {peopleWithoutZone === 0
          ? "none"
          : `${formatCount(peopleWithoutZone)}: their hours are taken in the workspace's zone`}
      </Item>
      <Item name="Left out">
        {formatCounted(tests, "test page", "test pages")}
        {hiddenAlerts > 0 &&
          `; the interruptions of ${formatCounted(hiddenAlerts, "alert", "alerts")} that page fewer than 5 people`}
      </Item>
    </ul>
  );
}

const LINK = "font-medium underline decoration-line-strong underline-offset-4 hover:decoration-ink";

function Item({ name, help, children }: { name: string; help?: ReactNode; children: ReactNode }) {
  return (
    <li className="min-w-0">
      <h3 className="flex min-h-6 items-center gap-0.5 text-xs font-medium text-ink-3">
        {name}
        {help}
      </h3>
      <div className="[overflow-wrap:anywhere]">{children}</div>
    </li>
  );
}
