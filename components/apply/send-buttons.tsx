"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import type { ApplyView, MeansBody, PlanView } from "@/lib/contract/apply";
import type { ConnectionView } from "@/lib/contract/connections";
import { applyUrl, useApplyChange } from "./use-apply";

type Props = { view: ApplyView; means: MeansBody; plan: Extract<PlanView, { kind: "plan" }> };

/** Where a change can be sent to, and the click that sends it: it names what, how long and with what effect first. */
export function SendButtons({ view, means, plan }: Props) {
  const [sure, setSure] = useState<ConnectionView | "handed-out" | null>(null);
  const [target, setTarget] = useState("");
  const { pending, problem, change, reset } = useApplyChange(() => setSure(null));
  const fitting = view.connections.filter((connection) => fits(connection, means, plan));
  const choose = (next: typeof sure) => {
    reset();
    setSure(next);
  };
  const send = () => {
    const connectionId = sure === null || sure === "handed-out" ? null : sure.id;
    const body = { ...means, connectionId, target: target.trim() || null, seen: plan.hash };
    change({
      url: applyUrl(view.decisionId),
      body,
      said: sure === "handed-out" ? "Noted as handed out" : "It is applied",
    });
  };
  const needsTarget = sure !== null && sure !== "handed-out" && sure.kind === "pagerduty";
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap gap-1.5">
        {fitting.map((connection) => (
          <Button key={connection.id} look={sure === null ? "primary" : "plain"} onClick={() => choose(connection)}>
            {VERBS[connection.kind]} {connection.name}
          </Button>
        ))}
        {plan.files.length > 0 && <Button onClick={() => choose("handed-out")}>Note it as handed out</Button>}
      </div>
      {fitting.length === 0 && plan.request !== null && (
        <p className="text-xs text-ink-3">
          No Alertmanager is connected: an admin adds one under Settings, Connections.
        </p>
      )}
      {sure !== null && (
        <section className="rounded-lg border border-ink p-3" aria-label="Confirm">
          <p className="max-w-prose [overflow-wrap:anywhere]">
            {sure === "handed-out"
              ? "Squelch changes nothing: it notes what you copied or downloaded, with this text."
              : `${plan.sentence} It is done on ${sure.name} at once, in your name.`}{" "}
            {view.forecast ?? "No forecast was made for this decision."}
          </p>
          {needsTarget && (
            <Field
              label="Id of the service in PagerDuty"
              placeholder="PABC123"
              mono
              className="mt-2 sm:w-64"
              value={target}
              onChange={(event) => setTarget(event.target.value)}
            />
          )}
          {problem && (
            <p role="alert" className="mt-2 font-medium [overflow-wrap:anywhere]">
              {problem}
            </p>
          )}
          <div className="mt-2 flex flex-wrap gap-1.5">
            <Button look="primary" disabled={pending || (needsTarget && target.trim() === "")} onClick={send}>
              {pending ? "Doing it" : sure === "handed-out" ? "Note it" : "Apply it now"}
            </Button>
            <Button disabled={pending} onClick={() => choose(null)}>
              Cancel
            </Button>
          </div>
        </section>
      )}
    </div>
  );
}

const VERBS: Record<ConnectionView["kind"], string> = {
  alertmanager: "Silence it in",
  pagerduty: "Add the rule in",
  git: "Push a branch to",
};

function fits({ kind }: ConnectionView, { applier, config }: MeansBody, { request, files }: Props["plan"]): boolean {
  if (kind === "alertmanager") return request !== null;
  if (kind === "pagerduty") return applier === "pagerduty-orchestration" && config === null;
  return files.length === 1 && config !== null;
}
