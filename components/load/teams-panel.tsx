"use client";

import clsx from "clsx";
import Link from "next/link";
import type { ReactNode } from "react";
import { hourParts } from "@/components/charts/hour-parts";
import { HOUR_FILL, HOUR_WORD } from "@/components/charts/palette";
import { StackedBar } from "@/components/charts/stacked-bar";
import { Swatch } from "@/components/charts/swatch";
import { TableMenu } from "@/components/export/table-menu";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted, formatInterval, formatPercent } from "@/components/format/numbers";
import { Panel } from "@/components/panels/panel";
import type { View } from "@/components/panels/view";
import { queryString } from "@/components/queries/fetch-json";
import { VirtualRows } from "@/components/ui/virtual-rows";
import type { Load, LoadFilter, TeamLoad } from "@/lib/contract/load";
import { HOUR_CLASSES } from "@/lib/model/interruption";
import { loadColumns } from "@/lib/report/load-csv";
import { Band } from "./band";
import { FAIRNESS_WORD, formatRate, formatRateInterval, HIDDEN_WORD, peopleWord } from "./load-words";

type Props = { view: View<Load>; filter: LoadFilter; links: LinkParams };

export function TeamsPanel({ view, filter, links }: Props) {
  return (
    <Panel
      question="Is it shared, and is it falling, team by team?"
      help="team-load"
      view={view}
      n={({ teams }) => `n = ${formatCounted(teams.length, "team", "teams")}`}
      pages={hrefTo("/pages", links)}
      actions={({ teams, range }) => (
        <TableMenu
          title="Load of teams"
          range={range}
          shown={() => loadColumns("teams", teams)}
          all={{ href: `/api/load/teams?${queryString(filter)}` }}
        />
      )}
      height={320}
      flush
    >
      {(data) => <Teams data={data} links={links} />}
    </Panel>
  );
}

const GRID =
  "xl:grid xl:grid-cols-[minmax(7rem,1.4fr)_5.5rem_minmax(8.5rem,1fr)_4.5rem_5.5rem_8rem_8.5rem_8.5rem] xl:items-center xl:gap-x-3";
const ROW = "block border-b px-4 py-2.5 last:border-b-0";
const HEADS = [
  "Team",
  "Noise share",
  "Interruptions",
  "Nights",
  "Pages a week",
  "Incidents a shift",
  "Shared",
  "Trend",
];

function Teams({ data: { teams, budgets, sum }, links }: { data: Load; links: LinkParams }) {
  if (teams.length === 0)
    return (
      <p className="px-4 pb-4 text-ink-2">
        Nobody is known to be in {links.team ? `the team ${links.team}` : "a team"}.{" "}
        <Link href={hrefTo("/settings/people")} className="font-medium underline underline-offset-4">
          Say who is in which team
        </Link>
      </p>
    );
  const most = Math.max(1, ...teams.map(({ load }) => load?.interruptions.total ?? 0));
  return (
    <>
      <table aria-label="Teams" className="block border-t">
        <thead className="hidden xl:block">
          <tr className={clsx("border-b px-4 text-xs text-ink-3", GRID)}>
            {HEADS.map((name, index) => (
              <th
                key={name}
                scope="col"
                className={clsx(
                  "py-2 font-normal",
                  index === 0 || index === 2 || index > 5 ? "text-left" : "text-right",
                )}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <VirtualRows
          rows={teams}
          estimate={61}
          render={(team, _index, place) => (
            <tr {...place} className={clsx(ROW, GRID)}>
              <Cells team={team} most={most} links={links} budget={budgets.incidentsPerShift} />
            </tr>
          )}
        />
      </table>
      <p className="border-t px-4 py-2.5 text-xs text-ink-3">
        Somebody in two teams is in both rows, so the rows need not add up
        {sum ? ` to ${formatCounted(sum.interruptions.total, "interruption", "interruptions")}` : ""}. Incidents a
        shift: over 21 days, at most {budgets.incidentsPerShift}.
      </p>
    </>
  );
}

type CellsProps = { team: TeamLoad; most: number; links: LinkParams; budget: number };

function Cells({ team, most, links, budget }: CellsProps) {
  const { load, pages } = team;
  const own = { team: team.name };
  return (
    <>
      <td className="block min-w-0">
        <Link href={hrefTo("/load", links, own)} className="block truncate font-medium hover:underline">
          {team.name}
        </Link>
        <Small>{peopleWord(team.people)}</Small>
      </td>
      <Cell name="Noise share">
        {formatPercent(pages.noiseShare.value)}
        <Small>
          {formatInterval(pages.noiseShare)}{" "}
          <Link href={hrefTo("/pages", links, own)} className="inline-block min-h-6 leading-6 hover:underline">
            n = {formatCounted(pages.total, "page", "pages")}
          </Link>
        </Small>
      </Cell>
      {load === null ? (
        <td className="block py-1 text-xs text-ink-3 xl:col-span-3">{HIDDEN_WORD[team.hidden ?? "small"]}</td>
      ) : (
        <Carried load={load} most={most} href={hrefTo("/load", links, own)} />
      )}
      <Cell name="Incidents a shift">
        <Shift shift={team.shift} budget={budget} />
      </Cell>
      <Cell name="Shared" left>
        <Shared team={team} />
      </Cell>
      <Cell name="Trend" left>
        <Trend team={team} />
      </Cell>
    </>
  );
}

function Carried({
  load,
  most,
  href,
}: {
  load: NonNullable<TeamLoad["load"]>;
  most: number;
  href: ReturnType<typeof hrefTo>;
}) {
  return (
    <>
      <td className="mt-1.5 block xl:mt-0">
        <StackedBar parts={hourParts(load.interruptions)} of={most} />
        <p className="mt-1 flex flex-wrap gap-x-2 text-xs text-ink-2">
          {HOUR_CLASSES.map((hours) => (
            <span key={hours} className="inline-flex items-center gap-1">
              <Swatch fill={HOUR_FILL[hours]} />
              {formatCount(load.interruptions[hours])}
              <span className="xl:sr-only">{HOUR_WORD[hours]}</span>
            </span>
          ))}
          <Link href={href} className="font-medium text-ink hover:underline">
            = {formatCount(load.interruptions.total)}
          </Link>
          {load.estimated > 0 && <span className="text-ink-3">{formatCount(load.estimated)} estimated</span>}
        </p>
      </td>
      <Cell name="Nights">
        {formatCount(load.disruptedNights)}
        <Small>{formatRate(load.nightsPerPerson)} a person</Small>
        {load.disruptedNights > 0 && (
          <Small>
            {formatCount(load.shortRests)} short<span className="xl:sr-only"> of rest</span>
          </Small>
        )}
      </Cell>
      <Cell name="Pages a week">
        <Band band={load.band} />
        <Small>{formatRate(load.pagesPerPersonWeek)} a person</Small>
      </Cell>
    </>
  );
}

function Shift({ shift, budget }: { shift: TeamLoad["shift"]; budget: number }) {
  if (!shift) return <span className="text-xs text-ink-3">not known</span>;
  return (
    <>
      <Band band={shift.over ? "act" : "good"} /> {formatRate(shift.value)}
      <span className="sr-only"> of at most {budget}</span>
      <Small>
        {formatRateInterval(shift)}, n = {formatCount(shift.incidents)}
      </Small>
      {shift.estimated && <Small>estimated</Small>}
    </>
  );
}

function Shared({ team: { load, fairness, fairnessHidden } }: { team: TeamLoad }) {
  if (load === null) return <span className="text-xs text-ink-3">hidden</span>;
  if (fairnessHidden) return <span className="text-xs text-ink-3">hidden: fewer than 5 on call</span>;
  if (fairness === null) return <span className="text-xs text-ink-3">not with these filters</span>;
  return (
    <>
      <span className="text-xs">{FAIRNESS_WORD[fairness.word]}</span>
      <Small>
        {formatCounted(fairness.events, "incident", "incidents")}, {peopleWord(fairness.people)}
      </Small>
    </>
  );
}

function Trend({ team: { load, trend } }: { team: TeamLoad }) {
  if (load === null) return <span className="text-xs text-ink-3">hidden</span>;
  if (trend === null) return <span className="text-xs text-ink-3">too little history</span>;
  return (
    <>
      {trend.word}
      <Small>
        {formatCount(trend.now)} in 28 days, {formatCount(trend.before)} before
      </Small>
    </>
  );
}

/** On a narrow screen a line with its name in front. */
function Cell({ name, left, children }: { name: string; left?: boolean; children: ReactNode }) {
  return (
    <td
      className={clsx(
        "mt-1 flex items-baseline gap-2 text-sm xl:mt-0 xl:block",
        left ? "xl:text-left" : "xl:text-right",
      )}
    >
      <span className="w-28 shrink-0 text-xs text-ink-3 xl:hidden">{name}</span>
      <span>{children}</span>
    </td>
  );
}

function Small({ children }: { children: ReactNode }) {
  return <span className="block text-2xs text-ink-3">{children}</span>;
}
