"use client";

import { BarRows } from "@/components/charts/bar-rows";
import { hourParts } from "@/components/charts/hour-parts";
import { HOUR_FILL, HOUR_WORD, OTHER_FILL, VERDICT_FILL, VERDICT_WORD } from "@/components/charts/palette";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted, formatInterval, formatPercent } from "@/components/format/numbers";
import { CARRIES_WORDS } from "@/components/leaders/leader-words";
import { HIDDEN_WORD, peopleWord } from "@/components/load/load-words";
import { Panel } from "@/components/panels/panel";
import type { View } from "@/components/panels/view";
import type { Leaders } from "@/lib/contract/leaders";
import type { Load, TeamLoad } from "@/lib/contract/load";
import { HOUR_CLASSES } from "@/lib/model/interruption";
import { hourCells } from "@/lib/report/hour-cells";

const HOURS = HOUR_CLASSES.map((key) => ({ fill: HOUR_FILL[key], word: HOUR_WORD[key] }));
const HOUR_HEADS = [...HOUR_CLASSES.map((key) => HOUR_WORD[key]), "all"];
const peopleN = ({ sum }: Load) => `n = ${peopleWord(sum?.people ?? 0)}`;

type Props = { view: View<Load>; links: LinkParams };

/** People by name, never by load. */
export function PeopleFigure({ view, links }: Props) {
  return (
    <Panel question="Who was interrupted?" help="person-load" view={view} n={peopleN}>
      {(load) => {
        const rows = [
          ...load.people.filter(({ interruptions }) => interruptions.total > 0),
          ...(load.others.sum ? [{ id: null, name: othersWord(load), ...load.others.sum, zone: null }] : []),
        ];
        return (
          <BarRows
            title="Interruptions per person by hour class"
            summary={`${summaryOf(load)} By name, not by load.`}
            legend={HOURS}
            rows={rows.map(({ id, name, interruptions, estimated }) => ({
              key: id ?? "others",
              label: name,
              detail: estimated > 0 ? `${formatCount(estimated)} estimated` : null,
              parts: hourParts(interruptions),
              value: formatCount(interruptions.total),
              href: id === null ? undefined : hrefTo(`/people/${id}`, links),
            }))}
            table={{
              head: ["Person", ...HOUR_HEADS, "estimated"],
              rows: rows.map(({ name, interruptions, estimated }) => [name, ...hourCells(interruptions), estimated]),
            }}
          />
        );
      }}
    </Panel>
  );
}

const othersWord = ({ others }: Load) => `${peopleWord(others.people)}, not named`;

function summaryOf({ sum }: Load): string {
  if (!sum) return "Nobody may be shown.";
  const { interruptions, interrupted } = sum;
  return `${peopleWord(interrupted)} interrupted ${formatCounted(interruptions.total, "time", "times")}, ${formatCount(interruptions.sleep)} of them in sleep hours.`;
}

export function NightsFigure({ view, links }: Props) {
  return (
    <Panel question="Whose nights were disrupted?" help="disrupted-nights" view={view} n={peopleN}>
      {({ people, others, sum, ...rest }) => {
        const rows = [
          ...people.filter(({ disruptedNights }) => disruptedNights > 0),
          ...(others.sum ? [{ id: null, name: othersWord({ others, people, sum, ...rest }), ...others.sum }] : []),
        ];
        return (
          <BarRows
            title="Disrupted nights per person"
            summary={`${formatCounted(sum?.disruptedNights ?? 0, "night", "nights")} of ${peopleWord(sum?.woken ?? 0)}, ${formatCount(sum?.shortRests ?? 0)} of them with under 11 hours of rest. By name, not by load.`}
            legend={[{ fill: HOUR_FILL.sleep, word: "disrupted nights" }]}
            rows={rows.map(({ id, name, disruptedNights, shortRests }) => ({
              key: id ?? "others",
              label: name,
              detail: shortRests > 0 ? `${formatCount(shortRests)} under 11 h of rest` : null,
              parts: [{ key: "nights", word: "nights", count: disruptedNights, fill: HOUR_FILL.sleep }],
              value: formatCount(disruptedNights),
              href: id === null ? undefined : hrefTo(`/people/${id}`, links),
            }))}
            table={{
              head: ["Person", "disrupted nights", "under 11 hours of rest", "sleep interruptions"],
              rows: rows.map((row) => [row.name, row.disruptedNights, row.shortRests, row.interruptions.sleep]),
            }}
          />
        );
      }}
    </Panel>
  );
}

const teamsN = ({ teams }: Load) => `n = ${formatCounted(teams.length, "team", "teams")}`;

export function TeamsFigure({ view, links }: Props) {
  return (
    <Panel question="Is it shared, team by team?" help="team-load" view={view} n={teamsN}>
      {({ teams }) => (
        <BarRows
          title="Interruptions per team by hour class"
          summary={`${formatCounted(teams.length, "team", "teams")}; ${formatCount(teams.filter(({ load }) => load === null).length)} hidden, because they would tell of few people.`}
          legend={HOURS}
          rows={teams.map(({ name, people, load, hidden }) => ({
            key: name,
            label: name,
            detail: peopleWord(people),
            parts: load ? hourParts(load.interruptions) : [],
            value: load ? formatCount(load.interruptions.total) : HIDDEN_WORD[hidden ?? "small"],
            href: hrefTo("/load", links, { team: name }),
          }))}
          table={{
            head: ["Team", "people", ...HOUR_HEADS, "disrupted nights"],
            rows: teams.map((team) => [team.name, team.people, ...teamCells(team)]),
          }}
        />
      )}
    </Panel>
  );
}

function teamCells({ load, hidden }: TeamLoad): (string | number)[] {
  if (load) return [...hourCells(load.interruptions), load.disruptedNights];
  return [...HOUR_HEADS, ""].map(() => HIDDEN_WORD[hidden ?? "small"]);
}

export function TeamNoiseFigure({ view, links }: Props) {
  return (
    <Panel question="Which teams have the most noise?" help="noise-share" view={view} n={teamsN}>
      {({ teams }) => (
        <BarRows
          title="Noise share of the pages of each team"
          summary="Of the pages of a team's own services that could be judged; a full bar is 100 %."
          of={1}
          legend={[{ fill: VERDICT_FILL.noise, word: VERDICT_WORD.noise }]}
          rows={teams.map(({ name, pages: { noiseShare } }) => ({
            key: name,
            label: name,
            detail: `${formatInterval(noiseShare) ?? "too few pages"}, n = ${formatCount(noiseShare.n)}`,
            parts: [{ key: "noise", word: "noise", count: noiseShare.value ?? 0, fill: VERDICT_FILL.noise }],
            value: formatPercent(noiseShare.value),
            href: hrefTo("/pages", links, { team: name, verdict: "noise" }),
          }))}
          table={{
            head: ["Team", "pages", "judged", "noise", "noise share (0-1)", "unclear"],
            rows: teams.map(({ name, pages: { total, noiseShare, unclear } }) => [
              name,
              total,
              noiseShare.n,
              noiseShare.of,
              noiseShare.value?.toFixed(3) ?? "not measured",
              unclear,
            ]),
          }}
        />
      )}
    </Panel>
  );
}

const LINES = [
  { key: "first", word: "first line", fill: OTHER_FILL.one },
  { key: "escalated", word: "escalated", fill: OTHER_FILL.two },
] as const;

export function LeadersFigure({ view, links }: { view: View<Leaders>; links: LinkParams }) {
  return (
    <Panel
      question="Does the pager reach the leaders too?"
      help="leader-pager"
      view={view}
      n={({ carrying }) => `n = ${formatCounted(carrying.leaders, "leader", "leaders")}`}
    >
      {({ rows, carrying }) => (
        <BarRows
          title="Pages that reached each leader"
          summary={`${formatCount(carrying.carry)} of ${formatCount(carrying.counted)} leaders carry a pager; of ${formatCount(carrying.notKnown)} it is not known.`}
          legend={LINES}
          rows={rows.map(({ id, label, own, led, name }) => ({
            key: id,
            label: name ?? `${label} (not named)`,
            detail: own
              ? `pager: ${CARRIES_WORDS[own.carries]}; median of the people led ${led?.median ? formatCount((led.median.first ?? 0) + (led.median.escalated ?? 0)) : "not shown"}`
              : "own pages are not shown",
            parts: own ? LINES.map(({ key, word, fill }) => ({ key, word, count: own.pages[key], fill })) : [],
            value: own ? formatCount(own.pages.total) : "not shown",
            href: hrefTo("/load/leaders", links, { leader: id }),
          }))}
          table={{
            head: [
              "Leader",
              "carries a pager",
              "first line",
              "escalated",
              "line not known",
              "all",
              "median first line of the led",
            ],
            rows: rows.map(({ label, name, own, led }) => [
              name ?? label,
              own ? CARRIES_WORDS[own.carries] : "not shown",
              own?.pages.first ?? "not shown",
              own?.pages.escalated ?? "not shown",
              own?.pages.lineNotKnown ?? "not shown",
              own?.pages.total ?? "not shown",
              led?.median?.first ?? "not shown",
            ]),
          }}
        />
      )}
    </Panel>
  );
}
