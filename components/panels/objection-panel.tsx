"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { formatExact } from "@/components/format/time";
import { send } from "@/components/queries/fetch-json";
import { Button, buttonClass } from "@/components/ui/button";
import { notify } from "@/components/ui/notify";
import type { Objection } from "@/lib/contract/person";
import { Panel } from "./panel";
import type { View } from "./view";

type Props = {
  id: string;
  view: View<readonly Objection[]>;
  zone: string;
  /** The viewer is the person. */
  own: boolean;
  maySettle: boolean;
};

/** "This is wrong": the figures stay as they are until somebody settles it, and the remark stands beside them. */
export function ObjectionPanel({ id, view, zone, own, maySettle }: Props) {
  return (
    <Panel
      question={own ? "Is something wrong?" : "What do they say is wrong?"}
      help="objection"
      view={view}
      height={160}
      actions={() =>
        own && (
          <a href={`/api/people/${encodeURIComponent(id)}/data`} download className={buttonClass("quiet", "small")}>
            Download all that is kept about you
          </a>
        )
      }
    >
      {(objections) => (
        <div className="grid gap-4 lg:grid-cols-2">
          {own && <Say id={id} />}
          <Said id={id} objections={objections} zone={zone} own={own} maySettle={maySettle} />
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

type SaidProps = Omit<Props, "view"> & { objections: readonly Objection[] };

function Said({ id, objections, zone, own, maySettle }: SaidProps) {
  const withdraw = useChange(
    (objection: string) => send("DELETE", `/api/people/${encodeURIComponent(id)}/objections/${objection}`),
    "Taken back.",
  );
  if (objections.length === 0)
    return <p className="text-ink-2">{own ? "You have said nothing so far." : "They have said nothing so far."}</p>;
  return (
    <ul className="divide-y">
      {objections.map((objection) => (
        <li key={objection.id} className="py-2 first:pt-0">
          <p className="[overflow-wrap:anywhere] whitespace-pre-line">{objection.note}</p>
          <p className="flex flex-wrap items-center gap-x-2 text-xs text-ink-3">
            {formatExact(objection.saidAt, zone)} · {objection.settledAt ? "settled" : "open"}
            {own && objection.settledAt === null && (
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
          {objection.answer && <p className="text-xs text-ink-2">Answer: {objection.answer}</p>}
          {maySettle && objection.settledAt === null && <Settle id={id} objection={objection.id} />}
        </li>
      ))}
    </ul>
  );
}

function Settle({ id, objection }: { id: string; objection: string }) {
  const field = useId();
  const [answer, setAnswer] = useState("");
  const settle = useChange(
    (words: string) => send("PUT", `/api/people/${encodeURIComponent(id)}/objections/${objection}`, { answer: words }),
    "Settled.",
  );
  return (
    <form
      className="mt-1.5 flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        settle.mutate(answer.trim());
      }}
    >
      <label htmlFor={field} className="sr-only">
        What came of it
      </label>
      <input
        id={field}
        value={answer}
        required
        maxLength={2000}
        onChange={({ target }) => setAnswer(target.value)}
        placeholder="What came of it"
        className="h-8 min-w-0 flex-1 rounded-md border border-line-strong bg-surface px-2.5 text-sm placeholder:text-ink-3 pointer-coarse:h-11"
      />
      <Button type="submit" size="small" disabled={settle.isPending || answer.trim() === ""}>
        Settle
      </Button>
    </form>
  );
}
