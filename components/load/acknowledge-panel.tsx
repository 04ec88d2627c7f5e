"use client";

import Link from "next/link";
import { WithCsv } from "@/components/export/with-csv";
import { formatDuration } from "@/components/format/duration";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { Panel } from "@/components/panels/panel";
import type { View } from "@/components/panels/view";
import { ScrollRegion } from "@/components/ui/scroll-region";
import type { Load, TeamLoad } from "@/lib/contract/load";
import { HIDDEN_WORD } from "./load-words";

type Props = { view: View<Pick<Load, "teams" | "range">>; links: LinkParams };

const acknowledged = (teams: readonly TeamLoad[]) =>
  teams.reduce((all, { timeToAcknowledge }) => all + (timeToAcknowledge?.acknowledged ?? 0), 0);

/** Of teams, never of a person. */
export function AcknowledgePanel({ view, links }: Props) {
  return (
    <Panel
      question="How fast are pages acknowledged?"
      help="time-to-acknowledge"
      view={view}
      n={({ teams }) => `n = ${formatCounted(acknowledged(teams), "page", "pages")} acknowledged`}
      pages={hrefTo("/pages", links, { acknowledged: "yes", sort: "acknowledge" })}
      height={300}
      flush
    >
      {({ teams, range }) =>
        teams.length === 0 ? (
          <p className="px-4 pb-4 text-ink-2">No team has people yet.</p>
        ) : (
          <WithCsv title="Time to acknowledge" range={range}>
            <ScrollRegion label="Time to acknowledge by team" className="max-h-[26rem] overflow-auto border-t">
              <table className="w-full text-xs">
                <thead className="sticky top-0 bg-surface text-ink-3">
                  <tr className="border-b">
                    <th scope="col" className="px-4 py-1.5 text-left font-normal">
                      Team
                    </th>
                    <th scope="col" className="py-1.5 pr-3 text-right font-normal">
                      Median
                    </th>
                    <th scope="col" className="py-1.5 pr-3 text-right font-normal">
                      p95
                    </th>
                    <th scope="col" className="py-1.5 pr-3 text-right font-normal">
                      n
                    </th>
                    <th scope="col" className="py-1.5 pr-4 text-right font-normal">
                      Never
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {teams.map((team) => (
                    <Row key={team.id} team={team} links={links} />
                  ))}
                </tbody>
              </table>
            </ScrollRegion>
          </WithCsv>
        )
      }
    </Panel>
  );
}

function Row({ team: { name, timeToAcknowledge: time, hidden }, links }: { team: TeamLoad; links: LinkParams }) {
  const pages = (acknowledged: "yes" | "never") => hrefTo("/pages", links, { team: name, acknowledged });
  return (
    <tr className="border-b last:border-0">
      <th scope="row" className="max-w-40 truncate px-4 py-2 text-left font-medium">
        {name}
      </th>
      {time === null ? (
        <td colSpan={4} className="py-2 pr-4 text-right text-ink-3">
          {HIDDEN_WORD[hidden ?? "small"]}
        </td>
      ) : (
        <>
          <td className="py-2 pr-3 text-right whitespace-nowrap">{formatDuration(time.medianSeconds)}</td>
          <td className="py-2 pr-3 text-right whitespace-nowrap">{formatDuration(time.p95Seconds)}</td>
          <td className="py-2 pr-3 text-right">
            <Link href={pages("yes")} className="inline-block min-w-6 hover:underline">
              {formatCount(time.acknowledged)}
            </Link>
          </td>
          <td className="py-2 pr-4 text-right">
            <Link href={pages("never")} className="inline-block min-w-6 hover:underline">
              {formatCount(time.neverAcknowledged)}
            </Link>
            {time.notKnown > 0 && (
              <span className="block text-2xs text-ink-3">{formatCount(time.notKnown)} not known</span>
            )}
          </td>
        </>
      )}
    </tr>
  );
}
