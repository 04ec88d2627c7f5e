"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { TOUCHED_BY_DECISIONS } from "@/components/queries/decisions";
import { send } from "@/components/queries/fetch-json";
import { notify } from "@/components/ui/notify";
import type { DecideBody, Decided, DecideEachBody, Moved, ReviewDecisionBody } from "@/lib/contract/decision";

type Step = { run: () => Promise<Moved>; said: string; onDone?: () => void };

/** What people do to decisions; each can be undone from its notice. */
export function useDecisions() {
  const queries = useQueryClient();
  const [status, setStatus] = useState("");
  const refresh = () => Promise.all(TOUCHED_BY_DECISIONS.map((key) => queries.invalidateQueries({ queryKey: [key] })));
  const onError = (error: Error) => {
    notify(`Nothing was changed. ${error.message}`);
    // Somebody else may have decided meanwhile.
    void refresh();
  };
  const undo = useMutation({
    mutationFn: (move: number) => send("POST", "/api/undo", { move }),
    onSuccess: async () => {
      await refresh();
      setStatus("Undone");
    },
    onError,
  });
  const make = useMutation({
    mutationFn: ({ run }: Step) => run(),
    onSuccess: async ({ move }, { said, onDone }) => {
      setStatus(said);
      notify(said, move === null ? {} : { action: { label: "Undo", onClick: () => undo.mutate(move) } });
      onDone?.();
      await refresh();
    },
    onError,
  });
  const at = (id: string) => `/api/decisions/${encodeURIComponent(id)}`;
  return {
    status,
    pending: make.isPending || undo.isPending,
    decide: (body: DecideBody, said: string, onDone?: (decisionIds: string[]) => void) => {
      let ids: string[] = [];
      const run = async () => {
        const decided = await send<Decided>("POST", "/api/decisions", body);
        ids = decided.decisions.map(({ id }) => id);
        return decided;
      };
      make.mutate({ run, said, onDone: () => onDone?.(ids) });
    },
    decideEach: (body: DecideEachBody, said: string) =>
      make.mutate({ run: () => send<Decided>("POST", "/api/decisions", body), said }),
    end: (id: string) => make.mutate({ run: () => send<Moved>("DELETE", at(id)), said: "The decision is over" }),
    takeEffect: (id: string) =>
      make.mutate({ run: () => send<Moved>("POST", `${at(id)}/watch`), said: "The watch has begun" }),
    review: (id: string, body: ReviewDecisionBody, said: string) =>
      make.mutate({ run: () => send<Moved>("PATCH", at(id), body), said }),
  };
}
