"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { send } from "@/components/queries/fetch-json";
import { TOUCHED_BY_PEOPLE } from "@/components/queries/people";
import { notify } from "@/components/ui/notify";
import type { PersonView } from "@/lib/contract/people";

type Step = () => Promise<unknown>;
/** What is done, how it is told, and what does the opposite. */
type Change = { run: () => Promise<Step>; said: string };

/** Merging, keeping apart and taking accounts out; each can be undone for as long as its notice stands. */
export function usePeopleChanges() {
  const queries = useQueryClient();
  const [said, setSaid] = useState("");
  const refresh = () => Promise.all(TOUCHED_BY_PEOPLE.map((key) => queries.invalidateQueries({ queryKey: [key] })));
  const onError = (error: Error) => {
    notify(`This was not done. ${error.message}`);
    // Somebody else may have changed them meanwhile.
    void refresh();
  };
  const undo = useMutation({
    mutationFn: (opposite: Step) => opposite(),
    onSuccess: async () => {
      await refresh();
      setSaid("Undone");
    },
    onError,
  });
  const change = useMutation({
    mutationFn: ({ run }: Change) => run(),
    onSuccess: async (opposite, { said: words }) => {
      notify(words, { action: { label: "Undo", onClick: () => undo.mutate(opposite) } });
      await refresh();
      setSaid(words);
    },
    onError,
  });
  return { pending: change.isPending || undo.isPending, said, change: change.mutateAsync };
}

/** All others become part of one; undone, each has the accounts again that it came with. */
export function mergeChange(into: PersonView, others: readonly PersonView[]): Change {
  return {
    said:
      others.length === 1
        ? `${others[0]?.name} is part of ${into.name} now`
        : `${others.length} people are part of ${into.name} now`,
    run: async () => {
      const merged: PersonView[] = [];
      const opposite = async () => {
        for (const other of merged.reverse()) await takeOut(into.id, other.accounts);
      };
      try {
        for (const other of others) {
          await send("POST", "/api/people/merge", { into: into.id, other: other.id });
          merged.push(other);
        }
      } catch (error) {
        // All or none of them.
        await opposite();
        throw error;
      }
      return opposite;
    },
  };
}

export function splitChange(person: PersonView, accounts: PersonView["accounts"]): Change {
  return {
    said: `${accounts.length === 1 ? "One account" : `${accounts.length} accounts`} taken out of ${person.name}`,
    run: async () => {
      const { id } = await takeOut(person.id, accounts);
      return () => send("POST", "/api/people/merge", { into: person.id, other: id });
    },
  };
}

export function apartChange(one: PersonView, other: PersonView): Change {
  const both = { one: one.id, other: other.id };
  return {
    said: `${one.name} and ${other.name} are kept apart`,
    run: async () => {
      await send("POST", "/api/people/apart", both);
      return () => send("DELETE", "/api/people/apart", both);
    },
  };
}

/** Who the viewer is among the people. */
export function linkChange(person: PersonView, to: string | null, before: string | null): Change {
  const link = (personId: string | null) => send("PUT", "/api/people/me", { personId });
  return {
    said: to === null ? `You are not ${person.name} any more` : `You are ${person.name} now`,
    run: async () => {
      await link(to);
      return () => link(before);
    },
  };
}

function takeOut(personId: string, accounts: PersonView["accounts"]): Promise<{ id: string }> {
  return send("POST", `/api/people/${encodeURIComponent(personId)}/split`, { accounts: accounts.map(({ id }) => id) });
}
