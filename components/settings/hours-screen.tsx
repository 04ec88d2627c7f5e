"use client";

import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { formatCounted } from "@/components/format/numbers";
import { formatLocalDay } from "@/components/format/time";
import { Panel } from "@/components/panels/panel";
import { type View, viewOf } from "@/components/panels/view";
import { hoursSettingsQuery } from "@/components/queries/organisation";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { HoursBody, HoursSettings } from "@/lib/contract/load-settings";
import { HandOverPanel } from "./hand-over-panel";
import { HoursFields } from "./hours-fields";
import { hoursWords } from "./hours-words";
import { useOrganisationChange } from "./use-organisation-change";

export function HoursScreen() {
  return (
    <div className="space-y-5">
      <HoursPanels view={viewOf(useQuery(hoursSettingsQuery))} />
      <HandOverPanel />
    </div>
  );
}

export function HoursPanels({ view }: { view: View<HoursSettings> }) {
  return (
    <div className="space-y-5">
      <header>
        <h1 className="text-[1.375rem] leading-8 font-medium tracking-tight">Hours and holidays</h1>
        <p className="mt-0.5 max-w-prose text-ink-2">
          When people sleep and work, each in their own zone. A person's own hours win over the team's, and those over
          the workspace's; they are never mixed. A change counts all interruptions of the people concerned anew.
        </p>
      </header>
      <Panel question="When does the workspace sleep and work?" view={view} help="hour-class" height={180}>
        {(settings) => <Workspace settings={settings} />}
      </Panel>
      <Panel question="Whose public holidays?" view={view} height={120}>
        {(settings) => <Holidays settings={settings} />}
      </Panel>
      <Panel
        question="Which teams differ?"
        view={view}
        height={120}
        n={({ teams }) => `n = ${formatCounted(teams.length, "team", "teams")}`}
      >
        {(settings) => <Teams settings={settings} />}
      </Panel>
      <Panel
        question="Which people differ?"
        view={view}
        height={80}
        n={({ everybody }) => `n = ${formatCounted(everybody.length, "person", "people")}`}
      >
        {(settings) => <People settings={settings} />}
      </Panel>
    </div>
  );
}

const callOf = (body: HoursBody) => [{ method: "PUT" as const, url: "/api/settings/hours", body }];

function Workspace({ settings: { workspace, canChange } }: { settings: HoursSettings }) {
  const { pending, problem, change } = useOrganisationChange();
  if (!canChange)
    return (
      <p className="text-ink-2">
        {capital(hoursWords(workspace))}. <span className="text-ink-3">Only an admin changes it.</span>
      </p>
    );
  return (
    <HoursFields
      key={hoursWords(workspace)}
      of={{ kind: "workspace" }}
      hours={workspace}
      pending={pending}
      problem={problem}
      onSave={(hours) => change({ calls: callOf({ of: { kind: "workspace" }, hours }), said: "The hours are saved" })}
    />
  );
}

function Holidays({ settings }: { settings: HoursSettings }) {
  const { holidays, nextHolidays, ownCalendars, unknownCalendars, canChange } = settings;
  const [country, setCountry] = useState(holidays?.country ?? "");
  const [region, setRegion] = useState(holidays?.region ?? "");
  const { pending, problem, change } = useOrganisationChange();
  const [code, part] = [country.trim().toUpperCase(), region.trim().toUpperCase() || null];
  const next = code === "" ? null : { country: code, region: part };
  const same = code === (holidays?.country ?? "") && part === (holidays?.region ?? null);
  return (
    <div className="space-y-3">
      <p className="max-w-prose text-ink-2">
        {holidays
          ? `People without a country of their own have the holidays of ${holidays.country}${holidays.region ? `-${holidays.region}` : ""}.`
          : "People without a country of their own have no public holidays."}{" "}
        {ownCalendars > 0 && `${formatCounted(ownCalendars, "person has", "people have")} a country of their own.`}
      </p>
      {unknownCalendars.length > 0 && (
        <p role="status" className="max-w-prose rounded-md border border-line-strong bg-hover px-3 py-2">
          Nobody knows the holidays of{" "}
          {unknownCalendars
            .map(
              ({ name, people }) =>
                `${name} (${people === null ? "the workspace" : formatCounted(people, "person", "people")})`,
            )
            .join(", ")}
          : their public holidays are counted as working days until a known country is set.
        </p>
      )}
      {canChange && (
        <form
          className="flex flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            change({
              calls: [{ method: "PUT", url: "/api/settings/holidays", body: { holidays: next } }],
              said: "The holidays are saved",
            });
          }}
        >
          <Field
            label="Country"
            placeholder="none"
            value={country}
            maxLength={2}
            onChange={({ target }) => setCountry(target.value)}
            className="w-24"
          />
          <Field
            label="Region"
            placeholder="whole country"
            value={region}
            maxLength={20}
            onChange={({ target }) => setRegion(target.value)}
            className="w-36"
          />
          <Button type="submit" look="primary" disabled={pending || same}>
            {pending ? "Counting anew" : "Save"}
          </Button>
        </form>
      )}
      {problem && (
        <p role="alert" className="font-medium [overflow-wrap:anywhere]">
          {problem}
        </p>
      )}
      {nextHolidays.length > 0 && (
        <ul aria-label="The next holidays" className="flex flex-wrap gap-x-5 gap-y-1 text-xs text-ink-2">
          {nextHolidays.map(({ date, name }) => (
            <li key={date}>
              {formatLocalDay(date)} <span className="text-ink-3">{name}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

type Edited = { of: HoursBody["of"]; name: string; hours: HoursSettings["workspace"] };

function Teams({ settings }: { settings: HoursSettings }) {
  const [edited, setEdited] = useState<Edited | null>(null);
  const { teams, workspace, canChange } = settings;
  if (teams.length === 0) return <p className="text-ink-2">No team is known yet. Teams come with the organisation.</p>;
  return (
    <>
      <ul className="divide-y">
        {teams.map(({ id, name, people, hours }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-0.5 py-1.5">
            <span className="min-w-0 flex-1 basis-40">
              <span className="font-medium [overflow-wrap:anywhere]">{name}</span>
              <span className="ml-2 text-xs text-ink-3">{formatCounted(people, "person", "people")} today</span>
            </span>
            <span className="min-w-0 flex-1 basis-56 text-xs text-ink-2">
              {hours ? hoursWords(hours) : <span className="text-ink-3">as the workspace</span>}
            </span>
            {canChange && (
              <Button
                look="quiet"
                size="small"
                aria-label={`Change the hours of ${name}`}
                onClick={() => setEdited({ of: { kind: "team", id }, name, hours: hours ?? workspace })}
              >
                Change
              </Button>
            )}
          </li>
        ))}
      </ul>
      {edited && (
        <HoursDialog
          edited={edited}
          own={teams.some((team) => team.name === edited.name && team.hours !== null)}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}

function People({ settings }: { settings: HoursSettings }) {
  const [edited, setEdited] = useState<Edited | null>(null);
  const [chosen, setChosen] = useState("");
  const id = useId();
  const { people, everybody, workspace, canChange } = settings;
  return (
    <>
      {people.length === 0 && <p className="text-ink-2">Nobody has hours of their own.</p>}
      <ul className="divide-y">
        {people.map((person) => (
          <li key={person.id} className="flex flex-wrap items-center gap-x-3 gap-y-0.5 py-1.5">
            <span className="min-w-0 flex-1 basis-40 font-medium [overflow-wrap:anywhere]">{person.name}</span>
            <span className="min-w-0 flex-1 basis-56 text-xs text-ink-2">{hoursWords(person.hours)}</span>
            {canChange && (
              <Button
                look="quiet"
                size="small"
                aria-label={`Change the hours of ${person.name}`}
                onClick={() =>
                  setEdited({ of: { kind: "person", id: person.id }, name: person.name, hours: person.hours })
                }
              >
                Change
              </Button>
            )}
          </li>
        ))}
      </ul>
      {canChange && everybody.length > 0 && (
        <div className="mt-3 flex flex-wrap items-end gap-2">
          <div className="min-w-0">
            <label htmlFor={id} className="block text-xs text-ink-2">
              Give hours of their own to
            </label>
            <Select
              id={id}
              value={chosen}
              onChange={({ target }) => setChosen(target.value)}
              className="mt-1 w-64 max-w-full"
            >
              <option value="">choose a person</option>
              {everybody.map((person) => (
                <option key={person.id} value={person.id}>
                  {person.name}
                </option>
              ))}
            </Select>
          </div>
          <Button
            disabled={chosen === ""}
            onClick={() => {
              const person = everybody.find((one) => one.id === chosen);
              if (person) setEdited({ of: { kind: "person", id: person.id }, name: person.name, hours: workspace });
            }}
          >
            Set hours
          </Button>
        </div>
      )}
      {edited && (
        <HoursDialog
          edited={edited}
          own={people.some(({ name }) => name === edited.name)}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}

type DialogProps = { edited: Edited; own: boolean; onClose: () => void };

function HoursDialog({ edited: { of, name, hours }, own, onClose }: DialogProps) {
  const { pending, problem, change } = useOrganisationChange(onClose);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={`Hours of ${name}`}>
      <HoursFields
        of={of}
        hours={hours}
        pending={pending}
        problem={problem}
        onSave={(next) => change({ calls: callOf({ of, hours: next }), said: `The hours of ${name} are saved` })}
        onCancel={onClose}
      />
      {own && (
        <Button
          look="quiet"
          className="mt-3"
          disabled={pending}
          onClick={() =>
            change({ calls: callOf({ of, hours: null }), said: `${name} has no hours of their own any more` })
          }
        >
          Take them away
        </Button>
      )}
    </Dialog>
  );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
