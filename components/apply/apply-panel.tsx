"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { PanelBody } from "@/components/panels/panel";
import { viewOf } from "@/components/panels/view";
import { applyQuery } from "@/components/queries/apply";
import { Select } from "@/components/ui/select";
import type { ApplyView } from "@/lib/contract/apply";
import { StandingList } from "./standing-list";
import { WayForm } from "./way-form";

/** The ways to carry out a decision, what stands of it, and what that withholds. */
export function ApplyPanel({ decisionId }: { decisionId: string }) {
  const view = viewOf(useQuery(applyQuery(decisionId)));
  return (
    <section aria-label="Carry it out" className="mt-3 min-w-0">
      <PanelBody view={view} height={120}>
        {(data) => <Ways view={data} />}
      </PanelBody>
    </section>
  );
}

function Ways({ view }: { view: ApplyView }) {
  const { ways, applications, canApply, treatment, decisionId, zone } = view;
  const first = ways.find(({ plan }) => plan.kind === "plan") ?? ways[0];
  const [chosen, setChosen] = useState(first?.id);
  const way = ways.find(({ id }) => id === chosen) ?? first;
  return (
    <div className="space-y-3">
      {applications.length > 0 && <StandingList applications={applications} zone={zone} canApply={canApply} />}
      {treatment === null && (
        <p className="text-ink-2">Nothing is to be changed elsewhere: the decision names no treatment.</p>
      )}
      {way && canApply && (
        <>
          <div>
            <label htmlFor={`way-${decisionId}`} className="text-xs text-ink-2">
              Apply it ({treatment}) by
            </label>
            <Select
              id={`way-${decisionId}`}
              className="mt-1 flex w-full sm:w-96"
              value={way.id}
              onChange={({ target }) => setChosen(target.value)}
            >
              {ways.map(({ id, label, plan, takes }) => (
                <option key={id} value={id}>
                  {label}
                  {plan.kind === "refused" && takes === null ? " (cannot do it)" : ""}
                </option>
              ))}
            </Select>
          </div>
          <WayForm key={way.id} view={view} way={way} />
        </>
      )}
    </div>
  );
}
