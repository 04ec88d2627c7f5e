"use client";

import { sharedOf } from "@/components/format/href";
import { formatCount } from "@/components/format/numbers";
import { useFilterUrl } from "@/components/frame/use-filter-url";
import { Panel, PanelBody } from "@/components/panels/panel";
import type { View } from "@/components/panels/view";
import type { LeadersFilter } from "@/lib/contract/filter";
import type { LeaderAlerts, Leaders, NotMine } from "@/lib/contract/leaders";
import { BesidePanel } from "./beside-panel";
import { LeaderTree } from "./leader-tree";
import { LeadersSentence } from "./leaders-sentence";
import { NotMinePanel } from "./not-mine-panel";
import { OrganisationPanel } from "./organisation-panel";
import { YouPanel } from "./you-panel";

type Props = {
  view: View<Leaders>;
  /** Of the organisation in focus; they come after the figures. */
  alerts: View<LeaderAlerts>;
  /** Of the two set beside each other. */
  besideAlerts: readonly [View<LeaderAlerts>, View<LeaderAlerts>];
  notMine: View<NotMine>;
  filter: LeadersFilter;
};

export function LeadersPanels({ view, alerts, besideAlerts, notMine, filter }: Props) {
  const shared = sharedOf(filter);
  const { team, service, urgency } = useFilterUrl().params;
  const narrowed = [team, service, urgency].some(Boolean);
  return (
    <div className="space-y-5">
      <header>
        {view.kind !== "ready" && <h1 className="sr-only">Leaders</h1>}
        <PanelBody view={view} height={88}>
          {(data) => (
            <>
              <LeadersSentence data={data} filter={filter} />
              {narrowed && (
                <p className="mt-2 text-xs text-ink-2">
                  Team, service and urgency do not narrow this screen: it counts all that reached the people.
                </p>
              )}
            </>
          )}
        </PanelBody>
      </header>
      {view.kind === "ready" && view.data.you && (
        <YouPanel row={view.data.you} filter={shared} zone={view.data.range.zone} privacy={view.data.privacy} />
      )}
      <Panel
        question="Does the pager reach the leaders too?"
        help="leader-pager"
        view={view}
        height={360}
        flush
        n={({ carrying }) => `n = ${formatCount(carrying.leaders)} ${carrying.leaders === 1 ? "leader" : "leaders"}`}
      >
        {(data) => <LeaderTree data={data} filter={filter} />}
      </Panel>
      {view.kind === "ready" && view.data.beside.length === 2 && (
        <BesidePanel
          rows={view.data.beside}
          range={view.data.range}
          privacy={view.data.privacy}
          alerts={besideAlerts}
          filter={filter}
        />
      )}
      <OrganisationPanel view={view} alerts={alerts} filter={shared} />
      <NotMinePanel view={notMine} filter={shared} label={view.kind === "ready" ? view.data.focus?.label : undefined} />
    </div>
  );
}
