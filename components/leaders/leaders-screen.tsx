"use client";

import { skipToken, useQuery } from "@tanstack/react-query";
import { hrefTo, sharedOf } from "@/components/format/href";
import { nothingToShow } from "@/components/panels/nearest-range";
import { mapView, type View, viewOf } from "@/components/panels/view";
import { dataStateQuery } from "@/components/queries/data-state";
import { leaderAlertsQuery, leadersQuery, notMineQuery } from "@/components/queries/leaders";
import type { LeadersFilter } from "@/lib/contract/filter";
import type { LeaderAlerts, Leaders } from "@/lib/contract/leaders";
import { LeadersPanels } from "./leaders-panels";

export function LeadersScreen({ filter }: { filter: LeadersFilter }) {
  const { data: state } = useQuery(dataStateQuery);
  const fetched = viewOf(useQuery(leadersQuery(filter)));
  const view = fetched.kind === "ready" ? withReason(fetched.data, state, filter) : fetched;
  const { from, to, tz, compare } = filter;
  const of = (leader: string | undefined) => (leader === undefined ? null : { from, to, tz, compare, leader });
  const data = view.kind === "ready" ? view.data : null;
  const alerts = useAlerts(of(data?.focus?.id));
  const [one, other] = [useAlerts(of(data?.beside[0]?.id)), useAlerts(of(data?.beside[1]?.id))];
  const asked = of(data?.focus?.id);
  const notMine = viewOf(
    useQuery(asked ? notMineQuery(asked) : { ...notMineQuery({ ...filter, leader: "" }), queryFn: skipToken }),
  );
  return (
    <LeadersPanels
      view={view}
      alerts={data ? alerts : mapView(view, none)}
      besideAlerts={[one, other]}
      notMine={data ? notMine : mapView(view, none)}
      filter={filter}
    />
  );
}

function none(): never {
  throw new Error("there is nothing of a view without data");
}

type Asked = LeadersFilter & { leader: string };

function useAlerts(asked: Asked | null): View<LeaderAlerts> {
  const nobody = leaderAlertsQuery({ from: "", to: "", compare: "none", leader: "" });
  return viewOf(useQuery(asked ? leaderAlertsQuery(asked) : { ...nobody, queryFn: skipToken }));
}

/** Why there is nothing to see, and the next step. */
function withReason(data: Leaders, state: Parameters<typeof nothingToShow>[1], filter: LeadersFilter): View<Leaders> {
  const shared = sharedOf(filter);
  if (data.partDays)
    return {
      kind: "nothing-in-range",
      why: `${data.range.label} cuts days. Leaders are counted in whole days, each by the date of the person.`,
      next: [
        { label: "Show last week", href: hrefTo("/load/leaders", { ...shared, from: "now-1w/w", to: "now-1w/w" }) },
        {
          label: "Show the last four weeks",
          href: hrefTo("/load/leaders", { ...shared, from: "now-4w/w", to: "now-1w/w" }),
        },
      ],
    };
  if (data.rows.length === 0)
    return {
      kind: "empty",
      why: "Nobody is known to lead anybody in this range. A file that says who reports to whom fills this screen.",
      next: { label: "Open the people", href: hrefTo("/sources/people") },
    };
  const quiet = state?.firstPageAt && data.range.from < (state.lastPageAt ?? "") && data.range.to > state.firstPageAt;
  const paged = data.rows.some(({ pages }) => pages.total > 0);
  // A quiet week within the history is an answer; before and after it nothing is known.
  return paged || quiet || !state ? { kind: "ready", data } : nothingToShow(data.range, state, "/load/leaders", shared);
}
