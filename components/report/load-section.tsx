"use client";

import Link from "next/link";
import { type ReactNode, useState } from "react";
import { hourParts } from "@/components/charts/hour-parts";
import { HOUR_FILL, HOUR_WORD } from "@/components/charts/palette";
import { StackedBar } from "@/components/charts/stacked-bar";
import { Legend } from "@/components/charts/swatch";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted, formatPercent } from "@/components/format/numbers";
import { CARRIES_WORDS, hiddenText, ledPeople, ledText, TREND_WORDS } from "@/components/leaders/leader-words";
import { Band } from "@/components/load/band";
import { FAIRNESS_WORD, formatRate, HIDDEN_RULE, HIDDEN_WORD, peopleWord } from "@/components/load/load-words";
import { Button } from "@/components/ui/button";
import { HelpCard } from "@/components/ui/help-card";
import type { DefinitionId } from "@/lib/contract/definitions";
import type { LeaderRow } from "@/lib/contract/leaders";
import type { PersonLoad, TeamLoad } from "@/lib/contract/load";
import type { HourCounts } from "@/lib/contract/noise-report";
import type { WeeklyReport } from "@/lib/contract/weekly-report";
import { HOUR_CLASSES } from "@/lib/model/interruption";
import type { SectionProps } from "./sections";

type Load = NonNullable<WeeklyReport["load"]>;
type Leaders = NonNullable<WeeklyReport["leaders"]>;

/** People by name where they may be seen, teams, and leaders beside the people they lead. */
export function LoadSection({ report: { load, leaders }, links }: SectionProps) {
  return (
    <div className="space-y-6">
      {load && <Teams load={load} links={links} />}
      {load && <People load={load} links={links} />}
      {leaders && <LeaderRows leaders={leaders} links={links} />}
    </div>
  );
}

type PartProps = { name: string; help: DefinitionId; n: string; beside?: ReactNode; children: ReactNode };

function Part({ name, help, n, beside, children }: PartProps) {
  return (
    <section aria-label={name}>
      <div className="flex min-h-7 flex-wrap items-center gap-x-1">
        <h3 className="text-xs font-medium text-ink-2">{name}</h3>
        <HelpCard id={help} n={n} />
        <span className="text-xs text-ink-3">{n}</span>
        <div className="ml-auto">{beside}</div>
      </div>
      {children}
    </section>
  );
}

const HOURS = <Legend items={HOUR_CLASSES.map((key) => ({ fill: HOUR_FILL[key], word: HOUR_WORD[key] }))} />;
const ROW =
  "grid grid-cols-[minmax(0,1fr)_fit-content(60%)] items-center gap-x-4 gap-y-1 py-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,15rem)]";

function People({ load: { people, quiet, others, budgets }, links }: { load: Load; links: LinkParams }) {
  const [all, setAll] = useState(false);
  const loaded = people.filter(({ interruptions, pages }) => interruptions.total > 0 || pages.total > 0);
  const most = Math.max(1, ...loaded.map(({ interruptions }) => interruptions.total));
  const n = `n = ${peopleWord(people.length + quiet + others.people)}`;
  const shown = all ? loaded : loaded.slice(0, FIRST);
  return (
    <Part name="People, by name" help="person-load" n={n} beside={HOURS}>
      {loaded.length > 0 && (
        <ul className="divide-y border-y">
          {shown.map((person) => (
            <PersonRow key={person.id} person={person} most={most} links={links} />
          ))}
          {!all && loaded.slice(FIRST).map((person) => <PrintedOnly key={person.id} {...{ person, most, links }} />)}
        </ul>
      )}
      {loaded.length > FIRST && (
        <Button look="quiet" size="small" className="mt-1 -ml-2" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show all ${formatCount(loaded.length)}`}
        </Button>
      )}
      <p className="mt-1.5 max-w-prose text-xs text-ink-3">
        {othersText({ people, others })} Pages a week: under {budgets.watch} good, {budgets.watch} to {budgets.act}{" "}
        watch, over {budgets.act} act.
      </p>
    </Part>
  );
}

/** People listed before the rest is folded away; on paper all are. */
const FIRST = 8;

type PersonRowProps = { person: PersonLoad; most: number; links: LinkParams };

function PrintedOnly(props: PersonRowProps) {
  return <PersonRow {...props} className="hidden print:grid" />;
}

function PersonRow({ person, most, links, className = "" }: PersonRowProps & { className?: string }) {
  const { id, name, teams, interruptions, disruptedNights, estimated, pagesPerPersonWeek, band } = person;
  return (
    <li className={`${ROW} ${className}`}>
      <span className="min-w-0">
        <Link
          href={hrefTo(`/people/${id}`, { from: links.from, to: links.to })}
          className="block truncate font-medium underline-offset-4 hover:underline"
        >
          {name}
        </Link>
        <span className="block truncate text-2xs text-ink-3">{teams.join(" · ")}</span>
      </span>
      <StackedBar
        parts={hourParts(interruptions)}
        of={most}
        className="order-3 col-span-2 sm:order-none sm:col-span-1"
      />
      <span className="text-right text-xs text-ink-2">
        <Hours counts={interruptions} />
        <span className="block text-2xs text-ink-3">
          {formatCounted(disruptedNights, "night", "nights")} · {formatRate(pagesPerPersonWeek)} pages a week{" "}
          <Band band={band} />
          {estimated > 0 && ` · ${formatCount(estimated)} estimated`}
        </span>
      </span>
    </li>
  );
}

/** "3 sleep, 4 off hours, 9 business" in the order of the bar. */
function Hours({ counts }: { counts: HourCounts }) {
  return HOUR_CLASSES.map((hours, nth) => (
    <span key={hours}>
      {nth > 0 && " / "}
      <span className={nth === 0 ? "font-medium text-ink" : undefined}>{formatCount(counts[hours])}</span>
      <span className="sr-only"> {HOUR_WORD[hours]}</span>
    </span>
  ));
}

function othersText({ people, others }: Pick<Load, "people" | "others">): string {
  if (others.people === 0) return "";
  const who = people.length === 0 ? peopleWord(others.people) : `${formatCount(others.people)} more`;
  if (others.sum === null) return `${who} not named; not counted: ${HIDDEN_RULE[others.hidden ?? "small"]}`;
  const { interruptions, disruptedNights } = others.sum;
  return `${who} not named: ${formatCounted(interruptions.total, "interruption", "interruptions")}, ${formatCount(interruptions.sleep)} of them in sleep hours, ${formatCounted(disruptedNights, "disrupted night", "disrupted nights")}.`;
}

function Teams({ load: { teams }, links }: { load: Load; links: LinkParams }) {
  const most = Math.max(1, ...teams.map(({ load }) => load?.interruptions.total ?? 0));
  return (
    <Part name="Teams" help="team-load" n={`n = ${formatCounted(teams.length, "team", "teams")}`} beside={HOURS}>
      <ul className="divide-y border-y">
        {teams.map((team) => (
          <TeamRow key={team.id} team={team} most={most} links={links} />
        ))}
      </ul>
    </Part>
  );
}

function TeamRow({ team, most, links }: { team: TeamLoad; most: number; links: LinkParams }) {
  const { name, people, pages, load, hidden, fairness, trend } = team;
  return (
    <li className={ROW}>
      <span className="min-w-0">
        <Link
          href={hrefTo("/load", { from: links.from, to: links.to, team: name })}
          className="block truncate font-medium underline-offset-4 hover:underline"
        >
          {name}
        </Link>
        <span className="block text-2xs text-ink-3">
          {peopleWord(people)} · noise {formatPercent(pages.noiseShare.value)}, n = {formatCount(pages.noiseShare.n)}
        </span>
      </span>
      {load === null ? (
        <span className="order-3 col-span-2 text-xs text-ink-3 sm:order-none sm:col-span-1">
          {HIDDEN_WORD[hidden ?? "small"]}
        </span>
      ) : (
        <StackedBar
          parts={hourParts(load.interruptions)}
          of={most}
          className="order-3 col-span-2 sm:order-none sm:col-span-1"
        />
      )}
      <span className="text-right text-xs text-ink-2">
        {load && (
          <>
            <Hours counts={load.interruptions} />
            {" · "}
            {formatCounted(load.disruptedNights, "night", "nights")}
          </>
        )}
        <span className="block text-2xs text-ink-3">
          {[fairness && FAIRNESS_WORD[fairness.word], trend && `28 days: ${trend.word}`].filter(Boolean).join(" · ")}
        </span>
      </span>
    </li>
  );
}

function LeaderRows({ leaders, links }: { leaders: Leaders; links: LinkParams }) {
  const { rows, carrying, range, leftOut } = leaders;
  const { counted, carry } = carrying;
  return (
    <Part
      name="Leaders beside the people they lead"
      help="leader-pager"
      n={
        counted > 0
          ? `${formatCount(carry)} of ${formatCount(counted)} carried a pager`
          : `n = ${formatCounted(rows.length, "leader", "leaders")}`
      }
    >
      {rows.length === 0 ? (
        <p className="text-ink-2">Nobody is known to lead anybody in this week.</p>
      ) : (
        <ul className="divide-y border-y">
          {rows.map((row) => (
            <Leader key={row.id} row={row} links={links} />
          ))}
        </ul>
      )}
      <p className="mt-1.5 text-xs text-ink-3">
        Counted over {range.label}.{leftOut > 0 && ` ${formatCounted(leftOut, "leader", "leaders")} further down: `}
        {leftOut > 0 && (
          <Link href={hrefTo("/load/leaders", {})} className="underline underline-offset-4">
            Leaders
          </Link>
        )}
      </p>
    </Part>
  );
}

function Leader({ row, links }: { row: LeaderRow; links: LinkParams }) {
  const { id, label, people, own, pages, noiseShare, load, trend } = row;
  return (
    <li className={ROW}>
      <span className="min-w-0">
        <Link
          href={hrefTo("/load/leaders", { from: links.from, to: links.to, leader: id })}
          className="block truncate font-medium underline-offset-4 hover:underline"
        >
          {label}
        </Link>
        <span className="block text-2xs text-ink-3">
          leads {peopleWord(people)}
          {own && ` · carries a pager: ${CARRIES_WORDS[own.carries]}`}
        </span>
      </span>
      <span className="order-3 col-span-2 text-xs text-ink-2 sm:order-none sm:col-span-1">
        {own ? ownText(row) : "own pages are not shown to you"}
      </span>
      <span className="text-right text-xs text-ink-2">
        {formatCounted(pages.total, "page", "pages")} below, noise {formatPercent(noiseShare.value)}
        <span className="block text-2xs text-ink-3">
          {load ? (
            <>
              <Hours counts={load.interruptions} /> · {formatCounted(load.nights.sum, "night", "nights")}
            </>
          ) : (
            hiddenText(row)
          )}
          {trend && ` · 28 days: ${TREND_WORDS[trend.change]}`}
        </span>
      </span>
    </li>
  );
}

/** "own pages 3 + 1 escalated; people they lead: median 5 + 1" */
function ownText({ own, led }: LeaderRow): string {
  if (!own) return "";
  const mine = `own pages ${formatCount(own.pages.first)} + ${formatCount(own.pages.escalated)} escalated, ${formatCounted(own.nights, "night", "nights")}`;
  const median = ledText(led, "median", ["first", "escalated"], " + ");
  const worst = ledText(led, "worst", ["first", "escalated"], " + ");
  if (!led || median === null) return mine;
  return `${mine}; the people: median ${median}${worst === null ? "" : `, worst ${worst}`} (${ledPeople(led)})`;
}
