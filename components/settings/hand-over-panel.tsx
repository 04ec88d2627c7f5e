"use client";

import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { formatCounted } from "@/components/format/numbers";
import { Panel } from "@/components/panels/panel";
import { viewOf } from "@/components/panels/view";
import { handOverQuery } from "@/components/queries/organisation";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import type { HandOverSettings } from "@/lib/contract/hand-over";
import type { HandOver } from "@/lib/model/settings";
import { useOrganisationChange } from "./use-organisation-change";

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
const HOURS = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, "0")}:00`);
/** Monday 00:00: a week of whole local dates. */
const CALENDAR: HandOver = { weekday: 0, hour: 0 };

/** When the weeks of reports begin, of the workspace and of each team. */
export function HandOverPanel() {
  return (
    <Panel
      question="When does the week of a report begin?"
      view={viewOf(useQuery(handOverQuery))}
      height={120}
      n={({ teams }) => `n = ${formatCounted(teams.length, "team", "teams")}`}
    >
      {(settings) => <HandOvers settings={settings} />}
    </Panel>
  );
}

function HandOvers({ settings }: { settings: HandOverSettings }) {
  const { workspace, suggested, teams, zone, canChange } = settings;
  return (
    <>
      <p className="max-w-prose text-ink-2">
        At the hand-over of the rota, by the clock of {zone.replaceAll("_", " ")}. Figures of people without names need
        whole calendar weeks: where a week begins at another time than Monday 00:00 they are not shown.
      </p>
      <ul className="mt-2 divide-y">
        <Line key={wordsOf(workspace)} name="Workspace" of={null} handOver={workspace} {...{ suggested, canChange }} />
        {teams.map((team) => (
          <Line
            key={`${team.id} ${wordsOf(team.handOver)}`}
            name={team.name}
            of={team.id}
            handOver={team.handOver}
            suggested={team.suggested}
            canChange={canChange}
          />
        ))}
      </ul>
    </>
  );
}

const wordsOf = (handOver: HandOver | null) => (handOver ? `${DAYS[handOver.weekday]} ${HOURS[handOver.hour]}` : "");

type LineProps = {
  name: string;
  /** Null = the workspace. */
  of: string | null;
  handOver: HandOver | null;
  suggested: HandOver | null;
  canChange: boolean;
};

function Line({ name, of, handOver, suggested, canChange }: LineProps) {
  const [chosen, setChosen] = useState(handOver);
  const { pending, problem, change } = useOrganisationChange();
  const [day, hour] = [useId(), useId()];
  const none = of === null ? "Monday 00:00" : "as the workspace";
  const offer = suggested && wordsOf(suggested) !== wordsOf(handOver) ? suggested : null;
  const save = (next: HandOver | null) =>
    change({
      calls: [{ method: "PUT", url: "/api/settings/hand-over", body: { teamId: of, handOver: next } }],
      said: `The weeks of ${name} begin ${next ? wordsOf(next) : none}`,
    });
  return (
    <li className="grid items-center gap-x-3 gap-y-1.5 py-2 sm:grid-cols-[minmax(0,1fr)_auto] sm:py-1.5 xl:grid-cols-[minmax(0,1fr)_auto_19rem]">
      <span className="min-w-0 font-medium [overflow-wrap:anywhere]">{name}</span>
      {!canChange && <span className="text-xs text-ink-2">{handOver ? wordsOf(handOver) : none}</span>}
      {canChange && (
        <span className="flex items-center gap-2">
          <Select
            id={day}
            className="min-w-0 flex-1 sm:w-44 sm:flex-none"
            aria-label={`Day on which the week of ${name} begins`}
            value={chosen ? String(chosen.weekday) : ""}
            onChange={({ target }) =>
              setChosen(
                target.value === "" ? null : { weekday: Number(target.value), hour: chosen?.hour ?? CALENDAR.hour },
              )
            }
          >
            <option value="">{none}</option>
            {DAYS.map((label, weekday) => (
              <option key={label} value={weekday}>
                {label}
              </option>
            ))}
          </Select>
          <Select
            id={hour}
            className="w-24 flex-none"
            aria-label={`Hour at which the week of ${name} begins`}
            value={String(chosen?.hour ?? CALENDAR.hour)}
            disabled={chosen === null}
            onChange={({ target }) => chosen && setChosen({ ...chosen, hour: Number(target.value) })}
          >
            {HOURS.map((label, value) => (
              <option key={label} value={value}>
                {label}
              </option>
            ))}
          </Select>
          <Button
            size="small"
            disabled={pending || wordsOf(chosen) === wordsOf(handOver)}
            onClick={() => save(chosen)}
            aria-label={`Save when the week of ${name} begins`}
          >
            Save
          </Button>
        </span>
      )}
      {canChange && offer && (
        <Button
          look="quiet"
          size="small"
          className="justify-self-start sm:col-span-2 sm:justify-self-end xl:col-span-1 xl:justify-self-start"
          disabled={pending}
          onClick={() => save(offer)}
        >
          The shifts change {wordsOf(offer)}: take it
        </Button>
      )}
      {problem && (
        <p role="alert" className="col-span-full font-medium [overflow-wrap:anywhere]">
          {problem}
        </p>
      )}
    </li>
  );
}
