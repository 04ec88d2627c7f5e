"use client";

import Link from "next/link";
import { useState } from "react";
import { hrefTo } from "@/components/format/href";
import { formatCount, formatCounted } from "@/components/format/numbers";
import { formatDate } from "@/components/format/time";
import { Button } from "@/components/ui/button";
import type { OrganisationView, TeamProposal } from "@/lib/contract/organisation";
import { useOrganisationChange } from "./use-organisation-change";

const NAMED = 6;

/** Teams that providers name and the organisation does not have yet: taken over with their people, or put aside. */
export function TeamProposals({ view: { teamProposals, zone } }: { view: OrganisationView }) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const { pending, problem, change } = useOrganisationChange();
  const chosen = teamProposals.filter(({ name }) => !left.has(name));
  if (teamProposals.length === 0) return null;
  const take = (teams: readonly string[]) =>
    change({
      calls: [{ method: "POST", url: "/api/organisation/teams", body: { teams } }],
      said: `${formatCounted(teams.length, "team is", "teams are")} taken over`,
    });
  const dismiss = (team: string) =>
    change({
      calls: [{ method: "POST", url: "/api/organisation/teams/dismissed", body: { teams: [team] } }],
      said: `${team} is not proposed any more`,
    });
  const toggle = (name: string) =>
    setLeft(new Set(left.has(name) ? [...left].filter((one) => one !== name) : [...left, name]));
  return (
    <section aria-label="Teams that providers name" className="rounded-xl border bg-surface shadow-card">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 pt-3.5 pb-3">
        <div className="min-w-0 flex-1 basis-72">
          <h2 className="font-medium">Providers name teams that are not here yet</h2>
          <p className="mt-0.5 max-w-prose text-xs text-ink-2">
            Their people were paged for them as first line, stand in their rota, or are in them by the provider.
            Somebody who is in no team yet is put in for all days; somebody who is in one joins today, and figures of
            days before stay.
          </p>
        </div>
        <Button
          look="primary"
          disabled={pending || chosen.length === 0}
          onClick={() => take(chosen.map(({ name }) => name))}
        >
          {pending ? "Counting anew" : `Take over ${formatCounted(chosen.length, "team", "teams")}`}
        </Button>
      </div>
      {problem && (
        <p role="alert" className="px-4 pb-2 font-medium [overflow-wrap:anywhere]">
          {problem}
        </p>
      )}
      <ul className="border-t">
        {teamProposals.map((team) => (
          <Row
            key={team.name}
            team={team}
            zone={zone}
            chosen={!left.has(team.name)}
            pending={pending}
            onChoose={() => toggle(team.name)}
            onTake={() => take([team.name])}
            onDismiss={() => dismiss(team.name)}
          />
        ))}
      </ul>
    </section>
  );
}

type RowProps = {
  team: TeamProposal;
  zone: string;
  chosen: boolean;
  pending: boolean;
  onChoose: () => void;
  onTake: () => void;
  onDismiss: () => void;
};

function Row({ team, zone, chosen, pending, onChoose, onTake, onDismiss }: RowProps) {
  const pages = hrefTo("/pages", { team: team.name, from: "now-90d", to: "now" });
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b px-4 py-2.5 last:border-b-0">
      <label className="flex min-w-0 flex-1 basis-64 items-start gap-3">
        <input
          type="checkbox"
          checked={chosen}
          onChange={onChoose}
          className="mt-0.5 size-4 shrink-0 accent-ink pointer-coarse:size-5"
        />
        <span className="min-w-0">
          <span className="block truncate font-medium">{team.name}</span>
          <span className="block text-xs text-ink-2">{namesOf(team)}</span>
        </span>
      </label>
      <Link href={pages} className="inline-block min-h-6 text-xs leading-6 text-ink-2 hover:underline">
        n = {formatCounted(team.pages, "page", "pages")},{" "}
        {team.lastAt === null ? "named by its people alone" : `last ${formatDate(team.lastAt, zone)}`}
      </Link>
      <span className="flex gap-1.5">
        <Button size="small" disabled={pending} aria-label={`Take over ${team.name}`} onClick={onTake}>
          Take over
        </Button>
        <Button look="quiet" size="small" disabled={pending} aria-label={`Put aside ${team.name}`} onClick={onDismiss}>
          Put aside
        </Button>
      </span>
    </li>
  );
}

function namesOf({ people }: TeamProposal): string {
  if (people.length === 0) return "nobody is known to be paged for it";
  const named = people.slice(0, NAMED).map(({ name }) => name);
  const more = people.length - named.length;
  return `${named.join(", ")}${more > 0 ? ` and ${formatCount(more)} more` : ""}`;
}
