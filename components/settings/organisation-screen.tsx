"use client";

import { useQuery } from "@tanstack/react-query";
import type { Route } from "next";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { hrefTo } from "@/components/format/href";
import { formatCounted } from "@/components/format/numbers";
import { PanelBody } from "@/components/panels/panel";
import { type View, viewOf } from "@/components/panels/view";
import { organisationQuery } from "@/components/queries/organisation";
import { Button } from "@/components/ui/button";
import type { OrganisationView } from "@/lib/contract/organisation";
import { OrganisationTable } from "./organisation-table";
import { ServiceOwners } from "./service-owners";
import { TeamProposals } from "./team-proposals";

const ImportDialog = dynamic(() => import("./organisation-import").then((module) => module.OrganisationImport), {
  ssr: false,
});

export function OrganisationScreen() {
  const view = viewOf(useQuery(organisationQuery));
  return <OrganisationPanels view={orNothing(view)} />;
}

function orNothing(view: View<OrganisationView>): View<OrganisationView> {
  if (view.kind !== "ready" || view.data.people.length > 0 || view.data.canChange) return view;
  return {
    kind: "empty",
    why: "Nobody is known yet. People come with the pages of an import or a webhook, and with a file of the organisation.",
    next: { label: "Go to Sources", href: hrefTo("/sources") },
  };
}

export function OrganisationPanels({ view }: { view: View<OrganisationView> }) {
  const [importing, setImporting] = useState(false);
  const canChange = view.kind === "ready" && view.data.canChange;
  return (
    <div className="space-y-5">
      <header className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-80">
          <h1 className="text-[1.375rem] leading-8 font-medium tracking-tight">
            People and organisation{" "}
            {view.kind === "ready" && (
              <span className="text-sm font-normal tracking-normal text-ink-3">{countWords(view.data)}</span>
            )}
          </h1>
          <p className="mt-0.5 max-w-prose text-ink-2">
            Who leads whom, who is in which team and where. What is said holds from a day on: figures of days before it
            stay as they are. Accounts are merged and split under{" "}
            <Link href={"/sources/people" as Route} className="underline underline-offset-4">
              people and their accounts
            </Link>
            .
          </p>
        </div>
        {canChange && <Button onClick={() => setImporting(true)}>Import from a file</Button>}
      </header>
      {view.kind === "ready" ? (
        <>
          <TeamProposals view={view.data} />
          <OrganisationTable view={view.data} onImport={() => setImporting(true)} />
          <ServiceOwners view={view.data} />
        </>
      ) : (
        <section
          aria-label="People"
          aria-busy={view.kind === "loading"}
          className="rounded-xl border bg-surface p-4 shadow-card"
        >
          <PanelBody view={view} height={480}>
            {() => null}
          </PanelBody>
        </section>
      )}
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </div>
  );
}

function countWords({ people, teams }: OrganisationView): string {
  const leading = new Set(people.flatMap(({ leaderId }) => leaderId ?? []));
  const leaders = people.filter(({ id, leads }) => leads || leading.has(id)).length;
  const told = [formatCounted(people.length, "person", "people"), formatCounted(leaders, "leader", "leaders")];
  return `n = ${[...told, formatCounted(teams.length, "team", "teams")].join(", ")}`;
}
