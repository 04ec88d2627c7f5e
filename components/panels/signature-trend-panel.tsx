"use client";

import type { LinkParams } from "@/components/format/href";
import { formatCount } from "@/components/format/numbers";
import type { OneTrend } from "@/lib/contract/trends";
import { Panel } from "./panel";
import { ChangeLink, TrendRates } from "./trend-sentence";
import { sinceText } from "./trend-words";
import type { View } from "./view";

type Props = { view: View<OneTrend>; zone: string; filter: LinkParams };

/** Changes shown before the rest is folded away. */
const FIRST = 6;

export function SignatureTrendPanel({ view, zone, filter }: Props) {
  return (
    <Panel question="Since when is it so?" help="became-noisy" view={view} height={110}>
      {({ trend, near, days, range }) =>
        trend ? (
          <>
            <p className="text-[0.9375rem] leading-6">{sinceText(trend, zone)}.</p>
            <TrendRates trend={trend} />
            <h3 className="mt-3 mb-1 text-xs text-ink-3">Done near that time: candidates, not causes</h3>
            {near.length === 0 ? (
              <p className="text-ink-2">No change is known within two days of it.</p>
            ) : (
              <ul className="space-y-1 text-xs">
                {[...near]
                  .sort((a, b) => Number(b.id === trend.change?.id) - Number(a.id === trend.change?.id))
                  .slice(0, FIRST)
                  .map((change) => (
                    <li key={change.id}>
                      {change.id === trend.change?.id && <span className="font-medium">Nearest: </span>}
                      <ChangeLink change={change} zone={zone} filter={filter} />
                    </li>
                  ))}
                {near.length > FIRST && (
                  <li className="text-ink-3">and {formatCount(near.length - FIRST)} more on those days</li>
                )}
              </ul>
            )}
          </>
        ) : (
          <p className="text-ink-2">
            Its rate did not change beyond chance in the four weeks up to the end of {range.label}; {days} days of
            history were looked at.
          </p>
        )
      }
    </Panel>
  );
}
