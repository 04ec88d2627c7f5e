"use client";

import Link from "next/link";
import { hourParts } from "@/components/charts/hour-parts";
import { HOUR_FILL, HOUR_WORD } from "@/components/charts/palette";
import { StackedBar } from "@/components/charts/stacked-bar";
import { Legend } from "@/components/charts/swatch";
import { ListMenu } from "@/components/export/list-menu";
import { hrefTo, type LinkParams } from "@/components/format/href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import type { PersonRow, Range, UnnamedPeople } from "@/lib/contract/noise-report";
import { HOUR_CLASSES } from "@/lib/model/interruption";
import { HOUR_HEAD, hourCells } from "@/lib/report/hour-cells";
import { Panel } from "./panel";
import type { View } from "./view";

type Woken = { people: readonly PersonRow[]; unnamed: UnnamedPeople; range: Range };

type Props = { view: View<Woken>; filter: LinkParams; className?: string };

/** People by name, never by load. */
export function PeoplePanel({ view, filter, className }: Props) {
  return (
    <Panel
      question="Who was woken?"
      help="woken"
      view={view}
      n={({ people, unnamed }) => `n = ${formatCounted(people.length + unnamed.people, "person", "people")}`}
      height={260}
      className={className}
      flush
      actions={({ people, range }) =>
        people.length > 0 && <ListMenu title="Who was woken" range={range} table={() => personColumns(people)} />
      }
    >
      {(woken) => <People {...woken} filter={filter} />}
    </Panel>
  );
}

const personColumns = (people: readonly PersonRow[]) => ({
  head: ["person", "team", "person zone", ...HOUR_HEAD, "estimated interruptions", "disrupted nights"],
  rows: people.map(({ name, team, zone, interruptions, estimated, disruptedNights }) => [
    name,
    team ?? "",
    zone ?? "",
    ...hourCells(interruptions),
    estimated,
    disruptedNights,
  ]),
});

function People({ people, unnamed, filter }: Woken & { filter: LinkParams }) {
  const most = Math.max(1, ...people.map(({ interruptions }) => interruptions.total));
  if (people.length === 0 && unnamed.people === 0)
    return <p className="px-4 pb-4 text-ink-2">Nobody was interrupted.</p>;
  return (
    <>
      <div className="px-4 pb-2">
        <Legend items={HOUR_CLASSES.map((key) => ({ fill: HOUR_FILL[key], word: HOUR_WORD[key] }))} />
      </div>
      <ul className="relative max-h-[26rem] divide-y overflow-y-auto border-t">
        {people.map((person) => (
          <li key={person.id}>
            <Link
              href={hrefTo("/pages", filter, { person: person.id })}
              className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 px-4 py-2 -outline-offset-2 hover:bg-hover sm:grid-cols-[minmax(0,9.5rem)_minmax(0,1fr)_9rem]"
            >
              <span className="min-w-0">
                <span className="block truncate font-medium">{person.name}</span>
                <span className="block truncate text-2xs text-ink-3">
                  {[person.team, person.zone?.replaceAll("_", " ") ?? "zone not known"].filter(Boolean).join(" · ")}
                </span>
              </span>
              <StackedBar
                parts={hourParts(person.interruptions)}
                of={most}
                className="order-3 col-span-2 sm:order-none sm:col-span-1"
              />
              <span className="text-right text-xs text-ink-2">
                {hourWords(person)}
                <span className="block text-2xs text-ink-3">
                  {formatCounted(person.disruptedNights, "night", "nights")}
                  {person.estimated > 0 && ` · ${formatCount(person.estimated)} estimated`}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <Unnamed unnamed={unnamed} alone={people.length === 0} />
    </>
  );
}

function Unnamed({ unnamed: { people, interruptions }, alone }: { unnamed: UnnamedPeople; alone: boolean }) {
  if (people === 0) return null;
  return (
    <p className="border-t px-4 py-2.5 text-xs text-ink-2">
      {alone ? formatCounted(people, "person", "people") : `And ${formatCount(people)} more`}, not named
      {interruptions
        ? `: ${formatCounted(interruptions.total, "interruption", "interruptions")}, ${formatCount(interruptions.sleep)} of them in sleep hours.`
        : ". Their figures are not shown: they are fewer than five."}{" "}
      {alone && "You see by name whom the workspace lets you see, once somebody said which of the people you are."}
    </p>
  );
}

function hourWords({ interruptions: { sleep, off, business } }: PersonRow) {
  return (
    <>
      <span className="font-medium text-ink">{formatCount(sleep)}</span>
      <span className="sr-only"> sleep, </span>
      <span aria-hidden> / </span>
      {formatCount(off)}
      <span className="sr-only"> off hours, </span>
      <span aria-hidden> / </span>
      {formatCount(business)}
      <span className="sr-only"> business</span>
    </>
  );
}
