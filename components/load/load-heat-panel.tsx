"use client";

import { HeatMap } from "@/components/charts/heat-map";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCounted } from "@/components/format/numbers";
import { Panel } from "@/components/panels/panel";
import type { View } from "@/components/panels/view";
import type { Load } from "@/lib/contract/load";

type Props = { view: View<Load>; links: LinkParams };

export function LoadHeatPanel({ view, links }: Props) {
  return (
    <Panel
      question="When does it ring?"
      help="load-heat"
      view={view}
      n={({ heat }) =>
        `n = ${formatCounted(
          heat.reduce((all, { interruptions }) => all + interruptions, 0),
          "interruption",
          "interruptions",
        )}`
      }
      pages={hrefTo("/pages", links, { sort: "interruptions" })}
      height={300}
    >
      {({ heat, hoursOpen }) => (
        <HeatMap
          title="Interruptions by weekday and hour"
          what="interruptions"
          cells={heat.map(({ weekday, hour, interruptions }) => ({ weekday, hour, pages: interruptions }))}
          zone="the zone of the person interrupted"
          hrefOf={hoursOpen ? (weekday, hour) => opened(links, weekday, hour) : undefined}
        />
      )}
    </Panel>
  );
}

/** A team of this screen is one of people; the explorer's is one of pages. */
function opened(links: LinkParams, weekday: number, hour: number) {
  const cell = { weekday: String(weekday), hour: String(hour) };
  return hrefTo("/pages", links, { ...cell, team: null, rang: links.team, verdict: null });
}
