"use client";

import { useMemo, useState } from "react";
import { TableMenu } from "@/components/export/table-menu";
import { formatCounted } from "@/components/format/numbers";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import type { OrganisationView } from "@/lib/contract/organisation";
import { ownerColumns } from "./organisation-columns";
import { useOrganisationChange } from "./use-organisation-change";

const SHOWN = 30;

type Service = OrganisationView["services"][number];

/** Which team each service belongs to, and saying otherwise. */
export function ServiceOwners({ view }: { view: OrganisationView }) {
  const [search, setSearch] = useState("");
  const [edited, setEdited] = useState<Service | null>(null);
  const { services } = view;
  const found = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return services.filter(({ service, team, pagesSay }) =>
      [service, team, pagesSay].join(" ").toLowerCase().includes(wanted),
    );
  }, [services, search]);
  return (
    <section aria-labelledby="owners" className="min-w-0 rounded-xl border bg-surface shadow-card">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 pt-3 pb-2.5">
        <h2 id="owners" className="text-sm font-medium">
          Whose are the services?
        </h2>
        <span className="text-xs text-ink-3">n = {formatCounted(services.length, "service", "services")}</span>
        {services.length > SHOWN && (
          <input
            type="search"
            aria-label="Search services"
            placeholder="Search service or team"
            value={search}
            maxLength={200}
            onChange={({ target }) => setSearch(target.value)}
            className="ml-auto h-8 w-full rounded-md border border-line-strong bg-surface px-2.5 text-sm placeholder:text-ink-3 sm:w-64 pointer-coarse:h-11"
          />
        )}
        <span className={services.length > SHOWN ? "" : "ml-auto"}>
          <TableMenu
            title="Owners of services"
            range={null}
            shown={() => ownerColumns(found.slice(0, SHOWN))}
            all={{ table: () => ownerColumns(services) }}
          />
        </span>
      </header>
      {services.length === 0 && (
        <p className="border-t px-4 py-4 text-ink-2">
          No service has paged anybody yet. Services come with the pages of an import or a webhook.
        </p>
      )}
      <ul className="divide-y border-t">
        {found.slice(0, SHOWN).map((service) => (
          <li key={service.service} className="flex flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-1.5">
            <span className="min-w-0 flex-1 basis-48 font-medium [overflow-wrap:anywhere]">{service.service}</span>
            <span className="min-w-0 flex-1 basis-40 text-ink-2">
              {service.team ?? service.pagesSay ?? <span className="text-ink-3">nobody's</span>}
              <span className="ml-2 text-xs text-ink-3">{ownerWords(service)}</span>
            </span>
            {view.canChange && (
              <Button
                look="quiet"
                size="small"
                aria-label={`Change the owner of ${service.service}`}
                onClick={() => setEdited(service)}
              >
                Change
              </Button>
            )}
          </li>
        ))}
      </ul>
      {found.length > SHOWN && (
        <p className="border-t px-4 py-2 text-xs text-ink-3">
          and {formatCounted(found.length - SHOWN, "more service", "more services")}: search to find them
        </p>
      )}
      {edited && <OwnerDialog service={edited} view={view} onClose={() => setEdited(null)} />}
    </section>
  );
}

function ownerWords({ team, since, pagesSay }: Service): string {
  if (team === null) return pagesSay === null ? "" : "as its pages say";
  return since === null ? "always" : `since ${since}`;
}

type Props = { service: Service; view: OrganisationView; onClose: () => void };

function OwnerDialog({ service, view, onClose }: Props) {
  const [team, setTeam] = useState(service.team ?? "");
  const [from, setFrom] = useState(view.today);
  const { pending, problem, change } = useOrganisationChange(onClose);
  const body = { service: service.service, team: team.trim() || null, fromDate: from };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={`Owner of ${service.service}`}>
      <form
        className="space-y-3"
        onSubmit={(event) => {
          event.preventDefault();
          change({
            calls: [{ method: "PUT", url: "/api/organisation/owner", body }],
            said: `${service.service} has another owner from ${from} on`,
          });
        }}
      >
        <Field
          label="Team"
          value={team}
          list="owner-teams"
          maxLength={200}
          onChange={({ target }) => setTeam(target.value)}
          hint={`Left empty, the team counts that its pages name${service.pagesSay ? `: ${service.pagesSay}` : ""}.`}
        />
        <datalist id="owner-teams">
          {view.teams.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
        <Field
          label="Holds from"
          type="date"
          required
          value={from}
          onChange={({ target }) => setFrom(target.value)}
          className="w-40"
        />
        {problem && (
          <p role="alert" className="font-medium [overflow-wrap:anywhere]">
            {problem}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button look="quiet" disabled={pending} onClick={onClose}>
            Leave it
          </Button>
          <Button type="submit" look="primary" disabled={pending || from === "" || body.team === service.team}>
            {pending ? "Counting anew" : "Save"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
