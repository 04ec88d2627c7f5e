"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { formatExact } from "@/components/format/time";
import { send } from "@/components/queries/fetch-json";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/notify";
import type { Objection } from "@/lib/contract/person";
import { Panel } from "./panel";
import type { View } from "./view";

type Props = { id: string; view: View<readonly Objection[]>; zone: string };

/** "This is wrong": the figures stay as they are until somebody settles it, and the remark stands beside them. */
export function ObjectionPanel({ id, view, zone }: Props) {
  return (
    <Panel question="Is something wrong?" help="objection" view={view} height={160}>
      {(objections) => (
        <div className="grid gap-4 lg:grid-cols-2">
          <Say id={id} />
          <Said id={id} objections={objections} zone={zone} />
        </div>
      )}
    </Panel>
  );
}

function useChange<T>(run: (input: T) => Promise<unknown>, said: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: async () => {
      notify(said);
      await queries.invalidateQueries({ queryKey: ["person"] });
    },
    onError: (error: Error) => notify(`Nothing was changed. ${error.message}`),
  });
}

function Say({ id }: { id: string }) {
  const field = useId();
  const [note, setNote] = useState("");
  const say = useChange(
    (words: string) => send("POST", `/api/people/${encodeURIComponent(id)}/objections`, { pageId: null, note: words }),
    "Noted. It stands beside your figures until somebody settles it.",
  );
  return (
    <form
      className="grid content-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        say.mutate(note.trim(), { onSuccess: () => setNote("") });
      }}
    >
      <label htmlFor={field} className="text-xs text-ink-2">
        What is wrong with your figures?
      </label>
      <textarea
        id={field}
        value={note}
        required
        maxLength={2000}
        rows={3}
        onChange={({ target }) => setNote(target.value)}
        placeholder="Such as: I swapped the shift of 12 November with Ana"
        className="w-full resize-y rounded-md border border-line-strong bg-surface px-2.5 py-1.5 text-sm placeholder:text-ink-3"
      />
      <Button type="submit" disabled={say.isPending || note.trim() === ""} className="w-fit">
        This is wrong
      </Button>
    </form>
  );
}

function Said({ id, objections, zone }: { id: string; objections: readonly Objection[]; zone: string }) {
  const withdraw = useChange(
    (objection: string) => send("DELETE", `/api/people/${encodeURIComponent(id)}/objections/${objection}`),
    "Taken back.",
  );
  if (objections.length === 0) return <p className="text-ink-2">You have said nothing so far.</p>;
  return (
    <ul className="divide-y">
      {objections.map((objection) => (
        <li key={objection.id} className="py-2 first:pt-0">
          <p className="[overflow-wrap:anywhere] whitespace-pre-line">{objection.note}</p>
          <p className="flex flex-wrap items-center gap-x-2 text-xs text-ink-3">
            {formatExact(objection.saidAt, zone)} · {objection.settledAt ? "settled" : "open"}
            {objection.settledAt === null && (
              <Button
                look="quiet"
                size="small"
                disabled={withdraw.isPending}
                onClick={() => withdraw.mutate(objection.id)}
              >
                Take back
              </Button>
            )}
          </p>
          {objection.answer && <p className="text-xs text-ink-2">{objection.answer}</p>}
        </li>
      ))}
    </ul>
  );
}
