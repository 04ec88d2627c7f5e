"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";
import type { ApplyView, MeansBody, WayView } from "@/lib/contract/apply";
import { BY_LABELS } from "./apply-words";
import { PlannedChange } from "./planned-change";
import { SendButtons } from "./send-buttons";
import { usePlan } from "./use-apply";

type Props = { view: ApplyView; way: WayView };

const EMPTY = { matchers: null as string | null, name: "", text: "", label: "", receiver: "", whileFiring: "" };

/** One way to apply a decision: what people add, what would be done, and the click that does it. */
export function WayForm({ view, way }: Props) {
  const [added, setAdded] = useState(EMPTY);
  const { pending, problem, ask, plan: asked, reset } = usePlan(view.decisionId);
  const set = (change: Partial<typeof EMPTY>) => {
    // What was planned no longer fits what is typed.
    reset();
    setAdded({ ...added, ...change });
  };
  const plan = asked ?? (sameAsEmpty(added) && problem === null ? way.plan : null);
  const means = meansOf(way.id, added);
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        ask(means);
      }}
    >
      {BY_LABELS.has(way.id) && (
        <Matchers view={view} typed={added.matchers} onType={(matchers) => set({ matchers })} />
      )}
      <Options way={way} view={view} added={added} set={set} />
      {(way.takes !== null || !sameAsEmpty(added)) && (
        <Button type="submit" disabled={pending || sameAsEmpty(added)}>
          {pending ? "Working it out" : "Show the change"}
        </Button>
      )}
      {problem && (
        <p role="alert" className="max-w-prose font-medium [overflow-wrap:anywhere]">
          {problem}
        </p>
      )}
      {plan?.kind === "refused" && (
        <p className="max-w-prose text-ink-2 [overflow-wrap:anywhere]">Not this way: {plan.why}</p>
      )}
      {plan?.kind === "plan" && (
        <>
          <PlannedChange plan={plan} checker={way.checker} takesOwn={added.text !== ""} />
          <SendButtons view={view} means={means} plan={plan} />
        </>
      )}
    </form>
  );
}

const sameAsEmpty = (added: typeof EMPTY) => JSON.stringify(added) === JSON.stringify(EMPTY);

function meansOf(applier: string, { matchers, name, text, label, receiver, whileFiring }: typeof EMPTY): MeansBody {
  const [labelName = "", ...value] = label.split("=");
  return {
    applier,
    matchers,
    config: text.trim() === "" ? null : { name: name.trim() || "file.yml", text },
    label:
      label.trim() === ""
        ? null
        : {
            name: labelName.trim(),
            value: value
              .join("=")
              .trim()
              .replace(/^"(.*)"$/, "$1"),
          },
    receiver: receiver.trim() || null,
    whileFiring: whileFiring.trim() || null,
  };
}

function Matchers({
  view: { matchers },
  typed,
  onType,
}: {
  view: ApplyView;
  typed: string | null;
  onType: (text: string) => void;
}) {
  const { text, refused, inside, outside } = matchers;
  const known = `Labels are known of ${inside} recent alerts of this decision and ${outside} others.`;
  return (
    <TextArea
      label="Matchers, one a line"
      mono
      rows={Math.min(8, Math.max(3, (typed ?? text ?? "").split("\n").length))}
      value={typed ?? text ?? ""}
      placeholder={'alertname="DiskFull"\nservice="orders"'}
      onChange={({ target }) => onType(target.value)}
      hint={
        text === null
          ? `${refused} ${known} ${outside > 0 ? "What you type is checked against the others." : "Nothing can be checked against: be sure that they catch nothing else."}`
          : `What all recent alerts of it share. ${known} Whatever is changed is checked against the others.`
      }
    />
  );
}

type OptionsProps = Props & { added: typeof EMPTY; set: (change: Partial<typeof EMPTY>) => void };

function Options({ way, view: { treatmentKind: kind }, added, set }: OptionsProps) {
  return (
    <>
      {way.id === "prometheus-rules" && kind === "ticket" && (
        <Field
          label="Label that your routes send to a ticket"
          placeholder="severity=ticket"
          mono
          value={added.label}
          onChange={({ target }) => set({ label: target.value })}
        />
      )}
      {way.id === "alertmanager-config" && kind === "ticket" && (
        <Field
          label="Receiver that opens tickets"
          mono
          value={added.receiver}
          onChange={({ target }) => set({ receiver: target.value })}
        />
      )}
      {way.id === "alertmanager-config" && kind === "drop" && (
        <Field
          label="Only while this other alert fires (inhibition)"
          placeholder={'alertname="ClusterDown"'}
          mono
          value={added.whileFiring}
          onChange={({ target }) => set({ whileFiring: target.value })}
        />
      )}
      {way.takes !== null && (
        <div className="space-y-1.5">
          <TextArea
            label={`Your own file: ${way.takes}`}
            mono
            rows={added.text === "" ? 3 : 10}
            value={added.text}
            placeholder="Paste it here, or choose it below"
            onChange={({ target }) => set({ text: target.value })}
            hint="It is read for this answer and not kept. Only what must change is changed: comments and order stay."
          />
          <div className="grid gap-3 sm:grid-cols-2">
            <FileChoice onRead={(name, text) => set({ name, text })} />
            <Field
              label="Its path in the repository"
              mono
              value={added.name}
              placeholder="alerts/orders.yml"
              onChange={({ target }) => set({ name: target.value })}
            />
          </div>
        </div>
      )}
    </>
  );
}

const LONGEST_BYTES = 1_000_000;

function FileChoice({ onRead }: { onRead: (name: string, text: string) => void }) {
  const [wrong, setWrong] = useState<string | null>(null);
  const read = async (file: File) => {
    setWrong(file.size > LONGEST_BYTES ? "The file is longer than 1 MB." : null);
    if (file.size <= LONGEST_BYTES) onRead(file.name, await file.text());
  };
  return (
    <div className="text-xs text-ink-2">
      <label className="block">
        Choose the file
        <input
          type="file"
          accept=".yml,.yaml,.json,.tf"
          className="mt-1 block w-full text-sm"
          onChange={({ target }) => {
            const file = target.files?.[0];
            if (file) void read(file);
          }}
        />
      </label>
      {wrong && <p role="alert">{wrong}</p>}
    </div>
  );
}
