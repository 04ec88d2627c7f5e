"use client";

import { useQuery } from "@tanstack/react-query";
import { hrefTo } from "@/components/format/href";
import { formatCounted } from "@/components/format/numbers";
import { PanelBody } from "@/components/panels/panel";
import { type View, viewOf } from "@/components/panels/view";
import { dataStateQuery } from "@/components/queries/data-state";
import { peopleQuery } from "@/components/queries/people";
import { HelpCard } from "@/components/ui/help-card";
import type { PeopleView } from "@/lib/contract/people";
import { PeopleList } from "./people-list";
import { Proposals } from "./proposals";

export function PeopleScreen({ canChange }: { canChange: boolean }) {
  const { data: state } = useQuery(dataStateQuery);
  const view = viewOf(useQuery(peopleQuery));
  return <PeoplePanels view={orNothing(view)} zone={state?.workspaceZone ?? "UTC"} canChange={canChange} />;
}

function orNothing(view: View<PeopleView>): View<PeopleView> {
  if (view.kind !== "ready" || view.data.people.length > 0) return view;
  return {
    kind: "empty",
    why: "Nobody is known yet. People come with the pages of an import or a webhook, and with a provider's list of its users.",
    next: { label: "Go to Sources", href: hrefTo("/sources") },
  };
}

type Props = { view: View<PeopleView>; zone: string; canChange: boolean };

export function PeoplePanels({ view, zone, canChange }: Props) {
  return (
    <div className="space-y-5">
      <header>
        <h1 className="flex flex-wrap items-baseline gap-x-2 text-[1.375rem] leading-8 font-medium tracking-tight">
          People and their accounts
          <span className="text-sm font-normal tracking-normal text-ink-3">
            {view.kind === "ready" && countWords(view.data)}
          </span>
          <HelpCard id="accounts" className="self-center" />
        </h1>
        <p className="mt-0.5 max-w-prose text-ink-2">
          Who is who decides whose interruptions are counted together. Nothing is ever merged by a name alone.
        </p>
      </header>
      {view.kind === "ready" ? (
        <>
          <Proposals view={view.data} canChange={canChange} />
          <PeopleList view={view.data} zone={zone} canChange={canChange} />
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
    </div>
  );
}

function countWords({ people }: PeopleView): string {
  const accounts = people.reduce((sum, person) => sum + person.accounts.length, 0);
  return `n = ${formatCounted(people.length, "person", "people")}, ${formatCounted(accounts, "account", "accounts")}`;
}
