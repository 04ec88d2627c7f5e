"use client";

import { useQuery } from "@tanstack/react-query";
import { useId, useMemo, useState } from "react";
import { zoneOptions } from "@/components/frame/zone-options";
import { PanelBody } from "@/components/panels/panel";
import { viewOf } from "@/components/panels/view";
import { personHistoryQuery } from "@/components/queries/organisation";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { Held, OrganisationPerson, OrganisationView, PersonHistory } from "@/lib/contract/organisation";
import { ErasePerson } from "./erase-person";
import { useOrganisationChange } from "./use-organisation-change";

type Props = { person: OrganisationPerson; view: OrganisationView; onClose: () => void };

/** What is said of a person, and saying it otherwise from a day on. */
export function OrganisationPersonDialog({ person, view, onClose }: Props) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={person.name}>
      {view.canChange ? (
        <EditForm person={person} view={view} onClose={onClose} />
      ) : (
        <p className="text-ink-2">Only an admin changes the organisation.</p>
      )}
      <History id={person.id} />
      {view.canChange && <ErasePerson person={person} onDone={onClose} />}
    </Dialog>
  );
}

function EditForm({ person, view, onClose }: Props) {
  const [leaderId, setLeaderId] = useState(person.leaderId ?? "");
  const [teams, setTeams] = useState(person.teams.join("; "));
  const [timeZone, setTimeZone] = useState(person.timeZone ?? "");
  const [country, setCountry] = useState(person.country ?? "");
  const [region, setRegion] = useState(person.region ?? "");
  const [leads, setLeads] = useState(person.leads);
  const [from, setFrom] = useState(view.today);
  const [ever, setEver] = useState(false);
  const { pending, problem, change } = useOrganisationChange(onClose);
  const zones = useMemo(() => zoneOptions(), []);
  const ids = { leader: useId(), zone: useId() };
  const named = [...new Set(teams.split(/[;,]/).map((name) => name.trim()))].filter((name) => name !== "");
  const fromDate = ever ? null : from;
  const url = `/api/people/${person.id}`;
  const place = {
    timeZone,
    country: country.trim().toUpperCase() || null,
    region: region.trim().toUpperCase() || null,
  };
  const samePlace =
    timeZone === (person.timeZone ?? "") && place.country === person.country && place.region === person.region;
  const calls = [
    ...(leaderId === (person.leaderId ?? "")
      ? []
      : [{ path: "leader", body: { leaderId: leaderId || null, fromDate } }]),
    ...(named.join() === person.teams.join() ? [] : [{ path: "teams", body: { teams: named, fromDate } }]),
    ...(samePlace || timeZone === "" ? [] : [{ path: "place", body: { ...place, fromDate } }]),
    ...(leads === person.leads ? [] : [{ path: "leads", body: { leads } }]),
  ].map(({ path, body }) => ({ method: "PUT" as const, url: `${url}/${path}`, body }));
  const dated = ever || /^\d{4}-\d{2}-\d{2}$/.test(from);
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (calls.length > 0 && dated) change({ calls, said: `${person.name} is changed` });
      }}
    >
      <p className="text-xs text-ink-3">{person.email ?? "no e-mail known"}</p>
      <div>
        <label htmlFor={ids.leader} className="block text-xs text-ink-2">
          Reports to
        </label>
        <Select
          id={ids.leader}
          value={leaderId}
          onChange={({ target }) => setLeaderId(target.value)}
          className="mt-1 w-full"
        >
          <option value="">nobody</option>
          {view.people
            .filter(({ id }) => id !== person.id)
            .map(({ id, name, email }) => (
              <option key={id} value={id}>
                {email ? `${name} (${email})` : name}
              </option>
            ))}
        </Select>
      </div>
      <Field
        label="Teams"
        value={teams}
        list="organisation-teams"
        onChange={({ target }) => setTeams(target.value)}
        hint="Several are parted by a semicolon. Pages name a team by its name; a new name makes a team."
      />
      <datalist id="organisation-teams">
        {view.teams.map((team) => (
          <option key={team} value={team} />
        ))}
      </datalist>
      <div className="grid grid-cols-[minmax(0,1fr)_4.5rem_5.5rem] gap-2">
        <div className="min-w-0">
          <label htmlFor={ids.zone} className="block text-xs text-ink-2">
            Time zone
          </label>
          <Select
            id={ids.zone}
            value={timeZone}
            onChange={({ target }) => setTimeZone(target.value)}
            className="mt-1 w-full"
          >
            <option value="">not known</option>
            {timeZone && !zones.some(({ value }) => value === timeZone) && <option value={timeZone}>{timeZone}</option>}
            {zones.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        </div>
        <Field
          label="Country"
          placeholder="DE"
          value={country}
          maxLength={2}
          onChange={({ target }) => setCountry(target.value)}
        />
        <Field
          label="Region"
          placeholder="BY"
          value={region}
          maxLength={20}
          onChange={({ target }) => setRegion(target.value)}
        />
      </div>
      <label className="flex items-center gap-2 text-sm pointer-coarse:min-h-11">
        <input
          type="checkbox"
          checked={leads}
          onChange={({ target }) => setLeads(target.checked)}
          className="size-4 accent-ink"
        />
        A leader, also while nobody reports to them here
      </label>
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2 rounded-md border bg-ground px-3 py-2.5">
        <Field
          label="Holds from"
          type="date"
          value={from}
          disabled={ever}
          required={!ever}
          onChange={({ target }) => setFrom(target.value)}
          className="w-40"
        />
        <label className="flex h-8 items-center gap-2 text-sm pointer-coarse:h-11">
          <input
            type="checkbox"
            checked={ever}
            onChange={({ target }) => setEver(target.checked)}
            className="size-4 accent-ink"
          />
          it was always so
        </label>
        <p className="w-full text-xs text-ink-3">
          {ever ? "Figures of all days are counted anew by it." : "Figures of days before it stay as they are."}
        </p>
      </div>
      {problem && (
        <p role="alert" className="font-medium [overflow-wrap:anywhere]">
          {problem}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button look="quiet" disabled={pending} onClick={onClose}>
          Leave it
        </Button>
        <Button type="submit" look="primary" disabled={pending || calls.length === 0 || !dated}>
          {pending ? "Counting anew" : "Save"}
        </Button>
      </div>
    </form>
  );
}

function History({ id }: { id: string }) {
  const view = viewOf(useQuery(personHistoryQuery(id)));
  return (
    <section aria-label="History" className="mt-5 border-t pt-3">
      <h3 className="text-sm font-medium">What was said, and when it held</h3>
      <PanelBody view={view} height={96}>
        {(history) => <HistoryLists history={history} />}
      </PanelBody>
    </section>
  );
}

function HistoryLists({ history }: { history: PersonHistory }) {
  const parts: [string, readonly Held[]][] = [
    ["Reported to", history.leaders],
    ["In the team", history.teams],
    ["Lived in", history.places],
    ["Led", history.reports],
  ];
  const told = parts.filter(([, list]) => list.length > 0);
  if (told.length === 0) return <p className="py-2 text-ink-2">Nothing has been said yet.</p>;
  return (
    <dl className="mt-2 space-y-2 text-sm">
      {told.map(([title, list]) => (
        <div key={title}>
          <dt className="text-xs text-ink-3">{title}</dt>
          {list.map((held) => (
            <dd key={`${held.value} ${held.from}`} className="flex flex-wrap gap-x-2 [overflow-wrap:anywhere]">
              <span>{held.value}</span>
              <span className="text-ink-2">{spanWords(held)}</span>
              <span className="text-xs leading-5 text-ink-3">{ORIGINS[held.origin]}</span>
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

const ORIGINS: Record<Held["origin"], string> = {
  hand: "by hand",
  file: "from a file",
  provider: "from a provider",
  sample: "sample",
};

function spanWords({ from, to }: Held): string {
  if (from === null) return to === null ? "always" : `until ${to}`;
  return to === null ? `since ${from}` : `${from} until ${to}`;
}
