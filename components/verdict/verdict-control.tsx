"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import clsx from "clsx";
import { useId, useState } from "react";
import { VERDICT_FILL } from "@/components/charts/palette";
import { Swatch } from "@/components/charts/swatch";
import { useKeys } from "@/components/frame/use-keys";
import { send } from "@/components/queries/fetch-json";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/notify";
import { Select } from "@/components/ui/select";
import type { PersonVerdictView } from "@/lib/contract/page";
import type { VerdictBody } from "@/lib/contract/signature";
import { ACTIONABLE_REASONS, NOISE_REASONS, type Reason, VERDICTS, type Verdict, verdictOf } from "@/lib/model/verdict";
import { REASON_WORDS } from "./reason-words";

type Props = {
  /** Route of the verdict, such as /api/pages/12/verdict. */
  url: string;
  /** "this page", "this alert" */
  what: string;
  given: PersonVerdictView | null;
  suggestedReason: Reason | null;
};

/** Changes to a verdict touch every figure, so all of them are fetched again. */
const TOUCHED = ["overview", "noise", "signature", "pages", "page"];

export function VerdictControl({ url, what, given, suggestedReason }: Props) {
  const queries = useQueryClient();
  const [status, setStatus] = useState("");
  const refresh = () => Promise.all(TOUCHED.map((key) => queries.invalidateQueries({ queryKey: [key] })));
  const change = useMutation({
    mutationFn: (body: VerdictBody | null) => (body ? send("PUT", url, body) : send("DELETE", url)),
    onSuccess: refresh,
    onError: (error) => notify(`The verdict was not saved. ${error.message}`),
  });

  const give = (body: VerdictBody | null) => {
    const before = given && { verdict: given.verdict, reason: given.reason, note: given.note };
    const said = body
      ? `Judged ${what} ${body.verdict}${body.reason ? `, ${body.reason}` : ""}`
      : `Took your verdict on ${what} back`;
    change.mutate(body, {
      onSuccess: () => {
        setStatus(said);
        notify(said, { action: { label: "Undo", onClick: () => change.mutate(before) } });
      },
    });
  };
  const judge = (verdict: Verdict) =>
    give({ verdict, reason: fitting(suggestedReason, verdict), note: given?.note ?? null });

  useKeys({ 1: () => judge("actionable"), 2: () => judge("noise"), 3: () => judge("unclear") });
  const chosen = change.isPending ? (change.variables?.verdict ?? null) : (given?.verdict ?? null);

  return (
    <div>
      <fieldset disabled={change.isPending}>
        <legend className="mb-2 text-xs text-ink-2">Your verdict on {what} wins over the inferred one.</legend>
        <div className="flex flex-wrap gap-2">
          {VERDICTS.map((verdict, index) => (
            <button
              key={verdict}
              type="button"
              aria-pressed={chosen === verdict}
              onClick={() => judge(verdict)}
              className={clsx(
                "inline-flex h-9 items-center gap-2 rounded-md border px-3 text-sm font-medium transition-colors pointer-coarse:min-h-11",
                chosen === verdict ? "border-ink bg-hover" : "border-line-strong hover:bg-hover",
              )}
            >
              <Swatch fill={VERDICT_FILL[verdict]} />
              {capital(verdict)}
              <kbd aria-hidden className="hidden font-mono text-2xs font-normal text-ink-3 sm:inline">
                {index + 1}
              </kbd>
            </button>
          ))}
          {given && (
            <Button look="quiet" className="h-9" onClick={() => give(null)}>
              Take back
            </Button>
          )}
        </div>
      </fieldset>
      {given && (
        <Details key={`${given.givenAt} ${given.verdict}`} given={given} pending={change.isPending} onSave={give} />
      )}
      <p aria-live="polite" className="sr-only">
        {status}
      </p>
    </div>
  );
}

function Details({
  given,
  pending,
  onSave,
}: {
  given: PersonVerdictView;
  pending: boolean;
  onSave: (body: VerdictBody) => void;
}) {
  const [reason, setReason] = useState(given.reason ?? "");
  const [note, setNote] = useState(given.note ?? "");
  const ids = [useId(), useId()];
  const changed = reason !== (given.reason ?? "") || note !== (given.note ?? "");
  return (
    <form
      className="mt-4 grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onSave({ verdict: given.verdict, reason: reason || null, note: note.trim() || null });
      }}
    >
      {given.verdict !== "unclear" && (
        <div>
          <label htmlFor={ids[0]} className="mb-1 block text-xs text-ink-2">
            Reason
          </label>
          <Select id={ids[0]} value={reason} onChange={({ target }) => setReason(target.value)} className="w-full">
            <option value="">no reason given</option>
            {(given.verdict === "noise" ? NOISE_REASONS : ACTIONABLE_REASONS).map((key) => (
              <option key={key} value={key}>
                {key}: {REASON_WORDS[key]}
              </option>
            ))}
          </Select>
        </div>
      )}
      <div>
        <label htmlFor={ids[1]} className="mb-1 block text-xs text-ink-2">
          Note
        </label>
        <textarea
          id={ids[1]}
          value={note}
          maxLength={2000}
          rows={2}
          onChange={({ target }) => setNote(target.value)}
          placeholder="What you know that the data do not say"
          className="w-full resize-y rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-sm placeholder:text-ink-3"
        />
      </div>
      {changed && (
        <Button type="submit" look="primary" disabled={pending} className="w-fit">
          Save reason and note
        </Button>
      )}
    </form>
  );
}

/** The inferred reason stays where it belongs to the verdict that was chosen. */
function fitting(reason: Reason | null, verdict: Verdict): Reason | null {
  return reason && verdictOf(reason) === verdict ? reason : null;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
